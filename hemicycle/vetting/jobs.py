"""Long work of this room."""

from functools import partial

from django.utils.translation import gettext_lazy

from hemicycle.jobs.kinds import Chunks, job
from hemicycle.jobs.models import Job
from hemicycle.people.models import User
from hemicycle.vetting import actions
from hemicycle.vetting.models import Decision


def _may_carry_out(user: User, job: Job) -> bool:
    assert job.conference
    decisions = Decision.objects.visible_to(user, job.conference)
    return decisions.filter(pk=job.thing_id).exists()


@job(
    label=gettext_lazy("Bulk decision"),
    progress=gettext_lazy("%(done)s of %(total)s decided"),
    may=_may_carry_out,
)
def carry_out_decision(job: Job) -> Chunks:
    """Carry out an approved decision, chunk by chunk, until nothing is left."""
    decision = Decision.objects.select_related("conference").get(pk=job.thing_id)
    while chunk := actions.decide.next_chunk(decision):
        yield partial(actions.decide.decide_chunk, decision, chunk)
