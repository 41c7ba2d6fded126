"""Shapes of what registrars choose and type. Rules stand in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.vetting.models import Decision, OfferRule


class DecisionForm(forms.Form):
    """A verdict and its reason; the person reads the reason."""

    verdict = forms.ChoiceField(
        choices=Decision.Verdict.choices, widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        help_text=_("Included word for word in the e-mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The action demands it; the first look at the letter goes without.
        self.marks_optional = self.data.get("verdict") != Decision.Verdict.REFUSE
        if not self.marks_optional:
            self.fields["reason"].widget.attrs["aria-required"] = "true"


class RuleForm(forms.ModelForm[OfferRule]):
    """How free places are offered."""

    class Meta:
        model = OfferRule
        fields = ("order", "hours", "at_once")
        widgets = {"order": forms.RadioSelect}


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=300)
