"""How every form looks and speaks: label, hint, error; a summary of errors on top.

`{{ form }}`, `{{ formset }}` and `{{ form.name.as_field_group }}` use these templates.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import django.forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import (
    BaseForm,
    BoundField,
    MultiWidget,
    Textarea,
    TextInput,
)
from django.forms.formsets import BaseFormSet
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList
from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.translation import gettext_lazy as _

from hemicycle.lib.names import one_line
from hemicycle.ui.conflicts import Conflict
from hemicycle.ui.error_words import in_words
from hemicycle.ui.fields.translated import TranslatedWidget
from hemicycle.ui.form_html import WRITTEN

if TYPE_CHECKING:
    AnyForm = BaseForm | BaseFormSet[Any]
else:
    AnyForm = BaseForm | BaseFormSet  # takes no type parameter at run time

HYPHENS = BLANK_CHOICE_DASH[0][1]
TEMPLATES = Path(__file__).resolve().parent / "templates"


class Problem(NamedTuple):
    """One line of the summary: the field's first input, and the words at the field."""

    href: str
    text: str


class OneLines(BaseForm):
    """A form whose one-line texts hold no control characters, no ends of lines and no
    hidden changes of direction, whatever was sent."""

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        for name, value in self.cleaned_data.items():
            if not _is_one_line(self.fields[name].widget):
                continue
            if isinstance(value, str):
                self.cleaned_data[name] = one_line(value)
            elif isinstance(value, dict):
                self.cleaned_data[name] = {
                    code: one_line(text) for code, text in value.items()
                }
        return cleaned


def _is_one_line(widget: django.forms.Widget) -> bool:
    if isinstance(widget, TranslatedWidget):
        return _is_one_line(widget.widgets[0])
    return isinstance(widget, TextInput)


def _name_the_empty_choice(field: django.forms.Field) -> None:
    """Words, or nothing, instead of Django's row of hyphens."""
    word = _("Choose") if field.required else "–"
    if getattr(field, "empty_label", None) == HYPHENS:
        field.empty_label = word  # type: ignore[attr-defined]
    elif isinstance(field, django.forms.TypedChoiceField):
        offered: Any = field.choices
        choices = list(offered)
        if choices[:1] == BLANK_CHOICE_DASH:
            field.choices = [("", word), *choices[1:]]


class Field(BoundField):
    """A field as our templates show it."""

    def __init__(self, form: BaseForm, field: django.forms.Field, name: str) -> None:
        _name_the_empty_choice(field)
        super().__init__(form, field, name)

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: django.forms.Widget | None = None
    ) -> dict[str, Any]:
        """Errors are told by us, in the page's language and at the field, so the
        browser's own bubbles are left out; free text takes the direction it is written
        in."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        is_one = not (self.use_fieldset or isinstance(widget, MultiWidget))
        if attrs.pop("required", False) and is_one:
            attrs["aria-required"] = "true"
        is_text = type(widget) in (TextInput, Textarea)
        if is_text and "dir" not in attrs and "dir" not in widget.attrs:
            attrs["dir"] = "auto"
        return attrs

    @property
    def errors(self) -> ErrorList:
        """In plain words that name the field, so that the summary's lines differ."""
        if not self.form.is_bound:
            return self._no_errors
        plain: ErrorList = super().errors
        if not plain:
            return plain
        label = str(self.label)
        return ErrorList(
            [
                text
                for error in plain.as_data()
                for text in in_words(error, self.field, label)
            ],
            renderer=self.renderer,
            field_id=self.auto_id,
        )

    @cached_property
    def _no_errors(self) -> ErrorList:
        """Asked for five times by each field that is drawn."""
        return ErrorList(renderer=self.renderer, field_id=self.auto_id)

    @property
    def conflict(self) -> Conflict | None:
        """The other version, where somebody else changed this field meanwhile."""
        conflicts: Mapping[str, Conflict] = getattr(self.form, "conflicts", {})
        return conflicts.get(self.name)

    def css_classes(self, extra_classes: Any = None) -> str:
        """With the width of a field that shares its line."""
        classes: str = super().css_classes(extra_classes)
        return " ".join(filter(None, (classes, self.width)))

    @property
    def width(self) -> str:
        """`half` or `few` for a field that shares its line with others."""
        for section in getattr(self.form, "sections", ()):
            for line in section.fields:
                if isinstance(line, tuple) and self.name in line:
                    is_few = len(line) > 2 or self.widget_type == "number"
                    return "few" if is_few else "half"
        return ""

    @property
    def is_check(self) -> bool:
        return self.widget_type == "checkbox"

    @property
    def is_optional(self) -> bool:
        """Only what may be left out is marked; a form may switch that off."""
        marks = getattr(self.form, "marks_optional", True)
        return marks and not self.field.required and not self.is_check

    @property
    def first_input(self) -> str:
        """The id that a link to this field must name."""
        if self.use_fieldset and self.subwidgets:
            first = self.subwidgets[0].data
            parts = first.get("subwidgets")
            if parts:
                first = parts[0]
            return str(first["attrs"].get("id", self.auto_id))
        return self.id_for_label or self.auto_id


class Renderer(DjangoTemplates):
    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/field"
    bound_field_class = Field

    @cached_property
    def engine(self) -> Backend:
        """Our templates before Django's own, which would win in the default order."""
        return Backend(
            {
                "APP_DIRS": True,
                "DIRS": [
                    TEMPLATES,
                    Path(django.forms.__file__).parent / "templates",
                ],
                "NAME": "hemicycle-forms",
                "OPTIONS": {},
            }
        )

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        """From the function that writes this, where there is one."""
        write = WRITTEN.get(template_name)
        if write is not None:
            return write(context)
        return super().render(template_name, context, request)


def problems_of(form: AnyForm) -> Iterator[Problem]:
    """Every error of a bound form or formset, in the order of the fields."""
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        for error in form.non_form_errors():
            yield Problem("", str(error))
        for member in form.forms:
            yield from problems_of(member)
        return
    for error in form.non_field_errors():
        yield Problem("", str(error))
    for field in form:
        href = "" if field.is_hidden else f"#{getattr(field, 'first_input', '')}"
        for error in field.errors:
            yield Problem(href, str(error))
