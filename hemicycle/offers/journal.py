"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    OFFERED = "offered", _("place offered")
    TOOK_OFFER = "took offer", _("offer accepted")
    DECLINED_OFFER = "declined offer", _("offer declined")
    PASSED_ON_OFFER = "passed on offer", _("offer passed on")
    REPLACED_RULE = "replaced offer rule", _("rule replaced")
    STOPPED_OFFERS = "stopped offers", _("offers stopped")
