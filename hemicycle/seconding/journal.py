"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    SUBMITTED = "submitted for approval", _("submitted for approval")
    APPROVED = "approved as second person", _("approved (second approval)")
    DISCARDED = "discarded", _("discarded")
