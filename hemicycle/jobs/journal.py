"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    REQUESTED = "requested job", _("task requested")
    STOPPED = "stopped job", _("task stopped")
    RESUMED = "resumed job", _("task resumed")
    FINISHED = "finished job", _("task finished")
    FAILED = "failed job", _("task failed")
    ENDED = "ended job", _("task ended before it was finished")
