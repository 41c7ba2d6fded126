"""Long work of this room."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.jobs import results
from hemicycle.jobs.kinds import Chunks, Done, job
from hemicycle.jobs.models import Job
from hemicycle.lib import clock, spreadsheet
from hemicycle.people.models import User
from hemicycle.statistics import actions, participants
from hemicycle.statistics.policy import can_publish

PDF = "application/pdf"


def _may_list(user: User, job: Job) -> bool:
    return job.conference is not None and can_publish(user, job.conference)


@job(
    label=gettext_lazy("List of participants"),
    progress=gettext_lazy("%(done)s of %(total)s listed"),
    may=_may_list,
)
def list_participants(job: Job) -> Chunks:
    """`arguments`: stage, order, and kind, pdf or xlsx. The list counts as public from
    the moment that it is made."""
    assert job.conference
    asked = job.arguments
    at = clock.now()
    listed = participants.participants(job.conference, asked["stage"])
    name = f"participants-{asked['stage']}.{asked['kind']}"
    if asked["kind"] == "pdf":
        made = participants.as_pdf(
            job.conference,
            listed,
            stage=asked["stage"],
            order=asked["order"],
            at=at,
            language=job.language,
        )
        stored = results.keep(job, made, name=name, content_type=PDF)
    else:
        rows = participants.as_rows(listed, asked["order"])
        headings = [_("Name"), _("Part"), _("Organisation"), _("Category")]
        with spreadsheet.write_xlsx(headings, rows) as file:
            stored = results.keep(job, file, name=name, content_type=spreadsheet.XLSX)

    def write() -> Done:
        assert job.conference
        actions.note_list(
            job.conference,
            stage=asked["stage"],
            counts=participants.counts(listed),
            actor=job.asked_by,
        )
        results.finish(job, stored)
        return Done(done=len(listed))

    yield write
