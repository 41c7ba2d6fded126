"""The list of long work."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemicycle.jobs import words
from hemicycle.jobs.models import Job
from hemicycle.tables.lists import Column, Filter, List, View
from hemicycle.ui.cells import Link, State, Value

UNDER_WAY = "&".join(f"state={state}" for state in Job.UNDER_WAY)


def asked_by(job: Job) -> str:
    return str(job.asked_by or _now("Started automatically"))


def progress(job: Job) -> str:
    """How far it is, or why it is no further."""
    return job.error or words.progress(job)


def result(job: Any) -> Value:
    """The file, for the person who asked for it."""
    if not (job.result and job.is_own and job.conference):
        return ""
    address = reverse("jobs:result", args=[job.conference.slug, job.pk])
    return Link(job.result.name, address)


def for_lists(jobs: Any) -> Any:
    return jobs.for_lists()


JOBS = List(
    name="jobs",
    title=_("Background tasks"),
    address="jobs:index",
    link="jobs:show",
    columns=[
        Column("work", _("Work"), words.label),
        Column(
            "state", _("State"), lambda j: State(j.state_kind, j.get_state_display()),
            width=9,
        ),
        Column("progress", _("Progress"), progress, width=20),
        Column("result", _("Result"), result, width=14),
        Column("by", _("Asked for by"), asked_by, width=12, phone="beside"),
        Column("at", _("Asked for on"), lambda j: j.asked_at, "asked_at", 10, "beside"),
    ],
    filters=[Filter("state", _("State"), Job.State.choices)],
    views=[
        View("all", _("All")),
        View("under-way", _("Under way"), UNDER_WAY),
        View("failed", _("Failed or stopped"), "state=failed&state=stopped"),
    ],
    sort="-at",
    load=for_lists,
    empty=(
        _("Nothing has been asked for."),
        _(
            "What takes long, such as printing many badges, appears here with its "
            "progress and result."
        ),
    ),
)  # fmt: skip
