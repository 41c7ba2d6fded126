"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    PREPARED = "prepared invitation", _("prepared")
    CHANGED = "changed invitation", _("corrected")
    SENT = "sent invitation", _("sent")
    ACCEPTED = "accepted invitation", _("accepted")
    DECLINED = "declined invitation", _("declined")
    WITHDREW = "withdrew invitation", _("withdrawn")
