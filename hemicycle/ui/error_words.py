"""What Django says of a wrong field, in plain words that name it and say what to do.

Only Django's own texts are replaced, known by identity: whatever a form, a field or an
action of ours says already says what to do. Asked where a field is shown, so that page,
summary and test read the same.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.db.models import fields as columns
from django.forms import fields, models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext


def in_words(error: ValidationError, field: forms.Field, label: str) -> list[str]:
    """The texts of one error of a field. `label` as the page shows it."""
    if id(error.message) not in _djangos():
        return list(error.messages)
    code = error.code or ""
    if code in ("required", "blank", "null"):
        return [_missing(field, label)]
    params: dict[str, Any] = error.params or {}
    problem = (
        _of_length(code, params) or _of_size(code, params) or _of_kind(code, field)
    )
    return [_("%(label)s: %(problem)s") % {"label": label, "problem": problem}]


def _missing(field: forms.Field, label: str) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return _("Tick this box: %(label)s") % {"label": label}
    if isinstance(field, forms.ChoiceField):
        return _("%(label)s: select an option.") % {"label": label}
    if isinstance(field, forms.FileField):
        return _("%(label)s: choose a file.") % {"label": label}
    return _("%(label)s: fill this in.") % {"label": label}


def _of_length(code: str, params: dict[str, Any]) -> str:
    limit = params.get("limit_value", params.get("max", 0))
    given = params.get("show_value", params.get("length", 0))
    if code == "max_length":
        return ngettext(
            "at most %(limit)s character. This has %(given)s; shorten it.",
            "at most %(limit)s characters. This has %(given)s; shorten it.",
            limit,
        ) % {"limit": limit, "given": given}
    if code == "min_length":
        return ngettext(
            "at least %(limit)s character. This has %(given)s.",
            "at least %(limit)s characters. This has %(given)s.",
            limit,
        ) % {"limit": limit, "given": given}
    return ""


def _of_size(code: str, params: dict[str, Any]) -> str:
    limit = params.get("limit_value", params.get("max", ""))
    if code == "max_value":
        return _("enter %(limit)s or less.") % {"limit": limit}
    if code == "min_value":
        return _("enter %(limit)s or more.") % {"limit": limit}
    if code in ("max_digits", "max_decimal_places", "max_whole_digits"):
        return _("at most %(limit)s digits. Shorten the number.") % {"limit": limit}
    return ""


def _of_kind(code: str, field: forms.Field) -> str:
    """What to write into a field of this kind; the nearest kind wins."""
    if code.startswith("null_characters"):
        return _("this contains a character that cannot be saved. Type it again.")
    if code in _FILES and isinstance(field, forms.FileField):
        return str(_FILES[code])
    for kind in type(field).__mro__:
        if kind in _KINDS:
            return str(_KINDS[kind])
    return _("enter it again, following the hint or the other entries.")


_FILES = {
    "empty": gettext_lazy("this file is empty. Choose another."),
    "contradiction": gettext_lazy("choose a file or remove it, not both."),
    "invalid_image": gettext_lazy("this picture cannot be read. Choose a JPEG or PNG."),
}
_CHOOSE = gettext_lazy("choose one from the list.")
_CHOOSE_SOME = gettext_lazy("choose from the list.")
_DATE = gettext_lazy("enter the date as year-month-day, for example 2019-08-26.")
_MOMENT = gettext_lazy("enter the day and time, for example 2019-08-26 09:30.")
_KINDS: dict[type, Any] = {
    forms.EmailField: gettext_lazy(
        "enter one full e-mail address, for example name@example.org."
    ),
    forms.URLField: gettext_lazy(
        "enter the full address of the page, for example https://example.org."
    ),
    forms.ChoiceField: _CHOOSE,
    forms.ModelChoiceField: _CHOOSE,
    forms.MultipleChoiceField: _CHOOSE_SOME,
    forms.ModelMultipleChoiceField: _CHOOSE_SOME,
    forms.IntegerField: gettext_lazy("enter a whole number in digits, for example 12."),
    forms.FloatField: gettext_lazy("enter a number in digits, for example 12.5."),
    forms.DecimalField: gettext_lazy("enter a number in digits, for example 12.5."),
    forms.DateField: _DATE,
    forms.DateTimeField: _MOMENT,
    forms.SplitDateTimeField: _MOMENT,
    forms.TimeField: gettext_lazy(
        "enter the time as hours:minutes, for example 09:30."
    ),
    forms.DurationField: gettext_lazy(
        "enter the duration as hours:minutes, for example 1:30."
    ),
    forms.SlugField: gettext_lazy(
        "enter lower-case Latin letters, digits and hyphens only, for example "
        "city-forum."
    ),
    forms.FileField: gettext_lazy("the file was not received. Choose it again."),
}


@cache
def _djangos() -> frozenset[int]:
    return frozenset(id(text) for text in _texts())


def _texts() -> Iterator[Any]:
    for module in (fields, models, columns):
        for kind in vars(module).values():
            yield from getattr(kind, "default_error_messages", {}).values()
    # Classes, and instances with a text of their own, as for slugs.
    for validator in vars(validators).values():
        if text := getattr(validator, "message", None):
            yield text
    yield from validators.DecimalValidator.messages.values()
