"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.delegations.models import Registration
from hemicycle.fields.personal import Answers, Elsewhere, Held
from hemicycle.website.actions import enquiries
from hemicycle.website.models import Enquiry, Message


def _forget(registration: Registration) -> None:
    """What was asked from the person's addresses, with the answers."""
    addresses = {registration.email}
    if registration.user:
        addresses.add(registration.user.email)
    theirs = Enquiry.objects.filter(
        conference=registration.conference_id, email__in=addresses - {""}
    )
    for enquiry in theirs:
        enquiries.erase(enquiry)


HELD: Answers = {
    Enquiry: Held(
        _("Enquiries to the secretariat"),
        _("To answer what you asked. Erased 180 days after an enquiry is closed."),
        lambda user: Enquiry.objects.of(user),
        (
            "conference__slug", "name", "email", "subject", "language", "state",
            "asked_at", "messages__at", "messages__is_answer", "messages__words",
        ),
        forget=_forget,
    ),
    Message: Elsewhere("told with the enquiry that it belongs to"),
}  # fmt: skip
