"""Deciding on registrations: one by one, or many by two people."""

import logging
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.delegations import places
from hemicycle.delegations.models import Registration
from hemicycle.delegations.storing import store
from hemicycle.jobs import actions as jobs
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft, changed, fingerprint_of
from hemicycle.post.models import Email
from hemicycle.vetting import decisions
from hemicycle.vetting.decisions import TARGET, TEMPLATES, Verdict
from hemicycle.vetting.models import Decision, DecisionItem

logger = logging.getLogger(__name__)

CHUNK = 25
"""Decided in one transaction: at most this many wait behind a crash."""

MOST_AT_ONCE = 1_000

VERBS = {
    Verdict.APPROVE: "approved",
    Verdict.WAIT: "put on the waiting list",
    Verdict.REFUSE: "refused",
}


@transaction.atomic
def decide(
    registration: Registration,
    *,
    verdict: str,
    reason: str = "",
    previewed: str,
    actor: User,
) -> Decision:
    """Decide on one registration and send exactly the letter that was previewed.

    A refusal closes every door at once and gives the places back. Raises
    ValidationError: "changed" when the letter is no longer the one whose fingerprint is
    `previewed`, "reason-missing", "wrong-state", "minor", "organisation-refused", or
    what `places.move` refuses ("delegation-full", "category-full", "conference-full").
    """
    _check_reason(verdict, reason)
    registration = Registration.objects.locked().get(pk=registration.pk)
    decision = Decision(
        conference=registration.conference,
        verdict=verdict,
        reason=reason.strip(),
        preview=previewed,
        prepared_by=actor,
        state=Decision.State.RUNNING,
    )
    decision.full_clean()
    decision.save(force_insert=True)
    item = DecisionItem(decision=decision, registration=registration, preview=previewed)
    item.save(force_insert=True)
    _carry_out(item, decision, actor)
    _finish(decision)
    return decision


@transaction.atomic
def prepare_decision(
    conference: Conference,
    *,
    registrations: Sequence[Registration],
    verdict: str,
    reason: str = "",
    previewed: str,
    actor: User,
) -> Decision:
    """Prepare one verdict on many, for another person to second. Nobody is told yet.

    Raises ValidationError: "nothing", "too-many", "reason-missing", and "changed" when
    the letters are no longer those whose fingerprint is `previewed`.
    """
    _check_reason(verdict, reason)
    if len(registrations) > MOST_AT_ONCE:
        raise ValidationError(
            _("At most %(most)s at once. Narrow the list."),
            code="too-many",
            params={"most": MOST_AT_ONCE},
        )
    rows = for_letters(conference, [one.pk for one in registrations])
    letters, _left_out = decisions.drafts_of(rows, verdict, reason)
    if not letters:
        raise ValidationError(
            _("None of these can be decided this way."), code="nothing"
        )
    if fingerprint_of(letters) != previewed:
        raise changed()
    decision = Decision(
        conference=conference,
        verdict=verdict,
        reason=reason.strip(),
        preview=previewed,
        prepared_by=actor,
    )
    decision.full_clean()
    decision.save(force_insert=True)
    DecisionItem.objects.bulk_create(
        [
            DecisionItem(
                decision=decision,
                registration=registration,
                preview=letter.fingerprint,
            )
            for letter, registration in zip(
                letters, decisions.people_of(letters), strict=True
            )
        ],
        batch_size=500,
    )
    record(
        conference, "prepared decision", decision, actor=actor,
        verdict=verdict, letters=len(letters),
    )  # fmt: skip
    return decision


