"""A long form in sections with titles, and the languages of its texts."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from django.forms import BaseForm, BoundField
from django.utils.functional import Promise

from hemicycle.ui.fields.translated import TranslatedWidget
from hemicycle.ui.formats import ENDONYMS


class Section(NamedTuple):
    """Fields that belong together, with one sentence about all of them.

    Fields in a tuple share a line: `("short_name", "edition")`.
    """

    title: str | Promise
    sentence: str | Promise
    fields: Sequence[str | tuple[str, ...]]


class Part(NamedTuple):
    """A section as a page shows it: `key` is where links to it lead."""

    key: str
    title: str | Promise
    sentence: str | Promise
    fields: Sequence[BoundField]

    @property
    def conflicts(self) -> int:
        return sum(1 for field in self.fields if getattr(field, "conflict", None))

    @property
    def invalid(self) -> int:
        """Fields to correct, besides those where a version is to be chosen."""
        return sum(1 for field in self.fields if field.errors) - self.conflicts


class Tongue(NamedTuple):
    """A language of a form's texts, and how many of them are filled in it."""

    code: str
    endonym: str
    filled: int
    total: int


def parts_of(form: BaseForm) -> list[Part]:
    """The visible fields by the form's `sections`; the rest follow without a title."""
    shown = {field.name: field for field in form.visible_fields()}
    parts = []
    for section in getattr(form, "sections", ()):
        fields = [
            shown.pop(name)
            for line in section.fields
            for name in ((line,) if isinstance(line, str) else line)
            if name in shown
        ]
        if fields:
            key = f"section-{fields[0].html_name}"
            parts.append(Part(key, section.title, section.sentence, fields))
    return [*parts, Part("", "", "", list(shown.values()))] if shown else parts


def tongues_of(form: BaseForm) -> list[Tongue]:
    """The languages of the form's texts, when there are several."""
    texts = [f for f in form if isinstance(f.field.widget, TranslatedWidget)]
    codes = {code: None for f in texts for code in f.field.widget.languages}
    filled: Counter[str] = Counter()
    for text in texts:
        widget = text.field.widget
        value = text.value()
        values = value if isinstance(value, list) else widget.decompress(value)
        filled.update(
            code for code, each in zip(widget.languages, values, strict=False) if each
        )
    if len(codes) < 2:
        return []
    return [
        Tongue(code, ENDONYMS.get(code, code), filled[code], len(texts))
        for code in codes
    ]
