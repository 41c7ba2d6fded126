"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    STARTED = "started registration", _("started")
    REGISTERED = "registered", _("registered without an organisation")
    ASKED = "asked", _("asked the focal point")
    RETURNED = "returned", _("returned by the focal point")
    NOMINATED = "nominated", _("nominated")
    CORRECTED = "corrected", _("corrected")
    REMINDED = "reminded", _("e-mail sent again")
    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED_DETAILS = "corrected details", _("details corrected by the person")
    CORRECTED_ON_BEHALF = (
        "corrected on behalf",
        _("details corrected by the secretariat"),
    )
    WITHDREW = "withdrew", _("withdrawn")
    LAPSED = "lapsed", _("lapsed")
    SUBSTITUTED = "substituted", _("replaced by another person")
    ERASED = "erased", _("personal data erased")
    OPENED_DELEGATION = "opened delegation", _("delegation opened")
    SET_CAP = "set cap", _("cap set")
    SET_CONFERENCE_CAP = "set conference cap", _("cap of the conference set")
    SAVED_CAP_RULE = "saved cap rule", _("rule of caps saved")
    REMOVED_CAP_RULE = "removed cap rule", _("rule of caps removed")
