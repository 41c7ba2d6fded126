"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    ISSUED = "issued", _("issued")
    REPLACED = "replaced", _("replaced")
    REVOKED = "revoked", _("revoked")
    PRINTED = "printed", _("printed")
    HANDED_OUT = "handed out", _("handed out")
