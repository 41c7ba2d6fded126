"""The question for which member of the organisation somebody comes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.delegations.models import Delegation, MembersPlaces
from hemicycle.delegations.representation import has_members, members
from hemicycle.organisations.models import Organisation


def ask_for_member(
    form: forms.Form, delegation: Delegation | None, chosen: Organisation | None = None
) -> None:
    """Ask only where the organisation has members."""
    if delegation is None:
        return
    if not chosen and not has_members(delegation.organisation_id):
        return
    offered = members(delegation, besides=chosen)
    takes_own = delegation.members_places == MembersPlaces.OWN
    form.fields["stands_for"] = forms.ModelChoiceField(
        offered,
        label=_("Stands for"),
        required=False,
        empty_label=str(delegation.organisation),
        help_text=_("A member’s place is taken in the member’s own delegation.")
        if takes_own
        else _("Takes a place of this delegation, whichever member you choose."),
    )
    form.initial.setdefault("stands_for", chosen and chosen.pk)
