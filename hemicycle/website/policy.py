"""Who may do what here. Pure questions: no request, no side effect."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, Right, wears
from hemicycle.people.models import User
from hemicycle.website.models import Enquiry

can_answer_public = Right(
    _("Answer enquiries on visas, registration, accessibility and other subjects"),
    Hat.REGISTRAR, Hat.HELP_DESK,
)  # fmt: skip
can_answer_press = Right(
    _("Answer enquiries of the press and on other subjects"), Hat.PRESS
)


def can_see_enquiries(user: object, conference: Conference) -> bool:
    return can_answer_public(user, conference) or can_answer_press(user, conference)


def can_answer(user: object, enquiry: Enquiry) -> bool:
    """Whose work its subject is."""
    return wears(user, enquiry.conference, *enquiry.hats)


def has_asked(user: object, enquiry: Enquiry) -> bool:
    """Who signs in with the address that it came from."""
    return isinstance(user, User) and user.email == enquiry.email


def colleagues_for(enquiry: Enquiry) -> QuerySet[User]:
    """To whom it can be assigned."""
    return User.objects.filter(
        roles__conference=enquiry.conference_id,
        roles__hat__in=(Hat.CHIEF, *enquiry.hats),
        roles__category=None,
        roles__co_organiser=None,
    ).distinct()
