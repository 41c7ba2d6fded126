"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    ASKED = "received enquiry", _("enquiry received")
    WROTE_AGAIN = "continued enquiry", _("the sender wrote again")
    ASSIGNED_ENQUIRY = "assigned enquiry", _("assigned")
    RELEASED_ENQUIRY = "released enquiry", _("assigned to no one")
    MOVED = "moved enquiry", _("moved to another subject")
    ANSWERED = "answered enquiry", _("answered by e-mail")
    CLOSED = "closed enquiry", _("closed")
    REOPENED = "reopened enquiry", _("opened again")
    ERASED = "erased enquiry", _("enquiry erased")
