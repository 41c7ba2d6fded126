"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.delegations.models import Registration
from hemicycle.fields.personal import BY_COLLEAGUES, Answers, Held
from hemicycle.files import actions as files
from hemicycle.invitations.models import Invitation, Sending
from hemicycle.journal.actions import erase_reasons_about
from hemicycle.post.privacy import forget_about


def _forget(registration: Registration) -> None:
    """The addressee of a letter and the letter itself, once the conference is over;
    until then the organisation may still answer it."""
    conference = registration.conference
    if not registration.email or not conference.is_over:
        return
    invitations = Invitation.objects.filter(
        conference=conference, email=registration.email
    )
    for invitation in invitations.select_related("document"):
        document, invitation.document = invitation.document, None
        invitation.addressee = invitation.email = invitation.decline_reason = ""
        invitation.withdrawn_reason, invitation.answered_by = "", None
        invitation.save(
            update_fields=[
                "document", "addressee", "email", "decline_reason",
                "withdrawn_reason", "answered_by",
            ]
        )  # fmt: skip
        if document:
            files.erase(document, actor=None)
        forget_about(invitation)
        erase_reasons_about(invitation)


HELD: Answers = {
    Invitation: Held(
        _("Invitations"),
        _("To invite your organisation through you."),
        lambda user: Invitation.objects.filter(email=user.email).exclude(
            state=Invitation.State.PREPARED
        ),
        (
            "conference__slug", "organisation__name", "addressee", "email", "language",
            "state", "sent_at", "answered_at", "decline_reason",
        ),
        forget=_forget,
    ),
    Sending: BY_COLLEAGUES,
}  # fmt: skip
