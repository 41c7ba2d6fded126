"""What two people must agree on: submitted, approved or discarded, carried out."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from hemicycle.fields.checked import reread_locked, save_checked
from hemicycle.fields.writes import insert_many
from hemicycle.jobs import actions as jobs
from hemicycle.jobs.kinds import Done
from hemicycle.journal.actions import Actor, record
from hemicycle.lib import clock
from hemicycle.post.drafts import changed
from hemicycle.seconding.journal import Happened
from hemicycle.seconding.models import Deed, Item, State

CHUNK = 25
"""Carried out in one transaction: at most this many wait behind a crash."""

D = TypeVar("D", bound=Deed)


@transaction.atomic
def submit(
    deed: D, *, items: Iterable[Item] = (), seen: str, now: str, actor: AbstractBaseUser
) -> D:
    """Keep what `actor` has seen, for another person to approve. Nothing happens yet.

    `now` is the fingerprint of all as it is now, taken before this transaction, so that
    thousands hold no lock: each item is compared once more when it is carried out.
    Raises ValidationError: "changed".
    """
    if seen != now:
        raise changed()
    deed.fingerprint, deed.prepared_by = now, actor
    save_checked(deed)
    rows = list(items)
    insert_many(rows)
    _record(deed, Happened.SUBMITTED, actor, items=len(rows))
    return deed


@transaction.atomic
def approve(deed: D, *, seen: str, now: str, actor: AbstractBaseUser) -> D:
    """The second person agrees to exactly what the first one saw. It runs from now on,
    in the background where its kind names a job.

    Raises ValidationError: "not-pending", "same-person", and "changed" unless what both
    saw, and what is there `now`, are the same.
    """
    deed = reread_locked(deed)
    check_approval(deed, seen=seen, now=now, actor=actor)
    deed.state, deed.approved_by, deed.approved_at = State.RUNNING, actor, clock.now()
    save_checked(deed, update_fields=["state", "approved_by", "approved_at"])
    _record(deed, Happened.APPROVED, actor)
    if deed.job:
        jobs.ask(
            deed.job,
            conference=deed.conference,  # type: ignore[attr-defined]  # what has items has one
            about=deed,
            total=deed.items.count(),  # type: ignore[attr-defined]  # see its docstring
            key=deed.pk,
            actor=actor,
        )
    return deed


def check_approval(deed: Deed, *, seen: str, now: str, actor: AbstractBaseUser) -> None:
    """Raises what `approve` raises, and changes nothing."""
    if not deed.is_pending:
        raise _not_pending()
    if deed.prepared_by_id == actor.pk:
        raise ValidationError(
            _("You submitted this; another person must approve it."),
            code="same-person",
        )
    if not deed.fingerprint == seen == now:
        raise changed()


@transaction.atomic
def discard(deed: D, *, actor: AbstractBaseUser) -> D:
    """No one is told anything and nothing changes; it is kept with who discarded it.

    By anybody who may approve it, and by its preparer. Raises ValidationError:
    "not-pending".
    """
    deed = reread_locked(deed)
    if not deed.is_pending:
        raise _not_pending()
    deed.state, deed.discarded_by, deed.done_at = State.DISCARDED, actor, clock.now()
    deed.save(update_fields=["state", "discarded_by", "done_at"])
    _record(deed, Happened.DISCARDED, actor)
    return deed


@transaction.atomic
def do_alone(
    deed: D, item: Item, carry_out: Callable[[Any], None], *, actor: AbstractBaseUser
) -> D:
    """What one person may do alone, on one thing, kept like what two agree on.

    Refused as `carry_out` refuses it; then nothing is kept.
    """
    deed.needs_second, deed.state = False, State.RUNNING
    deed.fingerprint, deed.prepared_by = item.fingerprint, actor
    save_checked(deed)
    item.save(force_insert=True)
    _do(item, carry_out)
    finish(deed)
    return deed


def finish(deed: Deed) -> None:
    """All of it is done. In the caller's transaction."""
    deed.state, deed.done_at = State.DONE, clock.now()
    deed.save(update_fields=["state", "done_at"])


def next_items(deed: Deed) -> list[Any]:
    """What the next chunk does: read, and its e-mails rendered, before it is done."""
    return list(_open_items(deed)[:CHUNK])


@transaction.atomic
def carry_on(
    deed: Deed,
    items: Iterable[Item],
    carry_out: Callable[[Any], None],
    *,
    prepare: Callable[[Any, Sequence[Any]], None] = lambda deed, items: None,
) -> Done:
    """Carry out a chunk of an approved deed; with the last open item it is done.

    `prepare` locks what all of these need; `carry_out` does one, all or nothing, and
    skips it by a ValidationError, whose words are kept. Those no longer open are passed
    over: killed anywhere, it goes on where it was, and nothing is done twice. Returns
    how many were done, and skipped.
    """
    deed = reread_locked(deed)
    if not deed.is_running:
        return Done()
    chunk: list[Any] = list(
        _open_items(deed).filter(pk__in=[each.pk for each in items])
    )
    prepare(deed, chunk)
    skipped = 0
    for item in chunk:
        try:
            _do(item, carry_out)
        except ValidationError as refusal:
            skipped += 1
            item.outcome = Item.Outcome.SKIPPED
            item.note = refusal.messages[0][:300]
            item.save(update_fields=["outcome", "note"])
    if not _open_items(deed).exists():
        finish(deed)
    return Done(done=len(chunk) - skipped, failed=skipped)


def _open_items(deed: Deed) -> models.QuerySet[Any]:
    items: models.QuerySet[Any] = getattr(deed, "items")  # noqa: B009  # of the kind
    return items.filter(outcome=Item.Outcome.OPEN)


def _not_pending() -> ValidationError:
    return ValidationError(
        _("This is no longer pending: it was approved or discarded."),
        code="not-pending",
    )


@transaction.atomic
def _do(item: Any, carry_out: Callable[[Any], None]) -> None:
    item.outcome = Item.Outcome.DONE
    item.save(update_fields=["outcome"])
    carry_out(item)


def _record(deed: Deed, verb: Happened, actor: Actor, **details: Any) -> None:
    conference = getattr(deed, "conference", None)
    kind = deed._meta.label_lower
    record(
        conference, verb, deed.recorded_on, actor=actor, deed=deed, kind=kind, **details
    )
