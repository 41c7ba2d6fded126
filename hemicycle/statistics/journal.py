"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    PUBLISHED = "published figures", _("figures published")
    LISTED_PARTICIPANTS = "listed participants", _("list of participants made")
