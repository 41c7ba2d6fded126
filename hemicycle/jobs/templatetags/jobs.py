"""How far long work is, on any page."""

from typing import Any

from django import template
from django.template import Context

from hemicycle.jobs import policy, words
from hemicycle.jobs.models import Job

register = template.Library()


@register.inclusion_tag("jobs/progress.html", takes_context=True)
def job_progress(context: Context, job: Job) -> dict[str, Any]:
    """Label, progress, time left, stop, resume and result of a job.

    Follows by itself with `{% include "ui/htmx.html" %}` in the head.
    """
    return _shown(context, job)


@register.inclusion_tag("jobs/progress.html", takes_context=True)
def job_polled(context: Context, job: Job, said: str) -> dict[str, Any]:
    """As job_progress, for the part that htmx replaces. The live region speaks at each
    tenth and at the end."""
    shown = _shown(context, job)
    return shown | {"speaks": said != shown["tenth"]}


@register.simple_tag
def job_label(job: Job) -> str:
    return words.label(job)


def _shown(context: Context, job: Job) -> dict[str, Any]:
    user = context["user"]
    is_own = job.asked_by_id == user.pk
    may_steer = is_own or (
        context["sees_all_jobs"]
        if "sees_all_jobs" in context
        else policy.can_steer(user, job)
    )
    shown = job.done + job.failed
    tenth = str(shown * 10 // job.total) if job.total else ""
    return {
        "job": job,
        "label": words.label(job),
        "progress": words.progress(job),
        "kind": job.state_kind,
        "value": shown,
        "tenth": tenth if job.is_under_way else job.state,
        "may_steer": may_steer,
        "is_own": is_own,
        # The page of all jobs says so itself, once.
        "is_idle": "late" not in context and job.is_idle,
        "conference": context["conference"],
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }
