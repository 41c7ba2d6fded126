"""Shapes of what is typed about invitations. Rules stand in the actions."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Category, Conference, Signatory
from hemicycle.conferences.policy import Reached, Scope
from hemicycle.invitations.wording import languages_of
from hemicycle.journal.versions import Versioned
from hemicycle.organisations.choosing import NamesOrganisation
from hemicycle.organisations.models import Organisation
from hemicycle.ui.fields import CountryField, EmailField, NameField
from hemicycle.ui.forms import OneLines

SIGNATORIES = Reached(co_organiser="co_organiser")


class LetterForm(OneLines, forms.Form):
    """To whom, in whose name, with what."""

    addressee = NameField(
        label=_("Addressed to"),
        help_text=_("The person or office that the letter greets."),
    )
    email = EmailField(
        label=_("E-mail address"),
        help_text=_("Only those who read this mailbox can answer the invitation."),
    )
    language = forms.ChoiceField(label=_("Language of the letter"))
    signatory = forms.ModelChoiceField(
        Signatory.objects.none(), label=_("In the name of")
    )
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("Category of its members"),
        required=False,
        empty_label=_("as each person registers"),
    )
    cap = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=1,
        max_value=10_000,
        error_messages={
            "min_value": _(
                "An invitation gives at least 1 place. "
                "Leave it empty to follow the rules."
            )
        },
        help_text=_("Empty: as the rules give them."),
    )

    def __init__(
        self, *args: Any, conference: Conference, scope: Scope, **kwargs: Any
    ) -> None:
        """`scope` is the part of the conference for which its writer invites."""
        super().__init__(*args, **kwargs)
        _offer_what_is_there(self, conference, scope)


class ChangeLetterForm(Versioned, LetterForm):
    """Of an invitation that has not left."""


class InvitationForm(NamesOrganisation, LetterForm):
    """With the organisation named: one on record is found by name and country."""

    name_field = "organisation"

    organisation = NameField(label=_("Organisation"), autocomplete="organization")
    country = CountryField(label=_("Country or area"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Organisation.Kind.choices, required=False
    )
    field_order = ("organisation", "country", "kind")


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("A few words for the secretariat. It helps to plan."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("The addressee reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def signatories_of(conference: Conference, scope: Scope) -> QuerySet[Signatory]:
    """In whose names an officer of this scope invites."""
    return conference.signatories.filter(scope.rows(SIGNATORIES))


def _offer_what_is_there(
    form: forms.Form, conference: Conference, scope: Scope
) -> None:
    language = form.fields["language"]
    assert isinstance(language, forms.ChoiceField)
    language.choices = languages_of(conference)
    for name, choices in (
        ("signatory", signatories_of(conference, scope)),
        ("category", conference.categories.all()),
    ):
        field = form.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choices
