"""The scans at one door."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemicycle.doors import access
from hemicycle.doors.models import Scan
from hemicycle.tables.lists import Column, Filter, List
from hemicycle.ui.cells import Name, State


def who(scan: Any) -> Name:
    if not scan.badge:
        return Name(scan.heard, language="zxx")
    person = scan.badge.registration
    return Name(person.full_name, person.own_script)


def badge_page(scan: Any, conference: Any) -> str:
    if not scan.badge_id:
        return ""
    return reverse("badges:show", args=[conference.slug, scan.badge_id])


SCANS = List(
    name="scans",
    title=_("Scans"),
    address="doors:index",
    link=badge_page,
    columns=[
        Column("who", _("Who"), who),
        Column(
            "answer", _("Answer"),
            lambda s: State("good" if s.is_green else "stop", s.get_answer_display()),
            width=18,
        ),
        Column("at", _("When"), lambda s: s.at, sort="at", width=10),
        Column(
            "by", _("Checked by"),
            lambda s: str(s.shift or s.steward or s.device or ""),
            width=12, phone="beside",
        ),
    ],
    filters=[Filter("answer", _("Answer"), Scan.Answer.choices)],
    sort="-at",
    load=lambda rows: rows.select_related(
        "badge__registration", "device", "shift", "steward"
    ),
    exported=access.scans,
    is_part=True,
    empty=(
        _("No scans at this door yet."),
        _("Every code checked at this door is listed, including refusals."),
    ),
)  # fmt: skip
