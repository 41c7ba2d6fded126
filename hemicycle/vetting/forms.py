"""Shapes of what registrars choose and type. Rules stand in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Category, Conference
from hemicycle.delegations.models import Flag, Registration
from hemicycle.lib import countries
from hemicycle.ui.selects import LongSelect
from hemicycle.vetting.finding import UNDER_WAY
from hemicycle.vetting.models import Decision

ANY = "any"


class Filters(forms.Form):
    """The list's filters. In the address, so what makes no sense is ignored.

    Without any state in the address: those that wait for a decision.
    """

    marks_optional = False

    q = forms.CharField(
        label=_("Name in any spelling or script, organisation, code"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            (ANY, _("Any state")),
            (UNDER_WAY, _("nominated, confirmed or waiting")),
            *Registration.State.choices,
        ],
        widget=LongSelect,
    )
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("Category"),
        required=False,
        empty_label=_("Any category"),
        widget=LongSelect,
    )
    flag = forms.ChoiceField(
        label=_("Flag"),
        required=False,
        choices=[
            ("", _("With or without flags")),
            (ANY, _("Any flag")),
            *Flag.Kind.choices,
        ],
        widget=LongSelect,
    )
    country = forms.ChoiceField(
        label=_("Nationality"), required=False, widget=LongSelect
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("name", _("By name")), ("confirmed", _("Longest waiting first"))],
        widget=LongSelect,
    )
    mine = forms.BooleanField(label=_("Assigned to me"), required=False)
    delegation = forms.CharField(
        required=False, max_length=26, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and "state" not in self.data:
            state = ANY if self.data.get("q") else Registration.State.CONFIRMED
            self.data = {**dict(self.data.items()), "state": state}
        category, country = self.fields["category"], self.fields["country"]
        assert isinstance(category, forms.ModelChoiceField)
        assert isinstance(country, forms.ChoiceField)
        category.queryset = conference.categories.all()
        country.choices = [("", _("Any nationality")), *countries.choices()]

    def chosen(self) -> dict[str, Any]:
        """What filters; a state of "any" doesn't."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value and not (name == "state" and value == ANY)
        }


class DecisionForm(forms.Form):
    """A verdict and its reason; the person reads the reason."""

    verdict = forms.ChoiceField(
        choices=Decision.Verdict.choices, widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        help_text=_("It stands in the letter, in your words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The action demands it; the first look at the letter goes without.
        self.marks_optional = self.data.get("verdict") != Decision.Verdict.REFUSE
        if not self.marks_optional:
            self.fields["reason"].widget.attrs["aria-required"] = "true"


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=300)