@transaction.atomic
def second_decision(decision: Decision, *, previewed: str, actor: User) -> Decision:
    """Release what somebody else prepared. It is carried out in the background.

    Raises ValidationError: "same-person", "not-prepared", and "changed" when a letter
    or a state is no longer what its preparer saw.
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.state != Decision.State.PREPARED:
        raise ValidationError(_("This is not waiting any more."), code="not-prepared")
    if decision.prepared_by_id == actor.pk:
        raise ValidationError(
            _("You prepared this; another person has to second it."),
            code="same-person",
        )
    now = mark_of(decision)
    if now != decision.preview or now != previewed:
        raise changed()
    decision.seconded_by = actor
    decision.state = Decision.State.RUNNING
    decision.full_clean()
    decision.save(update_fields=["seconded_by", "state"])
    record(decision.conference, "seconded decision", decision, actor=actor)
    jobs.ask(
        "vetting.carry_out_decision",
        conference=decision.conference,
        about=decision,
        total=decision.items.count(),
        key=decision.pk,
        actor=actor,
    )
    return decision


@transaction.atomic
def drop_decision(decision: Decision, *, actor: User) -> None:
    """Nobody is told anything; the registrations stay. Raises "not-prepared"."""
    dropped = Decision.objects.waiting_for_a_second().filter(pk=decision.pk)
    if not dropped.update(state=Decision.State.DROPPED, done_at=clock.now()):
        raise ValidationError(_("This is not waiting any more."), code="not-prepared")
    record(decision.conference, "dropped decision", decision, actor=actor)


def for_letters(conference: Conference, keys: Sequence[str]) -> list[Registration]:
    """These registrations with all that letters and flags say; two queries."""
    rows = list(
        Registration.objects.filter(conference=conference, pk__in=keys)
        .with_refusal()
        .select_related("category", "delegation__organisation", "nominated_by")
        .prefetch_related("flags")
        .order_by("full_name", "pk")
    )
    for row in rows:
        row.conference = conference
    return rows


def letters_of(decision: Decision) -> list[Draft]:
    """The letters of a prepared decision as they would leave now."""
    keys = list(decision.items.values_list("registration_id", flat=True))
    rows = for_letters(decision.conference, keys)
    return decisions.drafts_of(rows, decision.verdict, decision.reason)[0]


def mark_of(decision: Decision) -> str:
    """The fingerprint of the e-mails of a prepared decision as they would leave now."""
    return fingerprint_of(letters_of(decision))


@transaction.atomic
def decide_chunk(decision: Decision) -> int:
    """Decide the next few of an approved decision. Returns how many; 0 at the end.

    Each item ends as done, or as skipped with the reason (full, changed since).
    """
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("conference", "prepared_by")
        .get(pk=decision.pk)
    )
    if decision.state != Decision.State.RUNNING:
        return 0
    chunk = list(decision.items.filter(outcome=DecisionItem.Outcome.OPEN)[:CHUNK])
    # All that the chunk needs is locked before anything changes: people, then places.
    locked = Registration.objects.locked().filter(
        pk__in=[item.registration_id for item in chunk]
    )
    rows = {row.pk: row for row in locked.prefetch_related("flags").order_by("pk")}
    places.lock_in_order(rows.values(), TARGET[decision.verdict])
    for item in chunk:
        item.decision, item.registration = decision, rows[item.registration_id]
        try:
            with transaction.atomic():
                _carry_out(item, decision, decision.prepared_by)
        except ValidationError as refusal:
            item.outcome = DecisionItem.Outcome.SKIPPED
            item.note = refusal.messages[0][:300]
            item.save(update_fields=["outcome", "note"])
    if not chunk:
        _finish(decision)
    return len(chunk)


def _carry_out(item: DecisionItem, decision: Decision, actor: User | None) -> None:
    """Change the state, take or give the places, tell the person; all or nothing."""
    registration, verdict = item.registration, decision.verdict
    decisions.check(registration, verdict)
    letter = decisions.draft_of(registration, verdict, decision.reason)
    letter.check(item.preview)
    places.move(registration, TARGET[verdict])
    registration.decided_at = clock.now()
    registration.decision_reason = decision.reason
    registration.waiting_since = clock.now() if verdict == Verdict.WAIT else None
    registration.ended_at = clock.now() if verdict == Verdict.REFUSE else None
    store(registration)
    item.outcome = DecisionItem.Outcome.DONE
    item.save(update_fields=["outcome"])
    record(
        registration.conference, VERBS[Verdict(verdict)], registration, actor=actor,
        reason=decision.reason, decision=decision,
    )  # fmt: skip
    _tell(item, letter)


def _tell(item: DecisionItem, letter: Draft) -> Email:
    """Write the letter of the decision that the database has on record, and no other.

    What the caller believes doesn't count: verdict, outcome and state are read again.
    Raises RuntimeError where they disagree: then nothing may leave.
    """
    on_record = (
        DecisionItem.objects.filter(
            pk=item.pk,
            outcome=DecisionItem.Outcome.DONE,
            decision__state__in=[Decision.State.RUNNING, Decision.State.DONE],
        )
        .values("decision__verdict", "decision__reason", "registration__state")
        .first()
    )
    if (
        on_record is None
        or on_record["registration__state"] != TARGET[on_record["decision__verdict"]]
    ):
        raise RuntimeError(
            f"No decision on record allows a letter about {item.registration_id}"
        )
    if letter.template != TEMPLATES[on_record["decision__verdict"]]:
        raise RuntimeError(f"{letter.template} is not what was decided")
    return letter.send(send_key=f"decision:{item.decision_id}:{item.registration_id}")


def _finish(decision: Decision) -> None:
    decision.state, decision.done_at = Decision.State.DONE, clock.now()
    decision.save(update_fields=["state", "done_at"])


def _check_reason(verdict: str, reason: str) -> None:
    if verdict == Verdict.REFUSE and not reason.strip():
        raise ValidationError(
            {
                "reason": ValidationError(
                    _("Give the reason: the person reads it."), code="reason-missing"
                )
            }
        )
