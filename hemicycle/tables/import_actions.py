"""What can happen to a table on its way in."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemicycle.fields.checked import reread_locked
from hemicycle.files import actions as files
from hemicycle.journal.actions import record
from hemicycle.journal.failures import each
from hemicycle.lib import codes, spreadsheet
from hemicycle.tables.journal import Happened
from hemicycle.tables.kinds import Kind
from hemicycle.tables.models import Import
from hemicycle.tables.models.imports import end_of_life
from hemicycle.tables.reading import checked_rows, content_of, understand

State = Import.State
MOST_OPEN = 20
"""Tables that a person has under way: each is kept with its file for a day."""


def start_import(
    kind: Kind,
    subject: Any,
    *,
    conference: Any,
    content: bytes,
    name: str,
    submission: str,
    actor: Any,
) -> Import:
    """Read a table and keep its rows on the server, for a day. Nothing else happens.

    A second copy of one submission finds the first one's import. One table of a person
    is read at a time. Not inside a transaction: reading takes seconds.
    Raises ValidationError: "being-read", "cannot-read", "too-many-tables".
    """
    discard_expired(owner=actor)
    others = Import.objects.filter(owner=actor.pk).exclude(submission=submission)
    if others.open().count() >= MOST_OPEN:
        raise ValidationError(
            _("You have %(most)s tables under way. Discard one first."),
            code="too-many-tables",
            params={"most": MOST_OPEN},
        )
    table = Import(
        conference_id=conference.pk,
        owner_id=actor.pk,
        kind=kind.name,
        subject=str(subject.pk),
        submission=submission or codes.new_id(),
        name=name,
    )
    try:
        with transaction.atomic():
            table.save(force_insert=True)
    except IntegrityError:
        same = Import.objects.filter(owner=actor.pk, submission=submission).first()
        if same is not None and same.state != State.READING:
            return same
        raise ValidationError(
            _("Another table of yours is being read. Wait a moment and send it again."),
            code="being-read",
        ) from None
    try:
        values = understand(content, kind)
    except BaseException as problem:
        table.delete()
        if isinstance(problem, spreadsheet.CannotRead):
            raise ValidationError(str(problem), code="cannot-read") from None
        raise
    with transaction.atomic():
        table.file = files.store(
            content,
            conference=conference,
            owner=actor,
            purpose="import",
            name=name or "table",
            content_type="application/octet-stream",
            is_sealed=True,
            actor=actor,
        )
        _keep(table, values, State.OPEN)
        record(
            conference, Happened.READ_TABLE, table, actor=actor, rows=len(table.rows)
        )
    return table


def read_again(
    table: Import,
    kind: Kind,
    *,
    encoding: str = "",
    sheet: str = "",
    columns: dict[str, list[int]] | None = None,
    heading_row: int = 0,
) -> Import:
    """Read the kept file in another encoding, another sheet of it, or with the columns
    its owner named.

    What was corrected before is read anew, too. Not inside a transaction.
    Raises ValidationError: "cannot-read", and "settled" when its rows were taken in, or
    discarded, while it was read.
    """
    try:
        values = understand(
            content_of(table),
            kind,
            encoding=encoding,
            sheet=sheet,
            columns=columns,
            heading_row=heading_row,
        )
    except spreadsheet.CannotRead as problem:
        raise ValidationError(str(problem), code="cannot-read") from None
    with transaction.atomic():
        _check_unsettled(table)
        _keep(table, values, table.state)
    return table


@transaction.atomic
def confirm_encoding(table: Import) -> Import:
    """The guess is right, says its owner: rows can be taken in from now on."""
    table = reread_locked(table)
    table.understood |= {"encoding": table.encodings[0] if table.encodings else ""}
    table.encodings = []
    table.save(update_fields=["encodings", "understood"])
    return table


@transaction.atomic
def correct_rows(
    table: Import,
    *,
    cells: Mapping[int, Mapping[str, str]],
    skipped: Mapping[int, bool],
    shared: Mapping[str, str],
    included: Collection[int] = (),
) -> Import:
    """Keep what was typed, ticked and chosen; the day begins again.

    `included` are rows hidden in the file that are to be taken, too.
    """
    table = reread_locked(table)
    for row in table.rows:
        number = row["n"]
        row["c"] |= cells.get(number, {})
        if number in skipped:
            row["s"] = skipped[number]
        if number in included:
            row["h"] = False
    table.shared |= dict(shared)
    table.expires_at = end_of_life()
    table.save(update_fields=["rows", "shared", "expires_at"])
    return table


@transaction.atomic
def accept_rows(
    table: Import, kind: Kind, subject: Any, *, actor: Any
) -> tuple[int, dict[int, tuple[str, str]]]:
    """Take in every row that is ready; skipped ones go, faulty ones stay.

    Returns how many, and by number why a row was refused after all. Without rows left
    the import is settled and its file erased. Raises ValidationError: "guess" while
    the encoding is a guess nobody answered, "nothing-ready".
    """
    table = reread_locked(table)
    if table.encodings:
        raise ValidationError(
            _("First answer whether the text is read correctly."), code="guess"
        )
    rows = checked_rows(table, kind, subject)
    ready = [row for row in rows if row.is_ready]
    if not ready:
        raise ValidationError(_("No row is ready."), code="nothing-ready")
    refused = dict(kind.accept(subject, ready, actor=actor))
    taken = {row.number for row in ready} - set(refused)
    gone = taken | {row.number for row in rows if row.is_left_out}
    left = [row for row in table.rows if row["n"] not in gone]
    is_over = not any(not row["h"] for row in left)
    table.rows = [] if is_over else left
    table.accepted += len(taken)
    table.state = State.SETTLED if is_over else State.OPEN
    table.expires_at = end_of_life()
    table.save(update_fields=["rows", "accepted", "state", "expires_at"])
    if taken:
        record(
            table.conference,
            Happened.ACCEPTED_ROWS,
            table,
            actor=actor,
            rows=len(taken),
        )
    if is_over:
        _erase_file(table)
    return len(taken), refused


@transaction.atomic
def discard_import(table: Import, *, actor: Any) -> None:
    """Delete the rows that are left, and the file. What was taken in stays."""
    table = reread_locked(table)
    record(table.conference, Happened.DISCARDED_TABLE, table, actor=actor)
    _erase_file(table)
    table.delete()


def discard_expired(owner: Any = None) -> int:
    """Delete the imports whose day is over, with their files. Returns how many."""
    expired = Import.objects.expired()
    if owner is not None:
        expired = expired.filter(owner=owner.pk)
    return each(expired.values_list("pk", flat=True), discard_by_schedule)


def discard_by_schedule(key: str) -> None:
    """Delete one import with its file."""
    table = Import.objects.select_related("file").get(pk=key)
    _erase_file(table)
    table.delete()


def _check_unsettled(table: Import) -> None:
    """As it was before it was read again; locked."""
    rows = Import.objects.select_for_update(no_key=True, of=("self",))
    now = rows.filter(pk=table.pk).first()
    if now is None or (now.state, now.accepted) != (table.state, table.accepted):
        raise ValidationError(
            _("Rows of this table were accepted or discarded meanwhile."),
            code="settled",
        )


def _keep(table: Import, values: Mapping[str, Any], state: str) -> None:
    table.encodings, table.rows = values["encodings"], values["rows"]
    table.understood, table.state = values["understood"], state
    table.expires_at = end_of_life()
    table.save(
        update_fields=[
            "encodings", "rows", "understood", "state", "expires_at", "file",
        ]
    )  # fmt: skip


def _erase_file(table: Import) -> None:
    if table.file is not None:
        stored, table.file = table.file, None
        table.save(update_fields=["file"])
        files.erase(stored, actor=None)
