"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    WROTE = "wrote text", _("text written")
    RESTORED = "restored revision", _("revision restored")
    ADDED_LANGUAGE = "added language", _("language added")
    TRANSLATED = "finished translation", _("translation finished")
    COMMENTED = "commented on text", _("comment added")
    RESOLVED = "resolved comment", _("comment resolved")
