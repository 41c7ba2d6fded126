"""How far a job is, in a sentence of the reader's language."""

from datetime import timedelta

from django.utils.translation import gettext as _

from hemicycle.jobs import kinds
from hemicycle.jobs.models import Job
from hemicycle.ui import formats
from hemicycle.ui.formats import numbered


def label(job: Job) -> str:
    """The noun of its kind; the bare name when its room declares it no more."""
    try:
        label = kinds.find(job.kind).label
        return label(job) if callable(label) else str(label)
    except LookupError:
        return job.kind


def progress(job: Job) -> str:
    """ "1,200 of 5,700 badges printed, about 2 minutes left"."""
    if job.is_waiting and not job.done:
        return _("waiting to start")
    if job.total is None:
        return _("%(done)s so far") % {"done": formats.number(job.done)}
    try:
        sentence = str(kinds.find(job.kind).progress)
    except LookupError:
        sentence = _("%(done)s of %(total)s")
    text = sentence % {
        "done": formats.number(job.done),
        "total": formats.number(job.total),
    }
    remaining = time_left(job.time_left)
    if not remaining:
        return text
    return _("%(progress)s, %(remaining)s") % {
        "progress": text,
        "remaining": remaining,
    }


def time_left(span: timedelta | None) -> str:
    """ "about 2 minutes left"; nothing when it is not known."""
    if span is None:
        return ""
    minutes = round(span.total_seconds() / 60)
    if minutes < 1:
        return _("less than a minute left")
    if minutes < 90:
        return numbered("about %(n)s minute left", "about %(n)s minutes left", minutes)
    hours = round(minutes / 60)
    return numbered("about %(n)s hour left", "about %(n)s hours left", hours)
