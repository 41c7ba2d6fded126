"""The long work that a person may reach."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from hemicycle.jobs.models import Job
from hemicycle.jobs.policy import can_download, can_steer
from hemicycle.lib.codes import is_id
from hemicycle.tables.lists import LISTS, List


def get_job(
    user: object,
    conference: Any,
    id: str,
    *,
    to_steer: bool = False,
    to_download: bool = False,
) -> Job:
    """One that this person may see and, `to_steer`, stop and resume or, `to_download`,
    take the result of."""
    jobs = Job.objects.visible_to(user, conference).for_lists()
    job = get_object_or_404(jobs, pk=id)
    is_refused = (to_steer and not can_steer(user, job)) or (
        to_download and not can_download(user, job)
    )
    if is_refused:
        raise PermissionDenied
    return job


def get_list(user: object, conference: Any, name: str, of: str) -> List:
    """A list whose rows this person may have as a file, `of` a thing where it stands
    with one. Raises Http404, PermissionDenied."""
    declared = LISTS.get(name)
    if declared is None or (of and not is_id(of)):
        raise Http404
    declared.rows_of_file(user, conference, of)
    return declared
