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
    """Send what is left of an approved sending, chunk by chunk.

    An invitation whose text changed since it was previewed stays behind, saying so.
    """
    sending = Sending.objects.get(pk=job.thing_id)
    is_over = False

    def send() -> Done:
        nonlocal is_over
        chunk = invite.send_chunk(sending)
        is_over = chunk is None
        return Done() if chunk is None else Done(*chunk)

    while not is_over:
        yield send


@job(label=_("Letters on paper"), progress=_("%(done)s of %(total)s made"))
def make_letters(job: Job) -> Chunks:
    """The PDFs that are missing among the invitations that have left."""
    while keys := list(invite.letters_to_make()[:LETTERS_AT_ONCE]):
        # Each is stored in a transaction of its own, once, whoever makes it.
        made = each(keys, invite.make_letter, is_atomic=False)
        yield partial(Done, done=made, failed=len(keys) - made)
