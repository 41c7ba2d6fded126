"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import (
    CoOrganiser,
    ResetApproval,
    Role,
    RoleOffer,
    SecondFactorReset,
)
from hemicycle.fields.personal import BY_COLLEAGUES, Answers, Elsewhere, Held

HELD: Answers = {
    Role: Held(
        _("Roles"),
        _("To know what you may do at a conference."),
        lambda user: Role.objects.filter(user=user),
        ("conference__slug", "hat"),
    ),
    RoleOffer: Held(
        _("Roles offered to you"),
        _("To know what you may do at a conference."),
        lambda user: RoleOffer.objects.filter(user=user),
        ("conference__slug", "hat", "offered_at"),
    ),
    SecondFactorReset: Held(
        _("Resets of your two-step verification"),
        _("Two people must agree to it."),
        lambda user: SecondFactorReset.objects.filter(user=user),
        ("conference__slug", "state", "prepared_at", "done_at"),
    ),
    ResetApproval: BY_COLLEAGUES,
    CoOrganiser: Elsewhere("its contact is published in the privacy notice"),
}
