"""A table on its way in: sent, checked row by row, corrected, taken in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.journal.receipts import FIELD, once
from hemicycle.lib import spreadsheet
from hemicycle.tables import import_actions as actions
from hemicycle.tables.import_forms import TableForm
from hemicycle.tables.kinds import CheckedRow, Choices, Column, Kind, kind_named
from hemicycle.tables.models import Import
from hemicycle.tables.reading import checked_rows
from hemicycle.ui.downloads import as_download
from hemicycle.ui.paging import page_of
from hemicycle.ui.refusals import announced, form_page, shown_at

SHOWN_NUMBERS = 30


@dataclass(frozen=True)
class Cell:
    """One cell as the page shows it: text, or a field."""

    id: str
    name: str
    label: str
    text: str
    shown: str
    error: str
    choices: Sequence[tuple[str, Any]]
    is_field: bool
    column: str


def new(request: HttpRequest, conference: Any, kind: str, subject: str) -> HttpResponse:
    """Send a table. Nothing is taken in before its rows were seen."""
    described = kind_named(kind)
    thing = described.subject(request.user, conference, subject)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, name = form.content
        with shown_at(form, "file" if form.cleaned_data["file"] else "pasted"):
            table = actions.start_import(
                described,
                thing,
                conference=conference,
                content=content,
                name=name[:200],
                submission=request.POST.get(FIELD, "")[:64],
                actor=request.user,
            )
            return redirect("tables:import", conference.slug, table.pk)
    own = Import.objects.visible_to(request.user, conference).open()
    return form_page(
        request,
        "tables/import_new.html",
        {
            "form": form,
            "kind": described,
            "columns": _offered(described, thing),
            "subject": subject,
            "title": described.title(thing),
            "back": described.back(thing),
            "preface": described.preface(request.user, thing),
            "under_way": own.filter(kind=kind, subject=thing.pk),
        },
    )


@require_safe
def template(
    request: HttpRequest, conference: Any, kind: str, subject: str
) -> HttpResponse:
    """An Excel file with the headings, to be filled in."""
    described = kind_named(kind)
    thing = described.subject(request.user, conference, subject)
    headings = [str(column.label) for column in _offered(described, thing)]
    return _xlsx(headings, [], f"{kind}.xlsx")


@require_safe
def show(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """What was read, what was not, and every row, faulty cells to be corrected."""
    table, kind, thing = _get(request, conference, id)
    return _show(request, conference, table, kind, thing)


@require_POST
@once
def rows(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """Keep the corrections; then check again, or take in the rows that are ready."""
    table, kind, thing = _get(request, conference, id)
    table = _corrected(request, table, kind)
    address = redirect("tables:import", conference.slug, table.pk)
    if "accept" not in request.POST:
        return address
    with announced(request):
        count, refused = actions.accept_rows(table, kind, thing, actor=request.user)
        if count:
            messages.success(request, kind.done(count))
        for number, (_field, words) in list(refused.items())[:5]:
            messages.error(
                request,
                _("Row %(row)s: %(problem)s") % {"row": number, "problem": words},
            )
    table.refresh_from_db()
    if table.state == Import.State.SETTLED:
        return redirect(kind.back(thing))
    return address


@require_POST
def reading(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """Answer how the file is to be read: its encoding, its sheet, its columns."""
    table, kind, _thing = _get(request, conference, id)
    address = redirect("tables:import", conference.slug, table.pk)
    sheet = table.understood.get("sheet", "")
    current = table.understood.get("encoding", "")
    with announced(request):
        if "right" in request.POST:
            actions.confirm_encoding(table)
        elif (encoding := request.POST.get("encoding")) is not None:
            if encoding not in table.encodings:
                raise ValidationError(_("Choose an encoding of the list."), code="none")
            actions.read_again(table, kind, encoding=encoding, sheet=sheet)
        elif (wanted := request.POST.get("sheet")) is not None:
            if wanted not in table.understood.get("other_sheets", ()):
                raise ValidationError(_("Choose a sheet of the list."), code="none")
            actions.read_again(table, kind, encoding=current, sheet=wanted)
        else:
            columns = _columns(request, table, kind)
            head = request.POST.get("heading_row", "")
            actions.read_again(
                table,
                kind,
                encoding=current,
                sheet=sheet,
                columns=columns,
                heading_row=int(head) if _is_row(head) else 0,
            )
    return address


@require_POST
@once
def discard(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """Delete the rows that are left."""
    table, kind, thing = _get(request, conference, id)
    actions.discard_import(table, actor=request.user)
    return redirect(kind.back(thing))


@require_safe
def problems(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """The faulty rows as a table, each with what is wrong with it."""
    table, kind, thing = _get(request, conference, id)
    faulty = [row for row in checked_rows(table, kind, thing) if row.is_faulty]
    own = {entry["n"]: entry["c"] for entry in table.rows}
    headings = [*(str(column.label) for column in kind.columns), _("To correct")]
    lines = [
        [
            *(own[row.number].get(column.name, "") for column in kind.columns),
            " ".join(row.errors.values()),
        ]
        for row in faulty
    ]
    return _xlsx(headings, lines, "to-correct.xlsx")


def _get(request: HttpRequest, conference: Any, id: str) -> tuple[Import, Kind, Any]:
    visible = Import.objects.visible_to(request.user, conference)
    table = get_object_or_404(visible.open(), pk=id)
    kind = kind_named(table.kind)
    return table, kind, kind.subject(request.user, conference, table.subject)


def _offered(kind: Kind, thing: Any) -> list[Column]:
    return [column for column in kind.columns if kind.offers(thing, column.name)]


def _is_row(text: str) -> bool:
    return text.isdecimal() and len(text) < 8


def _kept(typed: str, most: int) -> str:
    """Without what no database of ours can hold."""
    return typed.replace("\0", "").strip()[:most]


def _corrected(request: HttpRequest, table: Import, kind: Kind) -> Import:
    """What was typed, ticked and chosen on the page, kept."""
    numbers = {int(n) for n in request.POST.getlist("row") if _is_row(n)}
    cells: dict[int, dict[str, str]] = {}
    for column in kind.columns:
        for number in numbers:
            typed = request.POST.get(f"{number}-{column.name}")
            if typed is not None:
                cells.setdefault(number, {})[column.name] = _kept(typed, 1000)
    shared = {
        column.name: _kept(request.POST[column.name], 200)
        for column in kind.columns
        if column.is_shared and column.name in request.POST
    }
    return actions.correct_rows(
        table,
        cells=cells,
        skipped={number: f"skip-{number}" in request.POST for number in numbers},
        shared=shared,
        included={int(n) for n in request.POST.getlist("include") if _is_row(n)},
    )


def _columns(request: HttpRequest, table: Import, kind: Kind) -> dict[str, list[int]]:
    chosen: dict[str, list[int]] = {}
    names = {column.name for column in kind.columns}
    for at in range(table.understood.get("width", 0)):
        name = request.POST.get(f"column-{at}", "")
        if name in names:
            chosen.setdefault(name, []).append(at)
    lacking = [c for c in kind.columns if c.is_needed and c.name not in chosen]
    if lacking:
        raise ValidationError(
            _("Choose the column of: %(names)s.")
            % {"names": _(", ").join(str(column.label) for column in lacking)},
            code="column-missing",
        )
    return chosen


def _show(
    request: HttpRequest, conference: Any, table: Import, kind: Kind, thing: Any
) -> HttpResponse:
    context: dict[str, Any] = {
        "table": table,
        "kind": kind,
        "title": kind.title(thing),
        "back": kind.back(thing),
        "read": table.understood,
        "guess": [(code, encoding_name(code)) for code in table.encodings],
        "is_staff_page": True,
    }
    if "start" in table.understood:
        assigned = table.understood["assigned"]
        context["columns"] = [
            (
                at,
                [
                    (c.name, c.label, at in assigned.get(c.name, []))
                    for c in kind.columns
                ],
                at in table.understood.get("hidden_columns", ()),
            )
            for at in range(table.understood["width"])
        ]
        context["doubts"] = [
            _doubt(kind, *doubt) for doubt in table.understood.get("doubts", ())
        ]
        return render(request, "tables/import_columns.html", context)
    checked = checked_rows(table, kind, thing)
    faulty = [row for row in checked if row.is_faulty]
    left_out = [row for row in checked if row.is_left_out]
    ready = [row for row in checked if row.is_ready]
    tab = request.GET.get("tab", "")
    listed = {"faulty": faulty, "skipped": left_out}.get(tab, checked)
    page = page_of(listed, request.GET.get("page"))
    on_page = {row.number for row in page}
    is_editing = "edit" in request.GET
    columns = [
        column
        for column in kind.columns
        if kind.offers(thing, column.name)
        or any(entry["c"].get(column.name) for entry in table.rows)
        or any(column.name in row.choices for row in checked)
    ]
    labels = {column.name: str(column.label) for column in kind.columns}
    # Read once for the page, not for each cell.
    choices = {c.name: kind.choices(thing, c.name) for c in kind.columns}
    context |= {
        "checked": checked,
        "faulty": faulty,
        "faulty_numbers": [
            (row.number, row.number in on_page) for row in faulty[:SHOWN_NUMBERS]
        ],
        "left_out": left_out,
        "ready": ready,
        "tab": tab,
        "page": page,
        "is_editing": is_editing,
        "labels": [labels[column.name] for column in columns],
        "lines": [
            (row, list(_cells(row, columns, choices, is_editing))) for row in page
        ],
        "chosen_from": [
            (column.name, choices[column.name])
            for column in columns
            if choices[column.name]
        ],
        "hidden": [entry for entry in table.rows if entry["h"]],
        "read_columns": [
            (labels[name], heads) for name, heads in table.understood["columns"]
        ],
        "shared": _shared(table, kind, thing, checked),
        "verb": kind.verb(len(ready)),
        "outlook": kind.outlook(thing, ready),
    }
    return render(request, "tables/import_rows.html", context)


def _doubt(kind: Kind, code: str, heading: str, field: str) -> str:
    """Why a column has to be named by its owner."""
    label = kind.column(field).label if field else ""
    words = {
        "part": _("Column “%(heading)s” may hold a part of: %(field)s."),
        "holds": _("Column “%(heading)s” looks like: %(field)s."),
        "doubled": _("Column “%(heading)s” is a second one of its kind."),
        "unheaded": _("Column %(heading)s holds text and has no heading."),
    }
    return words[code] % {"heading": heading, "field": label}


def _cells(
    row: CheckedRow,
    columns: Sequence[Column],
    choices: Mapping[str, Choices],
    is_editing: bool,
) -> Iterable[Cell]:
    for column in columns:
        error = "" if row.is_left_out else row.errors.get(column.name, "")
        text = row.cells[column.name]
        yield Cell(
            id=f"c{row.number}-{column.name}",
            name=f"{row.number}-{column.name}",
            label=str(column.label),
            text=text,
            shown=row.shown.get(column.name, text),
            error=error,
            choices=row.choices.get(column.name) or choices[column.name],
            is_field=bool(error) or is_editing or column.name in row.choices,
            column=column.name,
        )


def _shared(
    table: Import, kind: Kind, thing: Any, checked: Sequence[CheckedRow]
) -> list[dict[str, Any]]:
    """What is chosen once: only where some row does not say it itself."""
    own = {entry["n"]: entry["c"] for entry in table.rows}
    return [
        {
            "name": column.name,
            "label": column.label,
            "choices": kind.choices(thing, column.name),
            "value": table.shared.get(column.name, ""),
            "unchosen": column.unchosen,
            "is_missing": any(column.name in row.lacks for row in checked),
        }
        for column in kind.columns
        if column.is_shared
        and not all(own[row.number].get(column.name) for row in checked)
    ]


def encoding_name(code: str) -> str:
    """An encoding as people know it: by the languages it writes."""
    names = {
        "utf-8": _("Unicode (UTF-8)"),
        "cp1252": _("Western European"),
        "cp1250": _("Central European"),
        "cp1251": _("Cyrillic"),
        "koi8-r": _("Cyrillic (KOI8)"),
        "cp1253": _("Greek"),
        "cp1254": _("Turkish"),
        "cp1255": _("Hebrew"),
        "cp1256": _("Arabic"),
        "cp1257": _("Baltic"),
        "gb18030": _("Chinese (simplified)"),
        "big5": _("Chinese (traditional)"),
        "cp932": _("Japanese"),
        "cp949": _("Korean"),
        "mac_roman": _("Western European (Macintosh)"),
        "cp850": _("Western European (DOS)"),
        "iso8859_2": _("Central European (ISO)"),
        "iso8859_15": _("Western European (ISO)"),
        "iso8859_5": _("Cyrillic (ISO)"),
        "iso8859_6": _("Arabic (ISO)"),
        "koi8-u": _("Ukrainian (KOI8)"),
        "euc_jp": _("Japanese (EUC)"),
        "cp874": _("Thai"),
        "cp852": _("Central European (DOS)"),
        "cp866": _("Cyrillic (DOS)"),
        "cp857": _("Turkish (DOS)"),
        "cp737": _("Greek (DOS)"),
        "cp862": _("Hebrew (DOS)"),
        "cp775": _("Baltic (DOS)"),
        "mac_latin2": _("Central European (Macintosh)"),
        "mac_cyrillic": _("Cyrillic (Macintosh)"),
        "mac_greek": _("Greek (Macintosh)"),
        "mac_turkish": _("Turkish (Macintosh)"),
    }
    return names[code]


def _xlsx(headings: list[str], lines: list[list[str]], name: str) -> HttpResponse:
    with spreadsheet.write_xlsx(headings, lines) as file:
        content = file.read()
    return as_download(HttpResponse(content, content_type=spreadsheet.XLSX), name)
