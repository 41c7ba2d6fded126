"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    STARTED = "started article", _("article started")
    DESCRIBED = "described article", _("kind or source changed")
    SUBMITTED = "submitted article", _("submitted for approval")
    RETURNED = "returned article", _("returned to its writer")
    APPROVED = "approved article", _("article approved")
    TOOK_BACK = "took back article", _("taken back for editing")
    PLANNED = "planned release", _("release time changed")
    RELEASED = "released article", _("article released")
    RELEASED_LANGUAGE = "released translation", _("translation released")
    CORRECTED = "corrected article", _("article corrected in public")
    REISSUED = "released page again", _("changed texts released")
    NOTIFIED = "added notice", _("notice published")
    WITHDREW = "withdrew article", _("article withdrawn")
    REPAIRED = "repaired words", _("words repaired from the record")
    KEPT_WORDS = "kept words", _("words kept against the record")
    REOPENED = "reopened finding", _("finding reopened")
    ADDED_PERSON = "added named person", _("person put on record")
    CHANGED_PERSON = "changed named person", _("names on record changed")
    REMOVED_PERSON = "removed named person", _("person removed from the record")
    CHANGED_OFFICES = "changed offices", _("offices on record changed")
    FILED_STATEMENT = "filed statement", _("statement put on file")
    CHANGED_STATEMENT = "changed statement", _("statement on file changed")
    REMOVED_STATEMENT = "removed statement", _("statement removed from file")
    DISCARDED = "discarded article", _("article discarded")
