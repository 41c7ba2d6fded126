"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    COPIED = "copied", _("settings copied")
    STARTED = "started conference", _("conference started")
    DESCRIBED = "described", _("basics changed")
    PUBLISHED = "published", _("published")
    HID = "hid", _("hidden")
    JOINED_SERIES = "joined series", _("added to a series")
    LEFT_SERIES = "left series", _("removed from its series")
    RECORDED_EDITION = "recorded edition", _("edition recorded")
    REMOVED_EDITION = "removed edition", _("edition removed")
    ADDED_PART = "added part", _("added")
    CHANGED_PART = "changed part", _("changed")
    REMOVED_PART = "removed part", _("removed")
    DRAFTED_NOTICE = "drafted notice", _("notice drafted")
    PUBLISHED_NOTICE = "published notice", _("notice published")
    OFFERED_ROLE = "offered role", _("role offered")
    WITHDREW_ROLE_OFFER = "withdrew role offer", _("offer of a role withdrawn")
    ACCEPTED_ROLE = "accepted role", _("role accepted")
    DECLINED_ROLE = "declined role", _("role declined")
    CHANGED_ROLE = "changed role", _("role changed")
    REMOVED_ROLE = "removed role", _("role removed")
    APPROVED_RESET = "approved reset here", _("reset approved for this conference")
