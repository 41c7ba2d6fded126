"""What this room keeps about a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.fields.personal import Answers, Held
from hemicycle.post.models import Email


def forget_about(thing: models.Model) -> int:
    """Empty the e-mails about a thing, except those that still have to leave."""
    over = [Email.State.SENT, Email.State.FAILED, Email.State.KEPT]
    emails = Email.objects.about(thing).filter(state__in=over).order_by()
    return emails.update(
        to="", recipient=None, subject="", body="", sealed=None, last_error=""
    )


HELD: Answers = {
    Email: Held(
        _("E-mails"),
        _("To show what was written to you, and when."),
        lambda user: Email.objects.visible_to(user, None),
        ("to", "subject", "body", "created_at", "sent_at"),
        forget=forget_about,
    )
}
