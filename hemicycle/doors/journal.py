"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    ADDED_DOOR = "added door", _("door added")
    CHANGED_DOOR = "changed door", _("door changed")
    REMOVED_DOOR = "removed door", _("door removed")
    ENROLLED_PHONE = "enrolled phone", _("phone enrolled")
    CONNECTED_PHONE = "connected phone", _("phone connected")
    DISCONNECTED_PHONE = "disconnected phone", _("phone disconnected")
    ASSIGNED_SHIFT = "assigned shift", _("shift assigned")
