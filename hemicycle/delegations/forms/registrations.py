"""Shapes of what people say about themselves. Rules stand in the actions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Notice
from hemicycle.delegations.forms.delegations import CategoryField, choose_category
from hemicycle.delegations.forms.persons import PersonNameField
from hemicycle.delegations.models import Registration
from hemicycle.organisations.models import Organisation
from hemicycle.ui.fields import CountryField

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class DetailsForm(forms.Form):
    """What a representative confirms. With `later`, nothing is required yet."""

    full_name = PersonNameField(
        label=_("Full name"),
        help_text=_("As you write it yourself, in any script. One name is enough."),
    )
    id_name = PersonNameField(
        label=_("Name as on your ID"),
        autocomplete="off",
        help_text=_(
            "Letter by letter as in the passport or card you bring. The door compares."
        ),
    )
    badge_name = PersonNameField(
        label=_("Name on the badge"),
        required=False,
        autocomplete="off",
        help_text=_("How people should call you. Empty: your full name."),
    )
    own_script = PersonNameField(
        label=_("Name in your own script"),
        required=False,
        autocomplete="off",
        help_text=_("For example العربية, 中文, Русский. Printed below the other."),
    )
    category = CategoryField(label=_("I come as"))
    functional_title = forms.CharField(
        label=_("Functional title"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    nationality = CountryField(
        label=_("Nationality"),
        help_text=_("For the statistics by country, and for your visa letter."),
    )
    residence = CountryField(
        label=_("Country of residence"),
        autocomplete="country",
        help_text=_("Where you live now. It may differ from your nationality."),
    )
    is_adult = forms.ChoiceField(
        label=_("Will you be 18 or older on the first day?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("Younger people come with a guardian’s consent; we ask them more."),
    )
    gender = forms.ChoiceField(
        label=_("Gender"),
        required=False,
        choices=Registration.Gender.choices,
        help_text=_("Only to count: published as totals, never beside your name."),
    )
    age_band = forms.ChoiceField(
        label=_("Age"),
        required=False,
        choices=Registration.AgeBand.choices,
        help_text=_("Only to count how many young people take part."),
    )
    notices = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        registration: Registration,
        notices: Sequence[Notice],
        later: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _initial(registration))
        super().__init__(*args, **kwargs)
        self.in_force = list(notices)
        conference = registration.conference
        categories = [
            category for category in conference.categories.all() if category.is_open
        ]
        if registration.category not in categories:
            # Given by the secretariat; not the person's to change.
            categories = []
        choose_category(self, categories)
        if "category" in self.fields:
            self.fields["category"].initial = registration.category_id
        age = conference.minimum_age
        self.fields["is_adult"].label = _(
            "Will you be %(age)s or older on the first day?"
        ) % {"age": age}
        self.fields["notices"].initial = " ".join(notice.pk for notice in notices)
        for notice in notices:
            self.fields[f"notice_{notice.kind}"] = forms.BooleanField(
                label=_notice_label(notice),
                required=notice.is_required,
                error_messages={"required": _what_to_accept(notice)},
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
        """What was understood, by the registration's own fields."""
        told = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in DETAILS and name != "is_adult"
        }
        if "is_adult" in self.cleaned_data:
            told["is_adult"] = self.cleaned_data["is_adult"] == "yes"
        if not told.get("full_name"):
            # A name is never emptied by saving for later.
            told.pop("full_name", None)
        return told

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


class CorrectionForm(DetailsForm):
    """What the desk corrects for somebody, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The history keeps it."),
    )


DETAILS = frozenset(
    {
        "full_name",
        "id_name",
        "badge_name",
        "own_script",
        "functional_title",
        "nationality",
        "residence",
        "is_adult",
        "gender",
        "age_band",
    }
)


def _notice_label(notice: Notice) -> Any:
    labels = {
        Notice.Kind.CONDUCT: _("I accept the code of conduct."),
        Notice.Kind.PRIVACY: _("I have read the privacy notice."),
        Notice.Kind.PHOTOGRAPHS: _("Photographs and recordings may show me."),
        Notice.Kind.LIST: _("My name may stand in the list of participants."),
    }
    return labels[Notice.Kind(notice.kind)]


def _what_to_accept(notice: Notice) -> Any:
    words = {
        Notice.Kind.CONDUCT: _(
            "Accept the code of conduct: without this you can’t take part. "
            "If you disagree, withdraw or ask us."
        ),
        Notice.Kind.PRIVACY: _(
            "Read the privacy notice and tick its box: without this you can’t take "
            "part. If you disagree, withdraw or ask us."
        ),
        Notice.Kind.PHOTOGRAPHS: _(
            "Accept photographs and recordings: without this you can’t take part. "
            "If you disagree, withdraw or ask us."
        ),
        Notice.Kind.LIST: _(
            "Accept that your name is listed: without this you can’t take part. "
            "If you disagree, withdraw or ask us."
        ),
    }
    return words[Notice.Kind(notice.kind)]


def _initial(registration: Registration) -> dict[str, Any]:
    initial = {name: getattr(registration, name) for name in DETAILS}
    initial["is_adult"] = "yes" if registration.is_adult else ""
    if registration.is_confirmed and not registration.is_adult:
        initial["is_adult"] = "no"
    return initial


class RegisterForm(forms.Form):
    """First page of whoever registers alone: who, and from where."""

    full_name = PersonNameField(
        label=_("Full name"),
        help_text=_("As you write it yourself, in any script. One name is enough."),
    )
    relation = forms.CharField(
        label=_("What you do there"),
        required=False,
        max_length=200,
        help_text=_("Staff, member, volunteer ... Its focal point reads this."),
    )
    affiliation = forms.CharField(
        label=_("Your organisation, if it is not in the list"),
        required=False,
        max_length=300,
        help_text=_(
            "As it should stand beside your name. It is your own word: you speak for "
            "yourself. Leave it empty if you belong to none."
        ),
    )
    organisation = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen: Organisation | None = None
