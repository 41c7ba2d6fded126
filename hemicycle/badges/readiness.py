"""What the badges still need before they are printed and handed out."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Conference
from hemicycle.conferences.openings import Group, Item, Opening, Problem, Setting
from hemicycle.conferences.policy import Hat
from hemicycle.delegations.models import Registration
from hemicycle.ui import formats
from hemicycle.ui.formats import numbered

DESK = (Hat.REGISTRAR, Hat.HELP_DESK)


def items(conference: Conference) -> Iterator[Item]:
    page = reverse("badges:index", args=[conference.slug])
    zones = conference.zones.count()
    yield Item(
        Opening.PRINT,
        _("Zones on the badge"),
        reverse("conferences:parts", args=[conference.slug, "zones"]),
        value=formats.number(zones),
        problem=None
        if zones
        else Problem(
            _("There is no zone: badges would give no access."),
            _("Add a zone"),
            reverse("conferences:add-part", args=[conference.slug, "zones"]),
            is_blocking=True,
        ),
        hats=DESK,
    )
    approved = Registration.objects.filter(conference=conference).approved()
    badge = Badge.objects.filter(registration=OuterRef("pk"), revoked_at=None)
    without = approved.filter(~Exists(badge)).count()
    yield Item(
        Opening.PRINT,
        _("Badges"),
        page,
        value=formats.number(approved.count()),
        problem=Problem(
            numbered(
                "%(n)s approved person has no badge yet: the worker issues it.",
                "%(n)s approved people have no badge yet: the worker issues them.",
                without,
            ),
            _("See the badges"),
            page,
        )
        if without
        else None,
        hats=DESK,
        correctors=DESK,
    )


def settings(conference: Conference) -> Iterator[Setting]:
    yield Setting(
        Group.WORDS,
        _("Badges"),
        reverse("badges:index", args=[conference.slug]),
        hats=DESK,
    )
