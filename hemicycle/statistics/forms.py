"""Forms of this room: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.statistics.models import ParticipantList


class ListForm(forms.Form):
    """Which list of participants is made, and how."""

    stage = forms.ChoiceField(
        label=_("List"),
        choices=ParticipantList.Stage.choices,
        widget=forms.RadioSelect,
        initial=ParticipantList.Stage.PROVISIONAL,
        help_text=_(
            "The provisional and the corrected list name who is approved, the final "
            "one who arrived."
        ),
    )
    order = forms.ChoiceField(
        label=_("Order"),
        choices=ParticipantList.Order.choices,
        widget=forms.RadioSelect,
        initial=ParticipantList.Order.CATEGORY,
        help_text=_("Heads of delegation come first in their organisation."),
    )
    kind = forms.ChoiceField(
        label=_("File"),
        choices=[("pdf", _("PDF")), ("xlsx", _("Spreadsheet (Excel)"))],
        widget=forms.RadioSelect,
        initial="pdf",
    )
