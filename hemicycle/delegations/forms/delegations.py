"""Shapes of what a focal point or the secretariat types about a delegation."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences import categories
from hemicycle.conferences.models import Conference
from hemicycle.delegations.actions.nominate import Nominee
from hemicycle.delegations.forms.details import DetailsForm
from hemicycle.delegations.models import CapRule
from hemicycle.delegations.models.details import Asked
from hemicycle.journal.versions import Versioned
from hemicycle.lib import countries
from hemicycle.organisations.models import Organisation, Standing
from hemicycle.ui.fields.translated import TranslatedFormField
from hemicycle.ui.forms import OneLines


class NomineeForm(DetailsForm):
    """One person, as a focal point knows them. They confirm the rest themselves."""

    asks = Asked.NOMINATION

    def __init__(
        self, *args: Any, conference: Conference, language: str, **kwargs: Any
    ) -> None:
        open_to_all = categories.open_to_all(conference)
        super().__init__(*args, conference=conference, categories=open_to_all, **kwargs)
        self.only_category = open_to_all[0] if len(open_to_all) == 1 else None
        self.fields["language"].initial = language

    @property
    def nominee(self) -> Nominee:
        category = self.cleaned_data.get("category", self.only_category)
        member = self.cleaned_data.get("stands_for")
        return Nominee(category=category, stands_for=member, **self.details)


class ChangeNomineeForm(Versioned, NomineeForm):
    """What the focal point corrects of somebody nominated."""


class ReasonForm(forms.Form):
    marks_optional = False
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person will see it."),
    )


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )


class CapRuleForm(Versioned, OneLines, forms.ModelForm[CapRule]):
    country = forms.ChoiceField(label=_("Country or area"), required=False)

    class Meta:
        model = CapRule
        fields = [
            "cap", "label", "kind", "standing", "country", "subdivision",
            "members_places", "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.conference = conference
        self.fields["label"] = TranslatedFormField(
            label=_("In words"),
            languages=[code for code, _name in settings.LANGUAGES],
            help_text=_("Printed as the reason of the cap."),
        )
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", _("Any")), *countries.choices()]
        for name, choices in (
            ("kind", Organisation.Kind.choices),
            ("standing", Standing.Kind.choices),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Any")), *choices]


class ConferenceCapForm(Versioned, forms.Form):
    cap = forms.IntegerField(
        label=_("Places of the whole conference"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Empty: no cap."),
    )
