from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Kept with the badge; the person may ask for it."),
    )


class SearchForm(forms.Form):
    class Show:
        ALL, IN_HAND, TO_HAND_OUT, REVOKED = "", "in-hand", "to-hand-out", "revoked"

    q = forms.CharField(label=_("Name or serial"), required=False, max_length=200)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            (Show.ALL, _("all good badges")),
            (Show.TO_HAND_OUT, _("not handed out yet")),
            (Show.IN_HAND, _("handed out")),
            (Show.REVOKED, _("replaced or revoked")),
        ],
    )
