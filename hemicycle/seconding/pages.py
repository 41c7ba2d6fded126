"""One page for all that two people must agree on: what, for whom, who, how far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemicycle.post.previews import Preview
from hemicycle.seconding.models import Deed, Item
from hemicycle.ui.paging import page_of

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

    `context` names `title`, `approve_label`, `approve_url` and `discard_url`; a
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
    }
    answer |= table(rows, request.GET.get("page"))
    if hasattr(deed, "items"):
        answer |= progress(deed.items)
    if getattr(request, "htmx", False) and not deed.is_pending:
        template += "#progress"
    return render(request, template, answer | dict(context))


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
