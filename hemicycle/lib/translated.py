"""A text in several languages, as kept in one column: which one to read."""

from collections.abc import Mapping

from django.utils.translation import get_language

Translated = Mapping[str, str]
"""A text by language code: {"en": "Opening", "ar": "الافتتاح"}."""


def in_language(value: Translated | str | None, language: str | None = None) -> str:
    """The text in this language (default: the reader's), else English, else any.

    Nothing to say is an empty text, never an error.
    """
    if not value:
        return ""
    if isinstance(value, str):
        return value
    language = language or get_language() or "en"
    for code in (language, language.split("-")[0], "en"):
        if text := value.get(code):
            return text
    return next((text for text in value.values() if text), "")


def language_of(value: Translated | None, language: str | None = None) -> str:
    """The language that `in_language` would answer in: for the lang attribute."""
    language = language or get_language() or "en"
    for code in (language, language.split("-")[0], "en"):
        if value and value.get(code):
            return code
    return next((code for code, text in (value or {}).items() if text), language)
