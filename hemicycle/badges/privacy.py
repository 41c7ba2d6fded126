"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.badges.models import Badge
from hemicycle.delegations.models import Registration
from hemicycle.fields.personal import Answers, Held
from hemicycle.journal.actions import erase_reasons_about


def _forget(registration: Registration) -> None:
    registration.badges.update(printed="", revoked_reason="")
    for badge in registration.badges.all():
        erase_reasons_about(badge)


HELD: Answers = {
    Badge: Held(
        _("Badges"),
        _("To let you in."),
        lambda user: Badge.objects.filter(registration__user=user),
        ("serial", "issued_at", "handed_out_at", "revoked_at"),
        forget=_forget,
    )
}
