"""Badges on paper: PDF pages of A6."""

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _

from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Conference
from hemicycle.lib import countries, pdf, qr
from hemicycle.lib.codes import grouped
from hemicycle.ui import formats

TEMPLATE = Path(__file__).parent / "pdf" / "badge.typ"
# Pages made at once: bounds memory, and the time of one typst run.
PAGES_AT_ONCE = 250


def pages(conference: Conference, badges: Iterable[Badge], *, language: str) -> bytes:
    """The PDF of these badges in one language, one a page.

    Raises pdf.PdfError when it takes over ten seconds.
    """
    with override(language):
        return pdf.render(
            TEMPLATE,
            {
                "conference": conference.short_name,
                "dates": formats.days(conference.starts_on, conference.ends_on),
                "dir": "rtl" if get_language_bidi() else "ltr",
                "zones_label": _("Zones"),
                "mark": _("SPECIMEN"),
                "specimen": _(
                    "SPECIMEN for demonstration only. Gives no access. Not a document "
                    "of the United Nations."
                )
                if conference.is_specimen
                else "",
                "badges": [_page(badge, conference) for badge in badges],
            },
        )


def _page(badge: Badge, conference: Conference) -> dict[str, object]:
    person = badge.registration
    organisation = person.organisation
    return {
        "name": person.badge_name or person.full_name,
        "own_script": person.own_script,
        "affiliation": str(organisation or person.affiliation),
        "country": countries.name(
            organisation.country if organisation else person.residence,
            get_language() or "en",
        )
        if organisation or person.residence
        else "",
        "category": str(person.category),
        "seat": person.category.seat,
        "serial": grouped(badge.serial),
        "zones": " ".join(zone.code for zone in person.category.zones.all()),
        "validity": _("Valid %(span)s")
        % {
            "span": formats.days(
                conference.day_of(badge.valid_from), conference.ends_on
            )
        },
        "qr": qr.svg(badge.code, border=0),
    }
