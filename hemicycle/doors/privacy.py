"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.doors.models import Device, Scan, Shift
from hemicycle.fields.personal import BY_COLLEAGUES, Answers, Elsewhere, Held

HELD: Answers = {
    Scan: Held(
        _("Where your badge was scanned"),
        _("To count who is inside and to establish what happened at a door."),
        lambda user: Scan.objects.filter(badge__registration__user=user),
        ("at", "door__name", "is_green", "answer"),
    ),
    Device: BY_COLLEAGUES,
    Shift: Elsewhere("the name of a helper without an account, as a supervisor wrote"),
}
