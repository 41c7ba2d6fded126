"""The file a job makes: kept in parts while it runs, whole at its end.

A part is stored outside the transaction and referred to inside it: a crash between the
two leaves a file that no row refers to, which `files` erases after a day.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from hemicycle.files import actions as files
from hemicycle.files.models import StoredFile
from hemicycle.jobs.models import Job, Part

ZIP = "application/zip"


def keep(
    job: Job, content: bytes | IO[bytes], *, name: str, content_type: str
) -> StoredFile:
    """Store a file made by the job, for who asked for it. Not in a transaction."""
    return files.store(
        content,
        conference=job.conference,
        owner=job.asked_by,
        purpose="job-result",
        name=name,
        content_type=content_type,
        actor=job.asked_by,
    )


def add_part(job: Job, stored: StoredFile) -> None:
    """Refer to a stored piece of the result. Called inside the chunk's transaction."""
    number = Part.objects.filter(job=job).count() + 1
    Part.objects.create(job=job, number=number, file=stored)


def parts(job: Job) -> Iterable[StoredFile]:
    """The pieces in their order."""
    for part in Part.objects.filter(job=job).select_related("file").order_by("number"):
        yield part.file


def keep_rows(job: Job, rows: Iterable[Sequence[Any]]) -> StoredFile:
    """Store a piece of a table, for `add_part`. Not in a transaction."""
    lines = "".join(f"{json.dumps(list(row), default=_as_text)}\n" for row in rows)
    return keep(job, lines.encode(), name="rows.jsonl", content_type="text/plain")


def rows(job: Job) -> Iterator[list[Any]]:
    """The rows of all pieces of a table, streamed; moments and days are such again."""
    for stored in parts(job):
        for line in stored.content().splitlines():
            yield json.loads(line, object_hook=_as_date)


def _as_text(value: object) -> dict[str, str]:
    if not isinstance(value, date):  # a moment is one, too
        raise TypeError(f"A table keeps no {type(value).__name__}")
    kind = "moment" if isinstance(value, datetime) else "day"
    return {kind: value.isoformat()}


def _as_date(value: dict[str, str]) -> date:
    if "day" in value:
        return date.fromisoformat(value["day"])
    return datetime.fromisoformat(value["moment"])


def written(pieces: Iterable[bytes]) -> IO[bytes]:
    """The pieces as one file, at its start; it deletes itself when closed."""
    file = tempfile.TemporaryFile(prefix="hemicycle-")  # noqa: SIM115  # handed on
    file.writelines(pieces)
    file.seek(0)
    return file


def finish(job: Job, stored: StoredFile) -> None:
    """The result is whole: keep it and forget its parts. Inside the transaction."""
    Job.objects.filter(pk=job.pk).update(result=stored)
    job.result = stored
    forget_parts(job, keep=stored)


def forget_parts(job: Job, *, keep: StoredFile | None = None) -> None:
    """Erase the pieces. Inside a transaction."""
    for part in list(Part.objects.filter(job=job).select_related("file")):
        part.delete()
        if part.file != keep:
            files.erase(part.file, actor=None)


def zipped(job: Job) -> IO[bytes]:
    """All parts in one ZIP file, at its start; it deletes itself when closed."""
    file = tempfile.TemporaryFile(prefix="hemicycle-")  # noqa: SIM115  # handed on
    # What is compressed already (PDF) is not compressed again.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for stored in parts(job):
            with archive.open(stored.name, "w", force_zip64=True) as entry:
                for piece in stored.pieces():
                    entry.write(piece)
    file.seek(0)
    return file
