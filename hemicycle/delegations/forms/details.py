"""The fields of forms that ask the details of the registry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Category, Conference
from hemicycle.delegations.facts import choices_of
from hemicycle.delegations.forms.categories import CategoryField
from hemicycle.delegations.forms.persons import PersonNameField
from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.details import (
    Asked,
    Detail,
    Group,
    Kind,
    Question,
    asked_at,
)
from hemicycle.ui.fields import CountryField, EmailField

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class DetailsForm(forms.Form):
    """A form that asks what the registry says for `asks`, or `only` some of it, and the
    category where there is a choice."""

    asks: Asked
    category_label: Any = _("Category")

    def __init__(
        self,
        *args: Any,
        conference: Conference,
        categories: Sequence[Category] = (),
        only: Sequence[Detail] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked_details = asked_at(self.asks) if only is None else only
        declared, self.fields = self.fields, {}
        for detail in self.asked_details:
            self.fields[detail.name] = _field(detail, self.asks, conference)
        if len(categories) > 1:
            field = CategoryField(label=self.category_label)
            field.offer(categories)
            self.fields["category"] = field
        self.fields |= declared

    @property
    def details(self) -> dict[str, Any]:
        """What was understood, by the columns of a registration."""
        given = {}
        for detail in self.asked_details:
            if detail.name in self.cleaned_data:
                value = self.cleaned_data[detail.name]
                is_answer = detail.kind == Kind.ANSWER
                given[detail.name] = value == "yes" if is_answer else value
        return given

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields under the headings of their groups."""
        group_of = {detail.name: detail.group for detail in self.asked_details}
        group_of |= dict.fromkeys(("category", "stands_for"), Group.PARTICIPATION)
        for group in Group:
            names = [name for name in self.fields if group_of.get(name) == group]
            if names:
                yield str(group.label), [self[name] for name in names]


def values_of(registration: Registration, details: Iterable[Detail]) -> dict[str, Any]:
    """What a form shows of a stored registration."""
    values = {detail.name: getattr(registration, detail.name) for detail in details}
    for detail in details:
        if detail.kind == Kind.ANSWER:
            values[detail.name] = _answer(registration, values[detail.name])
    return values


def _answer(registration: Registration, value: bool) -> str:
    if value:
        return "yes"
    return "no" if registration.is_confirmed else ""


def _field(detail: Detail, form: Asked, conference: Conference) -> forms.Field:
    question = detail.asked[form]
    given = {
        "label": _label(detail, question, conference),
        "help_text": question.hint,
        "required": question.is_required,
    }
    # What is asked about another person is not what the browser knows of its owner.
    autocomplete = "off" if form == Asked.NOMINATION else detail.autocomplete
    column: Any = Registration._meta.get_field(detail.name)
    match detail.kind:
        case Kind.NAME:
            return PersonNameField(autocomplete=autocomplete, **given)
        case Kind.COUNTRY:
            return CountryField(autocomplete=autocomplete, **given)
        case Kind.EMAIL:
            field: forms.Field = EmailField(**given)
        case Kind.TEXT:
            field = forms.CharField(max_length=column.max_length, **given)
        case Kind.LANGUAGE:
            return forms.ChoiceField(choices=settings.LANGUAGES, **given)
        case Kind.TICK:
            return forms.BooleanField(**given)
        case Kind.CHOICE:
            choices = choices_of(detail)
            if column.blank and "" not in choices:
                choices = {"": _("Not given"), **choices}
            return forms.ChoiceField(
                choices=list(choices.items()),
                initial=column.get_default(),
                **given,
            )
        case Kind.ANSWER:
            return forms.ChoiceField(
                choices=YES_NO,
                widget=forms.RadioSelect,
                error_messages={"required": _("Select yes or no.")},
                **given,
            )
    field.widget.attrs["autocomplete"] = autocomplete
    return field


def _label(detail: Detail, question: Question, conference: Conference) -> Any:
    facts: Mapping[str, Any] = {"age": conference.minimum_age}
    label = question.label or detail.label
    return label % facts if "%(" in str(label) else label
