"""Long work of this room."""

from functools import partial

from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from hemicycle.delegations.models import Registration
from hemicycle.files.models import StoredFile
from hemicycle.jobs import results
from hemicycle.jobs.kinds import Chunks, Done, job
from hemicycle.jobs.models import Job
from hemicycle.lib import spreadsheet
from hemicycle.people.models import User
from hemicycle.tables.lists import LISTS
from hemicycle.tables.page import Asked
from hemicycle.vetting import actions
from hemicycle.vetting.models import Decision
from hemicycle.vetting.policy import can_decide

ROWS_AT_ONCE = 1000


def _may_carry_out(user: User, job: Job) -> bool:
    assert job.conference
    decisions = Decision.objects.visible_to(user, job.conference)
    return decisions.filter(pk=job.thing_id).exists()


def _may_export(user: User, job: Job) -> bool:
    assert job.conference
    scope = can_decide.scope(user, job.conference)
    return bool(scope) and scope.covers_all(
        Registration, job.arguments["registrations"]
    )


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


@job(
    label=gettext_lazy("Export of registrations"),
    progress=gettext_lazy("%(done)s of %(total)s rows written"),
    may=_may_export,
    is_export=True,
)
def export_registrations(job: Job) -> Chunks:
    """The registrations of `arguments["registrations"]` as a CSV or Excel file, in the
    columns of the list that its asker reads.

    Rows are kept in parts as they are read, so that memory stays the same for any
    number, and a kill costs one part.
    """
    assert job.conference
    conference = job.conference
    asked = Asked(columns=job.arguments["columns"])
    keys: list[str] = job.arguments["registrations"]
    declared = LISTS[job.arguments["list"]]
    start = job.cursor or 0
    while start < len(keys):
        chunk = keys[start : start + ROWS_AT_ONCE]
        here = Registration.objects.filter(conference=conference)
        people = declared.fetch(here, chunk, asked)
        part = results.keep_rows(job, declared.cells(people, asked, conference))
        start += len(chunk)
        yield partial(_add, job, part, len(people), len(chunk) - len(people), start)
    headings = [str(column.label) for column in declared.shown(asked)]
    whole = _file(job, f"{conference.slug}-registrations", headings)
    yield partial(_finish, job, whole)


def _add(job: Job, part: StoredFile, done: int, gone: int, cursor: int) -> Done:
    results.add_part(job, part)
    return Done(done=done, failed=gone, cursor=cursor)


def _file(job: Job, name: str, headings: list[str]) -> StoredFile:
    rows = results.rows(job)
    if job.arguments["kind"] == "xlsx":
        with spreadsheet.write_xlsx(
            headings,
            rows,
            sheet=_("Registrations"),
            right_to_left=get_language_bidi(),
        ) as book:
            return results.keep(
                job, book, name=f"{name}.xlsx", content_type=spreadsheet.XLSX
            )
    with results.written(spreadsheet.write_csv(headings, rows)) as file:
        return results.keep(job, file, name=f"{name}.csv", content_type="text/csv")


def _finish(job: Job, whole: StoredFile) -> Done:
    results.finish(job, whole)
    return Done()
