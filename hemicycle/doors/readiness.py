"""What the doors still need before they answer: who would be refused at every one."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Category, Conference
from hemicycle.conferences.openings import Group, Item, Opening, Problem, Setting
from hemicycle.conferences.policy import Hat
from hemicycle.delegations.models import Registration
from hemicycle.doors.models import Device, Door, Shift
from hemicycle.ui import formats
from hemicycle.ui.formats import numbered

WATCH = (Hat.SUPERVISOR,)


def items(conference: Conference) -> Iterator[Item]:
    doors = list(conference.doors.standing().filter(is_open=True).order_by("name"))
    yield _zones(conference, doors)
    yield _doors(conference, doors)
    yield _shifts(conference, doors)


def settings(conference: Conference) -> Iterator[Setting]:
    yield Setting(
        Group.PLACE,
        _("Doors"),
        reverse("doors:index", args=[conference.slug]),
        conference.doors.standing().count(),
        hats=(Hat.SUPERVISOR, Hat.STEWARD, Hat.REGISTRAR),
    )


def _zones(conference: Conference, doors: list[Door]) -> Item:
    return Item(
        Opening.DOORS,
        _("Zones"),
        reverse("conferences:parts", args=[conference.slug, "categories"]),
        value=formats.number(conference.zones.count()),
        problem=_refused_everywhere(conference, doors),
        hats=(Hat.SUPERVISOR, Hat.REGISTRAR),
    )


def _refused_everywhere(conference: Conference, doors: list[Door]) -> Problem | None:
    """Categories that open none of the doors in use, with their approved people."""
    opens = Category.zones.through.objects.filter(category_id=OuterRef("pk"))
    if doors:
        opens = opens.filter(zone__in={door.zone_id for door in doors if door.zone_id})
    shut_out = list(conference.categories.filter(~Exists(opens)))
    if not shut_out:
        return None
    people = Registration.objects.filter(category__in=shut_out).approved().count()
    names = _(", ").join(str(category) for category in shut_out)
    page = reverse(
        "conferences:change-part", args=[conference.slug, "categories", shut_out[0].pk]
    )
    sentence = numbered(
        "%(names)s opens no door in use: %(n)s approved person would be refused at "
        "every door.",
        "%(names)s opens no door in use: %(n)s approved people would be refused at "
        "every door.",
        people,
        names=names,
    )
    return Problem(
        sentence,
        _("Open a zone"),
        f"{page}#id_opens",
        is_blocking=True,
    )


def _doors(conference: Conference, doors: list[Door]) -> Item:
    page = reverse("doors:index", args=[conference.slug])
    enrolled = set(
        Device.objects.filter(door__in=doors, ended_at=None)
        .exclude(enrolled_at=None)
        .values_list("door_id", flat=True)
    )
    zoneless = [door for door in doors if not door.zone_id]
    opened = set(
        Category.zones.through.objects.filter(
            category__conference=conference
        ).values_list("zone_id", flat=True)
    )
    shut = [door for door in doors if door.zone_id and door.zone_id not in opened]
    without = [door for door in doors if door.pk not in enrolled]
    problem = None
    if not doors:
        problem = Problem(
            _("No door is in use: badges cannot be checked."),
            _("Add a door"),
            page,
            is_blocking=True,
        )
    elif zoneless:
        problem = Problem(
            _("%(names)s leads into no zone: everyone would be refused there.")
            % {"names": _names(zoneless)},
            _("Choose its zone"),
            _door(conference, zoneless[0], "#id_zone"),
            is_blocking=True,
        )
    elif shut and (categories := conference.categories.all()[:1]):
        problem = Problem(
            _("No category opens %(names)s: everyone would be refused there.")
            % {"names": _names(shut)},
            _("Open its zone"),
            reverse(
                "conferences:change-part",
                args=[conference.slug, "categories", categories[0].pk],
            )
            + "#id_opens",
            is_blocking=True,
        )
    elif without:
        problem = Problem(
            _("%(n)s of %(all)s doors have no phone: %(names)s.")
            % {
                "n": formats.number(len(without)),
                "all": formats.number(len(doors)),
                "names": _names(without),
            },
            _("Enrol phones"),
            _door(conference, without[0]),
        )
    return Item(
        Opening.DOORS,
        _("Doors"),
        page,
        value=formats.number(len(doors)),
        problem=problem,
        hats=WATCH,
        correctors=WATCH,
    )


def _shifts(conference: Conference, doors: list[Door]) -> Item:
    manned = set(
        Shift.objects.filter(
            door__in=doors, starts_at__lt=conference.ends_at
        ).values_list("door_id", flat=True)
    )
    without = [door for door in doors if door.pk not in manned]
    return Item(
        Opening.DOORS,
        _("Stewards"),
        reverse("doors:index", args=[conference.slug]),
        value="",
        problem=Problem(
            _("No shift is planned at %(names)s.") % {"names": _names(without)},
            _("Plan shifts"),
            _door(conference, without[0]),
        )
        if without
        else None,
        hats=WATCH,
        correctors=WATCH,
    )


def _names(doors: list[Door]) -> str:
    shown = _(", ").join(door.name for door in doors[:3])
    left = len(doors) - 3
    return shown if left < 1 else _("%(names)s and %(n)s more") % {
        "names": shown, "n": formats.number(left),
    }  # fmt: skip


def _door(conference: Conference, door: Door, at: str = "") -> str:
    return reverse("doors:show", args=[conference.slug, door.pk]) + at
