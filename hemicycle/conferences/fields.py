"""Form fields that know their conference: its zone, its languages."""

import zoneinfo
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.ui.fields import DateField3, MomentWidget
from hemicycle.ui.fields.digits import western
from hemicycle.ui.fields.translated import TranslatedFormField


class MomentField(DateField3):
    """A day and a time of day in the conference's zone.

    Refuses the hour that a clock skips, and the one that it shows twice.
    """

    default_error_messages = {
        "malformed": _("Write the time like this: 23:59."),
        "incomplete": _("Write the day, the month, the year and the time."),
    }

    def __init__(self, *, zone: zoneinfo.ZoneInfo, **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(widget=MomentWidget(), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(self.zone) if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:
        """In UTC. Raises ValidationError, as for a day, and "malformed", "skipped",
        "twice"."""
        if isinstance(value, datetime):
            return value
        if isinstance(value, str):
            value = self._of_one_text(value)
        *parts, time = list(value or [""] * 4)
        text = western(str(time or "")).strip().replace(".", ":")
        if text and not any(parts):
            raise self._refusal("incomplete")
        day = super().clean(parts)
        if day is None:
            return None
        if not text:
            raise self._refusal("incomplete")
        try:
            at = datetime.strptime(text[:5], "%H:%M").time()
        except ValueError:
            raise self._refusal("malformed") from None
        return self._in_utc(datetime.combine(day, at))

    def _of_one_text(self, text: str) -> list[Any]:
        """As pasted, or from a program: 2019-07-15 23:59, perhaps with a T between."""
        if not text.strip():
            return [""] * 4
        for shape in ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"):
            try:
                wall = datetime.strptime(text.strip(), shape)
            except ValueError:
                continue
            return [wall.day, wall.month, wall.year, f"{wall:%H:%M}"]
        raise self._refusal("malformed")

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
