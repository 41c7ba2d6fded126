"""One page for all that two people must agree on: what, for whom, who, how far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from hemicycle.journal.receipts import once
from hemicycle.post.previews import Preview
from hemicycle.seconding import actions
from hemicycle.seconding.models import Deed, Item
from hemicycle.ui.formats import numbered
from hemicycle.ui.paging import page_of
from hemicycle.ui.refusals import announced

ShapeAndWord = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One item as drawn: what it is now, what it becomes or became, and why not.

    `now` and `after` are kind and label of `{% state %}`. `loses` says what stops, such
    as a valid badge: those rows come first, under a red sentence.
    """

    name: str
    href: str = ""
    own_script: str = ""
    organisation: str = ""
    now: ShapeAndWord = ("plain", "")
    after: ShapeAndWord = ("plain", "")
    loses: str = ""
    flags: Sequence[str] = ()
    note: str = ""


def page(
    request: HttpRequest,
    deed: Deed,
    *,
    template: str = "seconding/show.html",
    rows: Sequence[Row] = (),
    preview: Preview | None = None,
    now: str = "",
    context: Mapping[str, Any],
) -> HttpResponse:
    """Draw a deed, pending or past. `now` is its fingerprint as everything is now.

    It is approved and discarded at `approve/` and `discard/` below its address.
    `context` names `title` and, unless the deed is to send e-mails, `approve_label`; a
    template of the room's own that extends seconding/show.html adds what only it knows.
    """
    user: Any = request.user
    answer = {
        "deed": deed,
        "preview": preview,
        "seen": now,
        "has_changed": deed.is_pending and now != deed.fingerprint,
        "is_own": deed.prepared_by_id == user.pk,
        "may_approve": deed.may_approve(user),
        "approve_label": preview and _label(preview),
    }
    answer |= table(rows, request.GET.get("page"))
    if hasattr(deed, "items"):
        answer |= progress(deed.items)
    if getattr(request, "htmx", False) and not deed.is_pending:
        template += "#progress"
    return render(request, template, answer | dict(context))


def _label(preview: Preview) -> str:
    return numbered(
        "Approve and send %(n)s e-mail",
        "Approve and send %(n)s e-mails",
        preview.count - preview.unmailed,
    )


def discarding(
    get_deed: Callable[[Any, Any, str], Deed], *, said: Promise, to: str
) -> Callable[..., HttpResponseBase]:
    """The view that discards a deed of one kind, by whoever `get_deed` finds it for; it
    leads to the page `to`, which says so."""

    @require_POST
    @once
    def discard(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
        actor: Any = request.user
        deed = get_deed(actor, conference, id)
        with announced(request):
            actions.discard(deed, actor=actor)
            messages.success(request, str(said))
        return redirect(to, conference.slug)

    return discard


def progress(items: Any) -> dict[str, int]:
    """How many of the items are there, done and skipped: one query."""
    counts: dict[str, int] = items.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(outcome=Item.Outcome.DONE)),
        skipped=Count("pk", filter=Q(outcome=Item.Outcome.SKIPPED)),
    )
    return counts


def table(rows: Sequence[Row], number: str | None) -> dict[str, Any]:
    """A page of rows for `seconding/rows.html`: first those that lose something."""
    ordered = sorted(rows, key=lambda row: not row.loses)
    page = page_of(ordered, number)
    return {
        "rows": rows,
        "losing": [row for row in page if row.loses],
        "others": [row for row in page if not row.loses],
        "rows_page": page,
    }
