"""Long work of this room: a list as a file, for all rooms."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from hemicycle.files.models import StoredFile
from hemicycle.jobs import results
from hemicycle.jobs.kinds import Chunks, Done, job
from hemicycle.jobs.models import Job
from hemicycle.lib import spreadsheet
from hemicycle.tables.keyset import in_order
from hemicycle.tables.lists import List, find

ROWS_AT_ONCE = 1000
GONE = (LookupError, PermissionDenied, Http404)
"""Why there is nothing to export: the list, the right, or what the list is of."""


def _title(job: Job) -> str:
    return _("Export: %(list)s") % {"list": find(job.thing_id).title}


def _may_export(user: Any, job: Job) -> bool:
    """Whether this person sees the list now, and every row that the file holds."""
    try:
        rows = _rows(find(job.thing_id), user, job)
    except GONE:
        return False
    return all(
        not _others(rows, keys).exists() for keys in _chunks(job.arguments.get("keys"))
    )


@job(
    label=_title,
    progress=gettext_lazy("%(done)s of %(total)s rows written"),
    may=_may_export,
    is_export=True,
)
def export_list(job: Job) -> Chunks:
    """A list as its asker sees it, as a CSV or Excel file: found when the work starts,
    by `arguments["query"]`, in the order and columns of the page.

    Rows are kept in parts as they are read, so that memory stays the same for any
    number, and a kill costs one part. Of what was searched, nothing is kept.
    """
    try:
        declared = find(job.thing_id)
        rows = _rows(declared, job.asked_by, job)
    except GONE as error:
        raise ValidationError(_("You can no longer see this list.")) from error
    asked = declared.read(QueryDict(job.arguments["query"]))
    if "keys" not in job.arguments:
        found = declared.found(rows, asked, job.asked_by)
        keys = in_order(found, declared.order(asked)).values_list("pk", flat=True)
        yield partial(_note_found, job, list(keys))
    start = job.cursor or 0
    for chunk in _chunks(job.arguments["keys"][start:]):
        seen = set(rows.filter(pk__in=chunk).values_list("pk", flat=True))
        things = declared.fetch(rows, [key for key in chunk if key in seen], asked)
        part = results.keep_rows(job, declared.cells(things, asked, job.conference))
        start += len(chunk)
        yield partial(_add, job, part, len(things), len(chunk) - len(things), start)
    whole = _file(job, declared, [str(each.label) for each in declared.shown(asked)])
    yield partial(_finish, job, whole)


def _rows(declared: List, user: Any, job: Job) -> QuerySet[Any]:
    return declared.rows_of_file(user, job.conference, job.arguments["of"])


def _others(rows: QuerySet[Any], keys: Sequence[Any]) -> QuerySet[Any]:
    """What is there under these keys and not among these rows."""
    seen = rows.filter(pk__in=keys).order_by().values("pk")
    there: QuerySet[Any] = rows.model._default_manager.filter(pk__in=keys)
    return there.exclude(pk__in=seen)


def _chunks(keys: Sequence[Any] | None) -> list[Sequence[Any]]:
    keys = keys or []
    return [keys[n : n + ROWS_AT_ONCE] for n in range(0, len(keys), ROWS_AT_ONCE)]


def _note_found(job: Job, keys: list[Any]) -> Done:
    job.arguments |= {"keys": keys}
    job.save(update_fields=["arguments"])
    return Done(total=len(keys))


def _add(job: Job, part: StoredFile, done: int, gone: int, cursor: int) -> Done:
    results.add_part(job, part)
    return Done(done=done, failed=gone, cursor=cursor)


def _file(job: Job, declared: List, headings: list[str]) -> StoredFile:
    assert job.conference
    kind, rows = job.arguments["kind"], results.rows(job)
    if kind == "xlsx":
        content_type = spreadsheet.XLSX
        file = spreadsheet.write_xlsx(
            headings, rows,
            sheet=str(declared.title), right_to_left=get_language_bidi(),
        )  # fmt: skip
    else:
        content_type = "text/csv"
        file = results.written(spreadsheet.write_csv(headings, rows))
    name = f"{job.conference.slug}-{declared.name}.{kind}"
    with file:
        return results.keep(job, file, name=name, content_type=content_type)


def _finish(job: Job, whole: StoredFile) -> Done:
    results.finish(job, whole)
    job.arguments |= {"query": ""}
    job.save(update_fields=["arguments"])
    return Done()
