"""Shapes of what is typed about organisations. Rules stand in the actions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.journal.versions import Versioned
from hemicycle.organisations.choosing import NamesOrganisation
from hemicycle.organisations.models import Membership, Organisation, Standing
from hemicycle.ui.fields import CountryField, DateField3, EmailField, NameField
from hemicycle.ui.formats import ENDONYMS
from hemicycle.ui.forms import OneLines


class OrganisationForm(
    NamesOrganisation, Versioned, OneLines, forms.ModelForm[Organisation]
):
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

    @property
    def asks(self) -> bool:
        return self.instance._state.adding

    def _post_clean(self) -> None:
        """The action validates and saves; the form must not touch the row."""


class NameForm(OneLines, forms.Form):
    name = NameField(label=_("Another name"), autocomplete="off")
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("Another language")), *ENDONYMS.items()],
    )
    is_acronym = forms.BooleanField(
        label=_("This is an acronym"),
        required=False,
        help_text=_(
            "Who types an acronym is asked which organisation is meant: several may "
            "have it."
        ),
    )


class StandingForm(forms.Form):
    kind = forms.ChoiceField(label=_("Standing"), choices=Standing.Kind.choices)
    since = forms.IntegerField(
        label=_("Since (year)"), required=False, min_value=1945, max_value=2100
    )


class MemberForm(OneLines, forms.Form):
    name = NameField(
        label=_("Name of the member"),
        autocomplete="off",
        help_text=_("An organisation on record, by any of its names."),
    )
    country = CountryField(
        label=_("Its country or area"),
        required=False,
        help_text=_("Needed where several organisations have this name."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of membership"), choices=Membership.Kind.choices
    )
    since = DateField3(label=_("Member since"), required=False)


class FocalPointForm(OneLines, forms.Form):
    email = EmailField(label=_("E-mail address"))
    name = NameField(label=_("Name"), required=False)


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
