"""Long work of this room."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from hemicycle.invitations.actions import invite
from hemicycle.invitations.models import Sending
from hemicycle.invitations.policy import can_invite
from hemicycle.jobs.kinds import Chunks, Done, job
from hemicycle.jobs.models import Job
from hemicycle.journal.failures import each
from hemicycle.people.models import User

LETTERS_AT_ONCE = 10


def _may_send(user: User, job: Job) -> bool:
    assert job.conference
    sendings = Sending.objects.visible_to(user, job.conference)
    return sendings.filter(pk=job.thing_id).exists()


def _may_make_letters(user: User, job: Job) -> bool:
    return job.conference is not None and can_invite(user, job.conference)


@job(
    label=_("Invitations"),
    progress=_("%(done)s of %(total)s sent"),
    may=_may_send,
)
def send_invitations(job: Job) -> Chunks:
    """Send what is left of an approved sending, chunk by chunk."""
    sending = Sending.objects.select_related("conference").get(pk=job.thing_id)
    while chunk := invite.next_chunk(sending):
        yield partial(invite.send_chunk, sending, chunk)


@job(
    label=_("Letters on paper"),
    progress=_("%(done)s of %(total)s made"),
    may=_may_make_letters,
)
def make_letters(job: Job) -> Chunks:
    """The PDFs that are missing among the invitations that have left."""
    while keys := list(invite.letters_to_make()[:LETTERS_AT_ONCE]):
        # Each is stored in a transaction of its own, once, whoever makes it.
        made = each(keys, invite.make_letter, is_atomic=False)
        yield partial(Done, done=made, failed=len(keys) - made)
