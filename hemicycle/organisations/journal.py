"""What the journal records of this room."""

from django.utils.translation import gettext_lazy as _

from hemicycle.journal.verbs import JournalVerb


class Happened(JournalVerb):
    ADDED = "added organisation", _("organisation added")
    CHANGED = "changed organisation", _("organisation changed")
    MERGED = "merged organisations", _("merged with another organisation")
    ADDED_NAME = "added name", _("name added")
    REMOVED_NAME = "removed name", _("name removed")
    ADDED_MEMBER = "added member", _("member added")
    ENDED_MEMBERSHIP = "ended membership", _("membership ended")
    RECORDED_STANDING = "recorded standing", _("standing recorded")
    ENDED_STANDING = "ended standing", _("standing ended")
    NAMED_FOCAL_POINT = "named focal point", _("focal point named")
    ENDED_FOCAL_POINT = "ended focal point", _("term of a focal point ended")
    ACCREDITED = "accredited", _("accredited")
    REFUSED_ACCREDITATION = "refused accreditation", _("accreditation refused")
