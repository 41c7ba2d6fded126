"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    ADDED_SESSION = "added session", _("session added")
    CHANGED_SESSION = "changed session", _("session changed")
    REMOVED_SESSION = "removed session", _("session removed")
    ADDED_APPEARANCE = "added appearance", _("person added to a session")
    REMOVED_APPEARANCE = "removed appearance", _("person removed from a session")
