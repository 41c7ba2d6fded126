"""Who may stop, resume and take the result of a job."""

from django.contrib.auth.base_user import AbstractBaseUser

from hemicycle.jobs import kinds
from hemicycle.jobs.models import READS_ALL, Job

can_read_all = READS_ALL


def can_steer(user: object, job: Job) -> bool:
    """Stop and resume: who asked and still could, and the chief and registrars."""
    if not isinstance(user, AbstractBaseUser):
        return False
    if job.conference is not None and can_read_all(user, job.conference):
        return True
    return job.asked_by_id == user.pk and _could_ask(user, job)


def can_download(user: object, job: Job) -> bool:
    """The result belongs to the person who asked, as long as they could ask for it."""
    is_own = isinstance(user, AbstractBaseUser) and job.asked_by_id == user.pk
    return is_own and _could_ask(user, job)


def _could_ask(user: object, job: Job) -> bool:
    try:
        return kinds.find(job.kind).may(user, job)
    except LookupError:
        return False
