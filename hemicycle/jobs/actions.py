"""Asking for long work, stopping it, going on, and forgetting it in time."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.files import actions as files
from hemicycle.jobs import kinds, results
from hemicycle.jobs.journal import Happened
from hemicycle.jobs.models import KEPT, Job, Process, this_process
from hemicycle.journal.actions import Actor, record
from hemicycle.journal.failures import each
from hemicycle.lib import clock, codes


@transaction.atomic
def ask(
    kind: str,
    *,
    conference: models.Model | None,
    about: models.Model | str | None = None,
    arguments: Mapping[str, Any] | None = None,
    total: int | None = None,
    key: str = "",
    actor: Actor,
) -> Job:
    """Ask for long work: `kind` "badges.print_badges". It starts within seconds.

    The job commits with the transaction that asks. With a `key`, one job of the kind is
    under way at a time: who asks again gets that one. `arguments` are ids and choices,
    `about` is a row, or the name of a list.
    `actor` is None for the house itself. Raises LookupError for no such kind.
    """
    kinds.find(kind)
    job = Job(
        id=codes.new_id(),
        kind=kind,
        conference_id=conference.pk if conference else None,
        asked_by_id=actor.pk if actor else None,
        language=get_language() or "en",
        thing_type=about._meta.label_lower if isinstance(about, models.Model) else "",
        thing_id=str(about.pk) if isinstance(about, models.Model) else about or "",
        arguments=dict(arguments or {}),
        total=total,
        key=key,
    )
    # One statement decides, also when two ask at once.
    Job.objects.bulk_create([job], ignore_conflicts=bool(key))
    if key and not Job.objects.filter(pk=job.pk).exists():
        return Job.objects.under_way().get(kind=kind, key=key)
    details = {"list": about} if isinstance(about, str) else {}
    record(conference, Happened.REQUESTED, job, actor=actor, kind=kind, **details)
    return job


@transaction.atomic
def stop(job: Job, *, actor: Actor) -> Job:
    """End it after the chunk that is being done. What is done stays done.

    Raises ValidationError: code "over".
    """
    now = {"over_at": clock.real_now(), "finished_at": clock.now()}
    mine = Job.objects.filter(pk=job.pk)
    if not mine.filter(state=Job.State.WAITING).update(
        state=Job.State.STOPPED, **now
    ) and not mine.filter(state=Job.State.RUNNING).update(state=Job.State.STOPPING):
        raise ValidationError(_("This work is over already."), code="over")
    job.refresh_from_db()
    record(job.conference, Happened.STOPPED, job, actor=actor, done=job.done)
    return job


@transaction.atomic
def resume(job: Job, *, actor: Actor) -> Job:
    """Go on after the last chunk that was done.

    Raises ValidationError: code "not-stopped", and "under-way" when the same work was
    asked for again in the meantime.
    """
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if not job.can_resume:
        raise ValidationError(
            _("Only work that was stopped or has failed can be resumed."),
            code="not-stopped",
        )
    if job.key and Job.objects.under_way().filter(kind=job.kind, key=job.key).exists():
        raise ValidationError(_("The same work is under way."), code="under-way")
    job.state, job.error, job.losses = Job.State.WAITING, "", 0
    job.queued_at, job.over_at, job.finished_at = clock.real_now(), None, None
    job.save(
        update_fields=[
            "state", "error", "losses", "queued_at", "over_at", "finished_at",
        ]
    )  # fmt: skip
    record(job.conference, Happened.RESUMED, job, actor=actor, done=job.done)
    return job


def forget_old() -> int:
    """Delete jobs that ended a week ago, with their results. Returns how many."""
    limit = clock.real_now() - KEPT
    old = Job.objects.filter(state__in=Job.OVER, over_at__lt=limit)
    return each(old.values_list("pk", flat=True)[:1000], _forget)


def _forget(key: str) -> None:
    job = Job.objects.select_related("result").get(pk=key)
    results.forget_parts(job)
    job.delete()
    if job.result:
        files.erase(job.result, actor=None)


def beat(name: str, *, is_new: bool = False) -> None:
    """A process beside the web shows that it is alive. `is_new` when it starts."""
    now = clock.real_now()
    mine = {"holder": this_process(), "beat_at": now}
    if is_new or not Process.objects.filter(pk=name).update(**mine):
        Process.objects.update_or_create(pk=name, defaults=mine | {"started_at": now})
