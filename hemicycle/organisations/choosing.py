"""Whether an organisation that somebody names is one on record: a person chooses.

For a form and for a row of a table; what is exact needs no question.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.lib import countries
from hemicycle.organisations.matches import Likely, Matches, Named
from hemicycle.organisations.models import Organisation

MOST = 5
"""Likely ones that are offered; more would be no question that people can answer."""
FIELD = "on_record"
LABEL = gettext_lazy("On record")

Answers = list[tuple[str, str]]


def answers_to(matches: Matches) -> Answers:
    """Each likely organisation with its reason, and that it is none of them.

    The last answer names those it was given about: it is no answer about others.
    """
    likely = matches.likely[:MOST]
    keys = sorted(each.organisation.pk for each in likely)
    return [
        *(
            (
                each.organisation.pk,
                _("This is the same organisation: %(likely)s")
                % {"likely": _in_words(each)},
            )
            for each in likely
        ),
        (" ".join(["new", *keys]), _("Add a new organisation")),
    ]


def choose(matches: Matches, answer: str) -> Organisation | None:
    """The one on record that is meant, or None for a new one.

    Raises ValidationError: code "choose", while nobody has said which.
    """
    if matches.exact:
        return matches.exact[0]
    if matches.likely and answer not in dict(answers_to(matches)):
        raise ValidationError(
            _("Likely on record: %(likely)s. Choose whether it is the same."),
            code="choose",
            params={"likely": _(", ").join(map(_in_words, matches.likely[:MOST]))},
        )
    likely = {each.organisation.pk: each.organisation for each in matches.likely}
    return likely.get(answer)


class NamesOrganisation(forms.BaseForm):
    """A form that names an organisation. Where it is likely one on record, it asks.

    `chosen` is the one on record, once the form is valid; None for a new one.
    """

    name_field = "name"
    chosen: Organisation | None = None
    matches = Matches()

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        typed = self.cleaned_data
        if self.errors or not self.asks:
            return cleaned
        named = Named(
            typed[self.name_field], typed["country"], typed.get("acronym", "")
        )
        (self.matches,) = Organisation.objects.same_as_each([named])
        # As soon as it is asked it is a field, for the page and for its error.
        if self.matches.likely and not self.matches.exact:
            self._ask()
        answer = self.data.get(self.add_prefix(FIELD), "")
        try:
            self.chosen = choose(self.matches, answer)
        except ValidationError as unanswered:
            self.add_error(FIELD, unanswered)
        return cleaned

    @property
    def asks(self) -> bool:
        """Not where the form changes an organisation on record."""
        return True

    def _ask(self) -> None:
        self.fields[FIELD] = forms.ChoiceField(
            label=_("Is this an organisation on record?"),
            choices=answers_to(self.matches),
            widget=forms.RadioSelect,
        )
        names = list(self.fields)
        names.insert(names.index(self.name_field), names.pop())
        self.order_fields(names)


def _in_words(likely: Likely) -> str:
    return _("“%(name)s” in %(country)s (%(reason)s)") % {
        "name": likely.organisation,
        "country": countries.name(likely.organisation.country),
        "reason": likely.reason.label,
    }
