"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.fields.personal import Answers, Held
from hemicycle.organisations.models import FocalPoint

HELD: Answers = {
    FocalPoint: Held(
        _("Organisations you represent as a focal point"),
        _("To know whose delegation you may lead."),
        lambda user: FocalPoint.objects.filter(user=user),
        ("conference__slug", "organisation__name", "named_at", "ended_at"),
    )
}
