"""The windows of a registration, and the texts that are accepted with it."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.kinds import NoticeKind, WindowKind
from hemicycle.conferences.openings import Opening

NOMINATION = "nomination"
CONFIRMATION = "confirmation"
SUBSTITUTION = "substitution"

WINDOWS = (
    WindowKind(
        NOMINATION,
        _("nominating and registering"),
        _("Focal points nominate participants, and individuals register."),
        _("No one new can be nominated or register."),
        before=(CONFIRMATION,),
        missing=_("No dates are set: no one can be nominated."),
    ),
    WindowKind(
        CONFIRMATION,
        _("confirming one’s details"),
        _("Participants confirm their details and accept the notices."),
        _("Registrations that are not confirmed lapse; their places become free."),
        missing=_("No dates are set: no one can confirm their details."),
        opening=Opening.APPROVE,
    ),
    WindowKind(
        SUBSTITUTION,
        _("replacing one person by another"),
        _("Focal points replace one participant by another."),
        _("No participant can be replaced."),
    ),
)

NOTICES = (
    NoticeKind(
        "conduct",
        _("code of conduct"),
        _("I accept the code of conduct."),
        _(
            "Accept the code of conduct: without this you can’t take part. "
            "If you disagree, withdraw or ask us."
        ),
        is_required=True,
        missing=_("No code of conduct is in force."),
    ),
    NoticeKind(
        "privacy",
        _("privacy notice"),
        _("I have read the privacy notice."),
        _(
            "Read the privacy notice and tick its box: without this you can’t take "
            "part. If you disagree, withdraw or ask us."
        ),
        is_required=True,
        missing=_("No privacy notice is in force."),
        is_blocking=True,
    ),
    NoticeKind(
        "photographs",
        _("photographs and recordings"),
        _("Photographs and recordings may show me."),
        _(
            "Accept photographs and recordings: without this you can’t take part. "
            "If you disagree, withdraw or ask us."
        ),
    ),
    NoticeKind(
        "list",
        _("list of participants"),
        _("My name may appear in the list of participants."),
        _(
            "Accept that your name is listed: without this you can’t take part. "
            "If you disagree, withdraw or ask us."
        ),
    ),
)
