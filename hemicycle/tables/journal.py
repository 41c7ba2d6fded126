"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    SAVED_VIEW = "saved view", _("view saved")
    REMOVED_VIEW = "removed view", _("view removed")
    READ_TABLE = "read table", _("table read")
    ACCEPTED_ROWS = "accepted rows", _("rows accepted")
    DISCARDED_TABLE = "discarded table", _("table discarded")
