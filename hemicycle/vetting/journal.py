"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    APPROVED = "approved", _("approved")
    WAITLISTED = "put on the waiting list", _("put on the waiting list")
    REFUSED = "refused", _("refused")
    ASSIGNED = "assigned", _("assigned")
    RELEASED = "released", _("released")
    RESOLVED_FLAG = "resolved flag", _("flag resolved")
    ADDED_NOTE = "added note", _("note added")
