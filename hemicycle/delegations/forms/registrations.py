"""Shapes of what people say about themselves. Rules stand in the actions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences import categories, kinds
from hemicycle.conferences.models import Category, Conference, Notice
from hemicycle.delegations.forms.details import DetailsForm, values_of
from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.details import Asked, asked_at
from hemicycle.journal.versions import Versioned
from hemicycle.organisations.models import Organisation


class ConfirmationForm(Versioned, DetailsForm):
    """What a representative confirms. With `later`, nothing is required yet."""

    asks = Asked.DETAILS
    category_label = _("Participation category")
    names_editors = False  # the person need not know who of the desk corrected it

    notices = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        registration: Registration,
        notices: Sequence[Notice],
        later: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", values_of(registration, asked_at(self.asks)))
        conference = registration.conference
        offered = categories.open_to_all(conference)
        if registration.category not in offered or registration.is_confirmed:
            # Assigned by the secretariat, or confirmed: not the person's to change.
            offered = []
        super().__init__(*args, conference=conference, categories=offered, **kwargs)
        if "category" in self.fields:
            self.fields["category"].initial = registration.category_id
        self.edited = registration
        self.in_force = list(notices)
        self.fields["notices"].initial = " ".join(notice.pk for notice in notices)
        for notice in notices:
            kind = kinds.notices()[notice.kind]
            self.fields[f"notice_{notice.kind}"] = forms.BooleanField(
                label=kind.answer,
                required=notice.is_required,
                error_messages={"required": kind.refusal},
            )
        self.has_new_text = False
        if later:
            for field in self.fields.values():
                field.required = False
        elif self.is_bound:
            self._ask_again_about_new_texts()

    def _ask_again_about_new_texts(self) -> None:
        """A tick given to an older text doesn't count; the page now shows the newer."""
        shown = set(self.data.get("notices", "").split())
        if shown == {notice.pk for notice in self.in_force}:
            return
        self.has_new_text = True
        data = dict(self.data.items())
        data["notices"] = self.fields["notices"].initial
        for notice in self.in_force:
            if notice.pk not in shown:
                data.pop(f"notice_{notice.kind}", None)
        self.data = data

    def clean(self) -> dict[str, Any]:
        if self.has_new_text:
            self.add_error(
                None,
                forms.ValidationError(
                    _("One of the texts has changed. Read it, and confirm again."),
                    code="notice-changed",
                ),
            )
        return self.cleaned_data

    @property
    def asked(self) -> list[tuple[Notice, forms.BoundField]]:
        """Each notice in force beside its box."""
        return [(notice, self[f"notice_{notice.kind}"]) for notice in self.in_force]

    @property
    def details(self) -> dict[str, Any]:
        """What was understood. A name is never emptied by saving for later."""
        given = super().details
        if not given.get("full_name"):
            given.pop("full_name", None)
        return given

    @property
    def answers(self) -> dict[str, bool]:
        """The answer to each notice the page showed, by its id."""
        shown = set(self.cleaned_data.get("notices", "").split())
        answers = {
            notice.pk: bool(self.cleaned_data.get(f"notice_{notice.kind}"))
            for notice in self.in_force
            if notice.pk in shown
        }
        return answers | dict.fromkeys(shown - set(answers), False)


class CorrectionForm(ConfirmationForm):
    """What the desk corrects for somebody, and why."""

    names_editors = True

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Kept in the history."),
    )


class RegisterForm(DetailsForm):
    """First page of a person who registers alone: who, and from where."""

    asks = Asked.REGISTERING

    organisation = forms.CharField(widget=forms.HiddenInput, required=False)

    category_label = _("Participation category")

    def __init__(
        self,
        *args: Any,
        conference: Conference,
        chosen: Organisation | None = None,
        assigned: Category | None = None,
        **kwargs: Any,
    ) -> None:
        offered = categories.open_to_all(conference)
        if assigned is not None and assigned not in offered:
            offered = []  # not the person's to change
        super().__init__(*args, conference=conference, categories=offered, **kwargs)
        # What one does there, or in one's own words where one comes from.
        self.fields.pop("affiliation" if chosen else "relation")
