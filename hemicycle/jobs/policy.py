"""Who may stop, resume and take the result of a job."""

from django.contrib.auth.base_user import AbstractBaseUser

from hemicycle.jobs.models import READS_ALL, Job

can_read_all = READS_ALL


def can_steer(user: object, job: Job) -> bool:
    """Stop and resume: who asked for it, and the chief and registrars."""
    if not isinstance(user, AbstractBaseUser):
        return False
    if job.asked_by_id == user.pk:
        return True
    return job.conference is not None and can_read_all(user, job.conference)


def can_download(user: object, job: Job) -> bool:
    """The result belongs to the person who asked, whoever else sees the job."""
    return isinstance(user, AbstractBaseUser) and job.asked_by_id == user.pk
