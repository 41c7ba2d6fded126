"""The window in which invitations are answered."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.kinds import WindowKind
from hemicycle.conferences.openings import Opening
from hemicycle.delegations.asked import NOMINATION

INVITATION = "invitation"

WINDOWS = (
    WindowKind(
        INVITATION,
        _("answering invitations"),
        _("Organisations accept or decline their invitation."),
        _("Who has not answered is asked to write to the secretariat."),
        before=(NOMINATION,),
        missing=_("Invitations could not be answered: no dates are set."),
        opening=Opening.INVITE,
    ),
)
