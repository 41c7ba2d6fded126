"""Long work as rows: what was asked for, how far it is, and which process has it.

Everything a process needs to go on after another was killed stands in the row.
"""

import os
import socket
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock
from hemicycle.lib.rights import Declared

READS_ALL = Declared(_("See all background tasks, stop and resume them"), "registrar")
KEPT = timedelta(days=7)
"""How long a job and its result are kept after its end, by real time."""
LATE = timedelta(minutes=2)
"""A process that has not shown itself for so long is late."""


def this_process() -> str:
    """The name by which a job says who has it: host and process number."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def has_died(holder: str) -> bool:
    """Whether this process ran on this machine and is gone. Elsewhere: not known."""
    host, _colon, number = holder.rpartition(":")
    if host != socket.gethostname()[:60] or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: object, conference: models.Model) -> Self:
        """All of the conference for its chief and registrars; else one's own."""
        if not isinstance(user, AbstractBaseUser):
            return self.none()
        jobs = self.filter(conference=conference.pk)
        return jobs if READS_ALL(user, conference) else jobs.filter(asked_by=user.pk)

    def under_way(self) -> Self:
        """Waiting, running, or asked to stop."""
        return self.filter(state__in=Job.UNDER_WAY)

    def about(self, thing: models.Model) -> Self:
        """The jobs about a thing, newest first."""
        return self.filter(
            thing_type=thing._meta.label_lower, thing_id=str(thing.pk)
        ).order_by("-asked_at", "-id")

    def to_take(self) -> Self:
        """Waiting, or left by a process whose lease ran out; first come, first."""
        left = Q(state__in=Job.HELD, lease_until__lt=clock.real_now())
        waiting = Q(state=Job.State.WAITING)
        return self.filter(waiting | left).order_by("queued_at", "id")

    def for_lists(self) -> Self:
        """Newest first, with who asked, where, and the result; without what may be
        large."""
        jobs = self.select_related("asked_by", "conference", "result")
        return jobs.defer("arguments", "cursor").order_by("-asked_at", "-id")

    def with_own(self, user: models.Model) -> Self:
        """Each with `is_own`: whether this person asked for it."""
        own = models.ExpressionWrapper(
            Q(asked_by=user.pk), output_field=models.BooleanField()
        )
        return self.annotate(is_own=own)


class Job(models.Model):
    """Work of seconds to hours, done in chunks by a process of its own."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        STOPPING = "stopping", _("Stopping")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", pgettext_lazy("job", "Finished")
        FAILED = "failed", _("Failed")

        @property
        def kind(self) -> str:
            """How it is drawn: shape and colour of `{% state %}`."""
            if self == self.DONE:
                return "good"
            if self in (self.STOPPED, self.FAILED):
                return "stop"
            if self == self.WAITING:
                return "plain"
            return "wait"

    HELD = (State.RUNNING, State.STOPPING)
    UNDER_WAY = (State.WAITING, *HELD)
    OVER = (State.STOPPED, State.DONE, State.FAILED)

    id = IdField()
    # "badges.print_badges" is the function print_badges in hemicycle/badges/jobs.py.
    kind = models.CharField(max_length=80)
    conference = models.ForeignKey(
        "conferences.Conference", on_delete=models.CASCADE, null=True, related_name="+"
    )
    # None: the house itself.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # In which the result is written and errors are told.
    language = models.CharField(max_length=8)
    thing_type = models.CharField(max_length=80, blank=True)
    thing_id = models.CharField(max_length=64, blank=True)
    # Ids, codes and choices: what the function needs to know. No personal data, but
    # for what was searched in a list, until its file is made.
    arguments = models.JSONField(default=dict, blank=True)
    # Of those under way, one for each key; empty: any number.
    key = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.WAITING
    )
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    # Where to go on from; written in the transaction of each chunk.
    cursor = models.JSONField(null=True)
    result = models.ForeignKey(
        "files.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    error = models.CharField(max_length=500, blank=True)  # in plain words
    asked_at = models.DateTimeField(default=clock.now)  # conference time
    finished_at = models.DateTimeField(null=True)  # conference time
    # Everything below goes by real time.
    queued_at = models.DateTimeField(default=clock.real_now)
    started_at = models.DateTimeField(null=True)  # of this run
    done_before = models.PositiveIntegerField(default=0)  # when this run started
    over_at = models.DateTimeField(null=True, db_index=True)
    holder = models.CharField(max_length=80, blank=True)
    # Grows each time a process takes the job: an earlier holder can't write any more.
    turn = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    # Processes that died holding it since the last chunk that was saved.
    losses = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="job_once_under_way",
                condition=Q(state__in=["waiting", "running", "stopping"]) & ~Q(key=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["queued_at"],
                name="job_to_take",
                condition=Q(state__in=["waiting", "running", "stopping"]),
            ),
            models.Index(fields=["conference", "-asked_at", "-id"], name="job_newest"),
            models.Index(fields=["thing_type", "thing_id"], name="job_thing"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def is_under_way(self) -> bool:
        return self.state in Job.UNDER_WAY

    @property
    def state_kind(self) -> str:
        return self.State(self.state).kind

    @property
    def can_stop(self) -> bool:
        return self.state in (Job.State.WAITING, Job.State.RUNNING)

    @property
    def is_waiting(self) -> bool:
        """For its turn: no process has taken it yet, or the one that had is gone."""
        return self.state == Job.State.WAITING

    @property
    def is_idle(self) -> bool:
        """Waiting while no process does long work."""
        return self.is_waiting and not Process.objects.alive(Process.Name.JOBS)

    @property
    def kept_until(self) -> datetime | None:
        """When the job and its result are deleted, on the conference's clock; None
        while it is under way."""
        return self.finished_at + KEPT if self.finished_at else None

    @property
    def is_stopping(self) -> bool:
        return self.state == Job.State.STOPPING

    @property
    def can_resume(self) -> bool:
        return self.state in (Job.State.STOPPED, Job.State.FAILED)

    @property
    def left(self) -> int | None:
        """What is still to do; None when nobody knows how much there is."""
        if self.total is None:
            return None
        return max(0, self.total - self.done - self.failed)

    @property
    def time_left(self) -> timedelta | None:
        """By the pace of this run; None before the first chunk."""
        if self.state != Job.State.RUNNING or not self.left or not self.started_at:
            return None
        achieved = self.done + self.failed - self.done_before
        if achieved <= 0:
            return None
        return (clock.real_now() - self.started_at) / achieved * self.left


class Part(models.Model):
    """A piece of a result that is still being made. Gone when the result is whole."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="part_once")
        ]


class ProcessQuerySet(models.QuerySet["Process"]):
    def late(self) -> Self:
        """Those that have not shown themselves for two minutes, by real time."""
        return self.filter(beat_at__lt=clock.real_now() - LATE)

    def alive(self, name: str) -> bool:
        """Whether the process of this name has shown itself lately."""
        return self.filter(pk=name, beat_at__gte=clock.real_now() - LATE).exists()


class Process(models.Model):
    """A process beside the web and when it last showed that it is alive."""

    class Name(models.TextChoices):
        SCHEDULE = "schedule", _("Scheduled work")
        MAIL = "mail", _("E-mails")
        JOBS = "jobs", _("Background tasks")

    name = models.CharField(max_length=20, primary_key=True, choices=Name.choices)
    holder = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    objects = ProcessQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def age(self) -> timedelta:
        """Since it last showed itself."""
        return clock.real_now() - self.beat_at

    @property
    def is_late(self) -> bool:
        return self.age > LATE
