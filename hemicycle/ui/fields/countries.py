"""A country or area."""

from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemicycle.lib import countries
from hemicycle.ui.formats import language_now
from hemicycle.ui.selects import Choices, LongSelect


class CountrySelect(LongSelect):
    """A select that a script turns into a field which finds by any name or code.

    The other names come in a file of their own, which the browser keeps: in each
    select they would triple the page.
    """

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        names = {"data-synonyms": static("ui/countries.json")}
        return super().build_attrs(base_attrs, names | (extra_attrs or {}))

    def written_choices(self, value: Any) -> Choices:
        return _written_choices(language_now())


@lru_cache(maxsize=16)
def _written_choices(language: str) -> Choices:
    with override(language):
        return tuple((code, str(name)) for code, name in _country_choices())


class CountryField(forms.ChoiceField):
    """A country or area by its two-letter code, in the order of the language."""

    widget = CountrySelect

    def __init__(self, *, autocomplete: str = "", **kwargs: Any) -> None:
        super().__init__(choices=_country_choices, **kwargs)
        self.widget.attrs["data-autocomplete"] = _("Countries and areas")
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete

    def to_python(self, value: Any) -> str:
        """A name or another code is understood too: from a pasted row, say. Raises
        ValidationError: code "several-countries"."""
        text = str(value or "").strip()
        if several := countries.which(text):
            raise ValidationError(several, code="several-countries")
        return countries.find(text) or text if text else ""

    def valid_value(self, value: str) -> bool:
        return value in countries.CODES


def _country_choices() -> list[tuple[str, Any]]:
    return [("", _("Choose a country or area")), *countries.choices(language_now())]
