"""A time zone, named as people say it."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemicycle.lib import clock, zones
from hemicycle.ui import formats
from hemicycle.ui.formats import language_now
from hemicycle.ui.selects import Choices, LongSelect

REGIONS = {
    "Africa": _("Africa"),
    "America": _("Americas"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}


class ZoneSelect(LongSelect):
    """Grouped by region; with script it is searched by city, country and offset.

    The zone on record is offered even when the list calls the place by another name.
    `named` is one that is called after another city. Offsets are those of `day`, by
    default of today.
    """

    day: dt.date | None = None
    named: tuple[str, str] = ("", "")

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        names = {"data-synonyms": static("ui/zones.json")}
        return super().build_attrs(base_attrs, names | (extra_attrs or {}))

    def written_choices(self, value: Any) -> Choices:
        day = self.day or clock.last_today()
        empty = tuple((str(key), str(label)) for key, label in self.choices if not key)
        offered = (*empty, *_by_region(language_now(), day))
        if not value or not zones.is_known(value):
            return offered
        place = self.named[1] if value == self.named[0] else ""
        if place or value not in zones.names():
            return ((value, formats.zone_words(value, day, place)), *offered)
        return offered


class ZoneField(forms.ChoiceField):
    """A time zone by its IANA name. `empty` is what no choice means, if that is one."""

    widget: ZoneSelect = ZoneSelect  # type: ignore[assignment]  # an instance later

    def __init__(self, *, empty: Any = None, **kwargs: Any) -> None:
        first = [] if empty is None else [("", empty)]
        super().__init__(
            choices=lambda: [*first, *_by_region(language_now(), clock.last_today())],
            required=empty is None,
            **kwargs,
        )
        self.widget.attrs["data-autocomplete"] = _("Time zones")
        self.help_text = kwargs.get("help_text") or _(
            "Enter a city, a country or an offset such as UTC−6."
        )

    def validate(self, value: str) -> None:
        forms.Field.validate(self, value)
        if value and not zones.is_known(value):
            raise ValidationError(
                _("“%(name)s” is not a time zone. Choose one from the list."),
                code="unknown-zone",
                params={"name": value},
            )


@lru_cache(maxsize=16)
def _by_region(language: str, day: dt.date) -> Choices:
    """What is offered, in the words of the language, in the order of the cities."""
    with override(language):
        regions: dict[str, list[tuple[str, str]]] = {}
        for name in zones.names():
            label = formats.zone_words(name, day)
            regions.setdefault(name.partition("/")[0], []).append((name, label))
        return tuple(
            (str(REGIONS[key]), tuple(sorted(each, key=lambda c: c[1])))
            if key in REGIONS
            else each[0]
            for key, each in regions.items()
        )
