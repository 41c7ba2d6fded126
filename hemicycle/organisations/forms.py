"""Shapes of what is typed about organisations. Rules stand in the actions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hemicycle.journal.versions import Versioned
from hemicycle.lib import countries
from hemicycle.organisations.models import Accreditation, Organisation, Standing
from hemicycle.ui.fields import CountryField, EmailField, NameField
from hemicycle.ui.forms import OneLines
from hemicycle.ui.selects import LongSelect

Choices = list[tuple[str, Any]]


def any_of(label: Any, choices: Any) -> Choices:
    """Choices of a filter, whose first one filters nothing."""
    return [("", label), *choices]


class Filters(forms.Form):
    """The list's filters. In the address, so what makes no sense is ignored."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    accreditation = forms.ChoiceField(label=_("Accreditation"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    standing = forms.ChoiceField(label=_("Standing"), required=False)
    country = forms.ChoiceField(
        label=_("Country or area"), required=False, widget=LongSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "accreditation": any_of(
                _("Any"), [*Accreditation.State.choices, ("none", _("not listed"))]
            ),
            "kind": any_of(_("Any"), Organisation.Kind.choices),
            "standing": any_of(_("Any"), Standing.Kind.choices),
            "country": any_of(_("Any"), countries.choices()),
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class OrganisationForm(Versioned, OneLines, forms.ModelForm[Organisation]):
    name = NameField(
        label=_("Name"),
        autocomplete="organization",
        help_text=_("As the organisation writes it."),
    )
    country = CountryField(label=_("Country or area"))
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = (
            "name", "acronym", "kind", "country", "subdivision", "city", "website",
        )  # fmt: skip

    def _post_clean(self) -> None:
        """The action validates and saves; the form must not touch the row."""


class NameForm(OneLines, forms.Form):
    name = NameField(label=_("Another name"), autocomplete="off")
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("not a translation")), *settings.LANGUAGES],
    )


class StandingForm(forms.Form):
    kind = forms.ChoiceField(label=_("Standing"), choices=Standing.Kind.choices)
    since = forms.IntegerField(
        label=_("Since (year)"), required=False, min_value=1945, max_value=2100
    )


class FocalPointForm(OneLines, forms.Form):
    email = EmailField(label=_("E-mail address"))
    name = NameField(label=_("Name"), required=False)


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
