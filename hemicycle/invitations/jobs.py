"""Long work of this room."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from hemicycle.invitations.actions import invite
from hemicycle.invitations.models import Sending
from hemicycle.jobs.kinds import Chunks, Done, job
from hemicycle.jobs.models import Job
from hemicycle.journal.failures import each

LETTERS_AT_ONCE = 10


@job(label=_("Invitations"), progress=_("%(done)s of %(total)s sent"))
def send_invitations(job: Job) -> Chunks:
    """Send what is left of an approved sending, chunk by chunk."""
    sending = Sending.objects.select_related("conference").get(pk=job.thing_id)
    while chunk := invite.next_chunk(sending):
        yield partial(invite.send_chunk, sending, chunk)


@job(label=_("Letters on paper"), progress=_("%(done)s of %(total)s made"))
def make_letters(job: Job) -> Chunks:
    """The PDFs that are missing among the invitations that have left."""
    while keys := list(invite.letters_to_make()[:LETTERS_AT_ONCE]):
        # Each is stored in a transaction of its own, once, whoever makes it.
        made = each(keys, invite.make_letter, is_atomic=False)
        yield partial(Done, done=made, failed=len(keys) - made)
