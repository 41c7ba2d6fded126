"""A country or area."""

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemicycle.lib import countries
from hemicycle.ui.formats import language_now


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
