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
from hemicycle.vetting import actions, exports
from hemicycle.vetting.models import Decision

ROWS_AT_ONCE = 1000


@job(
    label=gettext_lazy("Bulk decision"),
    progress=gettext_lazy("%(done)s of %(total)s decided"),
)
def carry_out_decision(job: Job) -> Chunks:
    """Carry out an approved decision, chunk by chunk, until nothing is left."""
    decision = Decision.objects.get(pk=job.thing_id)
    while (yield partial(_decide, decision)).done:
        pass


def _decide(decision: Decision) -> Done:
    return Done(done=actions.decide.decide_chunk(decision))


@job(
    label=gettext_lazy("Export of registrations"),
    progress=gettext_lazy("%(done)s of %(total)s rows written"),
    is_export=True,
)
def export_registrations(job: Job) -> Chunks:
    """The registrations of `arguments["registrations"]` as a CSV or Excel file.

    Rows are kept in parts as they are read, so that memory stays the same for any
    number, and a kill costs one part.
    """
    assert job.conference
    conference = job.conference
    keys: list[str] = job.arguments["registrations"]
    start = job.cursor or 0
    while start < len(keys):
        chunk = keys[start : start + ROWS_AT_ONCE]
        here = Registration.objects.filter(conference=conference, pk__in=chunk)
        rows = list(exports.rows(here, conference=conference))
        part = results.keep_rows(job, rows)
        start += len(chunk)
        yield partial(_add, job, part, len(rows), len(chunk) - len(rows), start)
    whole = _file(job, f"{conference.slug}-registrations")
    yield partial(_finish, job, whole)


def _add(job: Job, part: StoredFile, done: int, gone: int, cursor: int) -> Done:
    results.add_part(job, part)
    return Done(done=done, failed=gone, cursor=cursor)


def _file(job: Job, name: str) -> StoredFile:
    rows = results.rows(job)
    if job.arguments["kind"] == "xlsx":
        with spreadsheet.write_xlsx(
            exports.headings(),
            rows,
            sheet=_("Registrations"),
            right_to_left=get_language_bidi(),
        ) as book:
            return results.keep(
                job, book, name=f"{name}.xlsx", content_type=spreadsheet.XLSX
            )
    with results.written(spreadsheet.write_csv(exports.headings(), rows)) as file:
        return results.keep(job, file, name=f"{name}.csv", content_type="text/csv")


def _finish(job: Job, whole: StoredFile) -> Done:
    results.finish(job, whole)
    return Done()
