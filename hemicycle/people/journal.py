"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    CREATED_ACCOUNT = "created account", _("account created")
    CHANGED_ACCOUNT = "changed account", _("account changed")
    CHOSE_LANGUAGE = "chose language", _("language chosen")
    SIGNED_IN = "signed in", _("signed in")
    ENDED_SESSIONS = "ended sessions", _("all sessions ended")
    REQUIRED_FACTOR = "required second factor", _("two-step verification required")
    LIFTED_FACTOR = (
        "lifted second factor",
        _("two-step verification no longer required"),
    )
    SHOWED_FACTOR = "showed second factor", _("verified in two steps")
    RESET_FACTOR = "reset second factor", _("two-step verification reset")
    STARTED_APP = (
        "started authenticator app",
        _("set-up of an authenticator app started"),
    )
    ADDED_APP = "added authenticator app", _("authenticator app added")
    REMOVED_APP = "removed authenticator app", _("authenticator app removed")
    ADDED_PASSKEY = "added passkey", _("passkey added")
    SHOWED_PASSKEY = "showed passkey", _("verified with a passkey")
    REMOVED_PASSKEY = "removed passkey", _("passkey removed")
    CREATED_RECOVERY_CODES = "created recovery codes", _("recovery codes created")
    USED_RECOVERY_CODE = "used recovery code", _("recovery code used")
