"""Who may do what at doors. Pure questions: no request, no side effect."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.policy import Right
from hemicycle.doors.models import AT_DOORS, RUNNING_DOORS, WATCHING_DOORS

can_watch = Right(_("Watch the doors and what they answered"), *WATCHING_DOORS)
can_run = Right(_("Open and close doors, enrol phones, give shifts"), *RUNNING_DOORS)
can_scan = Right(
    _("Scan at any door with their own account, without an enrolled phone"), *AT_DOORS
)
