"""Form fields that know their conference: its zone, its languages."""

import zoneinfo
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.ui.fields.translated import TranslatedFormField


class MomentField(forms.CharField):
    """A day and a time of day in the conference's zone.

    Refuses the hour that a clock skips, and the one that it shows twice.
    """

    FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")

    def __init__(self, *, zone: zoneinfo.ZoneInfo, **kwargs: Any) -> None:
        self.zone = zone
        kwargs.setdefault(
            "widget", forms.TextInput({"type": "datetime-local", "dir": "ltr"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M")
        return value

    def clean(self, value: Any) -> datetime | None:
        """In UTC. Raises ValidationError: "malformed", "skipped", "twice"."""
        text = super().clean(value)
        if not text:
            return None
        for shape in self.FORMATS:
            try:
                wall = datetime.strptime(text, shape)
            except ValueError:
                continue
            return self._in_utc(wall)
        raise ValidationError(
            _("Write the day and the time like this: 2019-07-15 23:59."),
            code="malformed",
        )

    def _in_utc(self, wall: datetime) -> datetime:
        first = wall.replace(tzinfo=self.zone)
        moment = first.astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) != wall:
            raise ValidationError(
                _("Clocks are put forward then, and skip this time. Choose another."),
                code="skipped",
            )
        if first.utcoffset() != first.replace(fold=1).utcoffset():
            raise ValidationError(
                _("Clocks are put back then: this time comes twice. Choose another."),
                code="twice",
            )
        return moment


def in_languages(
    conference: Conference, *values: Mapping[str, str], **kwargs: Any
) -> TranslatedFormField:
    """One input per language of the conference, and per language already written."""
    chosen = list(conference.languages) or ["en"]
    chosen += [code for value in values for code in value or {} if code not in chosen]
    return TranslatedFormField(languages=chosen, **kwargs)
