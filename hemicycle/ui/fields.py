"""Fields for what people are asked again and again: a name, a day, a country."""

import datetime as dt
import unicodedata
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemicycle.lib import countries, zones
from hemicycle.ui import formats
from hemicycle.ui.formats import ARABIC_MONTHS, ENDONYMS, language_now
from hemicycle.ui.selects import QuickSelect


class NameField(forms.CharField):
    """A person's name in one field, 1 to 300 characters, as its owner writes it."""

    def __init__(self, *, autocomplete: str = "name", **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)
        self.widget.attrs |= {
            "autocomplete": autocomplete,
            "autocapitalize": "words",
            "spellcheck": "false",
            "dir": "auto",
        }


class EmailField(forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {
            "autocomplete": "email",
            "inputmode": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
            "dir": "ltr",
        }


class CodeField(forms.CharField):
    """A code from a letter or an app: digits of any script, spaces forgiven."""

    def __init__(self, *, length: int = 6, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.length = length
        self.widget.attrs |= {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "code",
            "dir": "ltr",
        }

    def to_python(self, value: Any) -> str:
        text = _western(super().to_python(value) or "")
        return "".join(c for c in text if not c.isspace() and c not in "-‐‑–—")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (len(value) != self.length or not value.isdigit()):
            raise ValidationError(
                _("Write the %(length)s digits of the code."),
                code="malformed",
                params={"length": self.length},
            )


# -- A time zone -----------------------------------------------------------------------


class ZoneSelect(QuickSelect):
    """With the zone on record, even when the list calls the place by another name."""

    def render(self, name: str, value: Any, *args: Any, **kwargs: Any) -> SafeString:
        offered = list(self.choices)
        if value and zones.is_known(value) and value not in dict(offered):
            self.choices = [*offered, (value, value)]
        try:
            return super().render(name, value, *args, **kwargs)
        finally:
            self.choices = offered


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


# -- A day in three fields -------------------------------------------------------------


class DateWidget(forms.MultiWidget):
    """Day, month, year, in the order of the language; the month takes names too."""

    template_name = "ui/forms/date.html"
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
        labels = (_("Day"), _("Month"), _("Year"))
        parts = [
            {"widget": widget, "label": label, "kind": kind}
            for widget, label, kind in zip(
                context["widget"]["subwidgets"],
                labels,
                ("day", "month", "year"),
                strict=True,
            )
        ]
        context["parts"] = parts[::-1] if language_now() == "zh" else parts
        return context


class DateField3(forms.MultiValueField):
    """A date in three fields. The month: a number or a name in any of six languages.

    Says which part is wrong. `earliest` and `latest` are inclusive.
    """

    default_error_messages = {
        "incomplete": _("Write the day, the month and the year."),
        "month": _("Write the month as a number from 1 to 12 or as its name."),
        "day": _("Write the day as a number from 1 to 31."),
        "year": _("Write the year with four digits."),
        "impossible": _("This month has no such day."),
        "early": _("The date must not be before %(date)s."),
        "late": _("The date must not be after %(date)s."),
    }

    def __init__(
        self,
        *,
        autocomplete: str = "",
        earliest: dt.date | None = None,
        latest: dt.date | None = None,
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
            _western(str(part or "")).strip() for part in (value or ["", "", ""])
        )
        if not (day or month or year):
            if self.required:
                raise self._refusal("required")
            return None
        if not (day and month and year):
            raise self._refusal("incomplete")
        date = self._date(day, month, year)
        if self.earliest and date < self.earliest:
            raise self._refusal("early", date=self.earliest)
        if self.latest and date > self.latest:
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


def _western(text: str) -> str:
    """Digits of any script as 0-9, other characters as they are."""
    return "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c
        for c in unicodedata.normalize("NFKC", text)
    )


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


# -- A country -------------------------------------------------------------------------


class CountrySelect(forms.Select):
    """A select that a script turns into a field which finds by any name or code.

    Its 250 options are written once per language: through a template each they cost
    more than the rest of the page. The other names come in a file of their own, which
    the browser keeps: in each select they would triple the page.
    """

    def use_required_attribute(self, initial: Any) -> bool:
        """The first option is always the empty one; no need to list the countries."""
        return not self.is_hidden

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,
    ) -> SafeString:
        options = _options(language_now())
        if value in countries.CODES:
            chosen = f'<option value="{value}"'
            options = options.replace(chosen, f"{chosen} selected", 1)
        given = {"name": name, "data-synonyms": static("ui/countries.json")}
        return format_html(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, given | (attrs or {}))),
            mark_safe(options),  # Safe: put together by format_html below.
        )


@lru_cache(maxsize=16)
def _options(language: str) -> str:
    with override(language):
        empty, *known = _country_choices()
    return format_html('<option value="">{}</option>', empty[1]) + format_html_join(
        "",
        '<option value="{}">{}</option>',
        known,
    )


class CountryField(forms.ChoiceField):
    """A country or area by its two-letter code, in the order of the language."""

    widget = CountrySelect

    def __init__(self, *, autocomplete: str = "", **kwargs: Any) -> None:
        super().__init__(choices=_country_choices, **kwargs)
        self.widget.attrs["data-autocomplete"] = _("Countries and areas")
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete

    def to_python(self, value: Any) -> str:
        """A name or another code is understood too: from a pasted row, say."""
        text = str(value or "").strip()
        return countries.find(text) or text if text else ""

    def valid_value(self, value: str) -> bool:
        return value in countries.CODES


def _country_choices() -> list[tuple[str, Any]]:
    return [("", _("Choose a country or area")), *countries.choices(language_now())]
