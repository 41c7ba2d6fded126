"""The list of sessions, for those who edit the programme."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.programme import access
from hemicycle.programme.models import Session
from hemicycle.tables.lists import Column, Filter, List
from hemicycle.ui.cells import Name


def halls(conference: Any) -> list[tuple[str, str]]:
    return [(hall.pk, str(hall)) for hall in conference.halls.all()]


SESSIONS = List(
    name="sessions",
    title=_("Edit the programme"),
    address="programme:index",
    link="programme:show",
    columns=[
        Column("session", _("Session"), lambda s: Name(str(s))),
        Column("kind", _("Kind"), lambda s: s.get_kind_display(), width=10),
        Column("day", _("Day"), lambda s: s.date, sort="date", width=9),
        Column(
            "starts", _("Starts"), lambda s: s.starts_at, sort="starts_at", width=10,
            phone="beside",
        ),
        Column(
            "hall", _("Hall"), lambda s: str(s.hall or s.place), width=12,
            phone="beside",
        ),
        Column(
            "people", _("Who appears"), lambda s: [str(a) for a in s.appearances.all()]
        ),
    ],
    filters=[
        Filter("kind", _("Kind"), Session.Kind.choices),
        Filter("hall", _("Hall"), halls),
    ],
    sort="starts",
    load=lambda rows: rows.select_related("hall").prefetch_related(
        "appearances__registration"
    ),
    exported=access.listed,
    empty=(
        _("No sessions yet"),
        _("Add the first one: a title and a kind are enough."),
    ),
)  # fmt: skip
