"""A day in three fields."""

import datetime as dt
import unicodedata
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemicycle.ui import formats
from hemicycle.ui.fields.digits import western
from hemicycle.ui.formats import ARABIC_MONTHS, ENDONYMS, language_now

TIME_ATTRIBUTES = {
    "inputmode": "numeric",
    "maxlength": "8",
    "dir": "ltr",
    "class": "time",
    "autocomplete": "off",
}


EARLIEST, LATEST = dt.date(1000, 1, 1), dt.date(2999, 12, 31)


class DateWidget(forms.MultiWidget):
    """Day, month, year, in the order of the language; the month takes names too."""

    template_name = "ui/date"
    use_fieldset = True

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, autocomplete: str = ""
    ) -> None:
        def part(name: str, mode: str) -> forms.TextInput:
            given = {"inputmode": mode, "maxlength": "40", "dir": "auto"}
            if autocomplete:
                given["autocomplete"] = f"{autocomplete}-{name}"
            return forms.TextInput(given)

        super().__init__(
            {
                "day": part("day", "numeric"),
                "month": part("month", "text"),
                "year": part("year", "numeric"),
            },
            attrs,
        )

    def decompress(self, value: dt.date | str | None) -> list[Any]:
        if isinstance(value, str):
            try:
                value = dt.date.fromisoformat(value)
            except ValueError:
                return ["", "", ""]
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"), _("Time (24 h)"))
        parts = [
            {"widget": widget, "label": label, "kind": kind}
            for widget, label, kind in zip(
                context["widget"]["subwidgets"],
                labels,
                ("day", "month", "year", "time"),
                strict=False,
            )
        ]
        day = parts[:3]
        context["parts"] = [*(day[::-1] if language_now() == "zh" else day), *parts[3:]]
        return context


class MomentWidget(DateWidget):
    """Day, month, year and the time of day, in 24 hours."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        time = forms.TextInput(TIME_ATTRIBUTES)
        self.widgets = [*self.widgets, time]
        self.widgets_names = ["_day", "_month", "_year", "_time"]

    def decompress(self, value: dt.date | str | None) -> list[Any]:
        if isinstance(value, str):
            day, _space, time = value.replace("T", " ").partition(" ")
            return [*super().decompress(day), time[:5]]
        time = f"{value:%H:%M}" if isinstance(value, dt.datetime) else ""
        return [*super().decompress(value), time]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """One text is understood too: 2019-07-15 23:59."""
        if name in data:
            return data.get(name)
        return super().value_from_datadict(data, files, name)


class TimeField(forms.TimeField):
    """A time of day in 24 hours, the same in every browser: 07:30."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(TIME_ATTRIBUTES, format="%H:%M"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.time | None:
        if not isinstance(value, str):
            return super().to_python(value)
        return super().to_python(western(value).strip().replace(".", ":"))


class DateField3(forms.MultiValueField):
    """A date in three fields. The month: a number or a name in any of six languages.

    Says which part is wrong. `earliest` and `latest` are inclusive. Without them it is
    of our times: at the ends of the calendar, hours and zones lead out of it.
    """

    default_error_messages = {
        "incomplete": _("Enter the day, the month and the year."),
        "month": _("Enter the month as a number from 1 to 12 or by its name."),
        "day": _("Enter the day as a number from 1 to 31."),
        "year": _("Enter the year with four digits."),
        "impossible": _("This month does not have that day."),
        "early": _("The date must not be before %(date)s."),
        "late": _("The date must not be after %(date)s."),
    }

    def __init__(
        self,
        *,
        autocomplete: str = "",
        earliest: dt.date = EARLIEST,
        latest: dt.date = LATEST,
        **kwargs: Any,
    ) -> None:
        self.earliest, self.latest = earliest, latest
        kwargs.setdefault("widget", DateWidget(autocomplete=autocomplete))
        parts = [forms.CharField(required=False, max_length=40) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.date):
            return value
        day, month, year = (
            western(str(part or "")).strip() for part in (value or ["", "", ""])
        )
        if not (day or month or year):
            if self.required:
                raise self._refusal("required")
            return None
        if not (day and month and year):
            raise self._refusal("incomplete")
        date = self._date(day, month, year)
        if date < self.earliest:
            raise self._refusal("early", date=self.earliest)
        if date > self.latest:
            raise self._refusal("late", date=self.latest)
        self.run_validators(date)
        return date

    def _date(self, day: str, month: str, year: str) -> dt.date:
        numbered = _month_number(month)
        if numbered is None:
            raise self._refusal("month")
        if not _is_short(day) or not 1 <= int(day) <= 31:
            raise self._refusal("day")
        if not _is_short(year) or len(year) != 4 or int(year) < 1:
            raise self._refusal("year")
        try:
            return dt.date(int(year), numbered, int(day))
        except ValueError:
            raise self._refusal("impossible") from None

    def _refusal(self, code: str, date: dt.date | None = None) -> ValidationError:
        params = {"date": formats.day(date, "date")} if date else None
        return ValidationError(self.error_messages[code], code=code, params=params)


def _is_short(text: str) -> bool:
    """Digits, and few: Python refuses to read thousands of them as a number."""
    return text.isdecimal() and len(text) <= 4


def _month_number(text: str) -> int | None:
    if _is_short(text):
        return int(text) if 1 <= int(text) <= 12 else None
    return _month_names().get(_folded(text))


@cache
def _month_names() -> dict[str, int]:
    """Long and short month names of the six languages, both cases of Russian."""
    names: dict[str, int] = {}
    for language in ENDONYMS:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for n, name in months[context][width].items():
                    names.setdefault(_folded(name), n)
    for n, pair in enumerate(ARABIC_MONTHS, start=1):
        for name in (pair, *pair.split("/")):
            names[_folded(name)] = n
    names["sept"] = 9
    return names


def _folded(text: str) -> str:
    """Without case, marks, dots and inner spaces, so that "Août." is "aout"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        c for c in plain if not unicodedata.combining(c) and c not in ".  \u200f\u200e"
    )
