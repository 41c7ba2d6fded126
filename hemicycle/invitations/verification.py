"""What anyone may learn from the code on one of our letters: no more than it says."""

from dataclasses import dataclass
from datetime import datetime

from hemicycle.conferences.models import Conference
from hemicycle.invitations.models import Invitation
from hemicycle.lib.codes import ungrouped


@dataclass(frozen=True)
class Facts:
    """A letter that exists. Nothing here that its holder's copy does not show."""

    conference: Conference
    organisation: str
    issued_at: datetime
    signatory: str
    signatory_title: str
    co_organiser: str
    is_valid: bool


def find(code: str) -> Facts | None:
    """The letter of this code, however it was typed. None: no letter left with it."""
    plain = ungrouped(code)
    if not plain or len(plain) > 40:
        return None
    invitation = (
        Invitation.objects.for_letter()
        .filter(code=plain, sent_at__isnull=False)
        .first()
    )
    if invitation is None:
        return None
    assert invitation.sent_at is not None
    return Facts(
        conference=invitation.conference,
        organisation=invitation.organisation.name,
        issued_at=invitation.sent_at,
        signatory=invitation.signatory.name,
        signatory_title=invitation.signatory_title,
        co_organiser=str(invitation.signatory.co_organiser),
        is_valid=not invitation.is_withdrawn,
    )
