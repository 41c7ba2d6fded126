"""Invitations from a spreadsheet: read, shown with its errors, corrected, prepared."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.conferences.models import Conference
from hemicycle.invitations import actions, import_rows
from hemicycle.invitations.forms import ImportForm
from hemicycle.invitations.import_rows import Row
from hemicycle.invitations.views.invitations import must_invite, what_is_lacking
from hemicycle.journal.receipts import once
from hemicycle.lib import spreadsheet
from hemicycle.people.http import Request
from hemicycle.ui.formats import number
from hemicycle.ui.refusals import form_page, shown_at

SHOWN_BAD_ROWS = 100


@once
def invite_many(request: Request, conference: Conference) -> HttpResponse:
    """A spreadsheet: read, shown with its errors, corrected in place, prepared.

    The rows travel with the page, so nothing typed is lost and nothing half-checked is
    kept.
    """
    must_invite(request, conference)
    form = ImportForm(
        request.POST or None, request.FILES or None, conference=conference
    )
    rows: list[Row] | None = None
    if request.method == "POST" and form.is_valid():
        rows = _rows(request, form)
    if rows is None:
        return form_page(
            request,
            "invitations/import.html",
            {"form": form} | what_is_lacking(request, conference),
        )
    chosen = form.cleaned_data
    import_rows.check(rows, conference=conference, language=chosen["language"])
    good = [row for row in rows if not row.errors]
    bad = [row for row in rows if row.errors]
    step = request.POST.get("step")
    if good and (step == "prepare-good" or (step == "prepare" and not bad)):
        with shown_at(form):
            prepared = actions.invite.prepare_invitations(
                conference,
                rows=good,
                signatory=chosen["signatory"],
                category=chosen["category"],
                actor=request.user,
            )
            messages.success(
                request,
                ngettext(
                    "%(count)s invitation is prepared. Nothing has left yet.",
                    "%(count)s invitations are prepared. Nothing has left yet.",
                    prepared,
                )
                % {"count": number(prepared)},
            )
            if not bad:
                return redirect("invitations:index", conference.slug)
            rows, good = bad, []
    return form_page(
        request,
        "invitations/rows.html",
        {
            "form": form,
            "rows_text": import_rows.to_text(rows),
            "good": good,
            "shown_good": good[:SHOWN_BAD_ROWS],
            "bad": bad,
            "shown_bad": bad[:SHOWN_BAD_ROWS],
            "fields": [(name, label) for name, label in _column_names().items()],
        },
    )


def _rows(request: Request, form: ImportForm) -> list[Row] | None:
    """The rows of the file, of the pasted text, or of the page with its corrections."""
    if "rows" in request.POST:
        try:
            rows = import_rows.from_text(request.POST["rows"])
        except ValueError:
            raise Http404 from None
        for row in rows:
            for name in import_rows.FIELDS:
                typed = request.POST.get(f"{row.number}-{name}")
                if typed is not None:
                    row.cells[name] = typed
        return [row for row in rows if f"drop-{row.number}" not in request.POST]
    upload, pasted = form.cleaned_data["file"], form.cleaned_data["pasted"]
    if not upload and not pasted.strip():
        form.add_error("file", _("Choose a file, or paste the rows below."))
        return None
    try:
        if upload and upload.size > spreadsheet.MAX_BYTES:
            raise spreadsheet.CannotRead(
                _("This file is larger than %(limit)s MB. Send it in parts.")
                % {"limit": spreadsheet.MAX_MB}
            )
        rows, missing = import_rows.from_book(
            spreadsheet.read(
                upload.read() if upload else pasted.encode(),
                max_rows=import_rows.MAX_ROWS,
            )
        )
    except spreadsheet.CannotRead as error:
        form.add_error("file" if upload else "pasted", str(error))
        return None
    if missing:
        names = _column_names()
        form.add_error(
            "file" if upload else "pasted",
            _("No column is headed: %(names)s. The first row must hold the headings.")
            % {"names": _(", ").join(names[name] for name in missing)},
        )
        return None
    return rows


def _column_names() -> dict[str, str]:
    return {
        "organisation": _("Organisation"),
        "country": _("Country"),
        "addressee": _("Addressed to"),
        "email": _("E-mail"),
        "language": _("Language"),
        "kind": _("Kind"),
        "acronym": _("Acronym"),
        "places": _("Places"),
    }
