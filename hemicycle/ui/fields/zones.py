"""A time zone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemicycle.lib import zones
from hemicycle.ui.selects import LongSelect


class ZoneSelect(LongSelect):
    """With the zone on record, even when the list calls the place by another name."""

    def written_choices(self, value: Any) -> tuple[tuple[str, str], ...]:
        offered = super().written_choices(value)
        if value and zones.is_known(value) and value not in dict(offered):
            return (*offered, (value, value))
        return offered


class ZoneField(forms.ChoiceField):
    """A time zone by its IANA name. `empty` is what no choice means, if that is one."""

    widget = ZoneSelect

    def __init__(self, *, empty: Any = None, **kwargs: Any) -> None:
        first = [] if empty is None else [("", empty)]
        super().__init__(
            choices=lambda: [*first, *((name, name) for name in zones.names())],
            required=empty is None,
            **kwargs,
        )
        self.widget.attrs |= {"dir": "ltr"}

    def validate(self, value: str) -> None:
        forms.Field.validate(self, value)
        if value and not zones.is_known(value):
            raise ValidationError(
                _("“%(name)s” is not an IANA time zone. Example: America/Denver."),
                code="unknown-zone",
                params={"name": value},
            )
