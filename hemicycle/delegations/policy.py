"""Who is who here. Pure questions: no request, no side effect.

Who may do what to a registration, and in which states: `states.py`.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Category
from hemicycle.conferences.policy import Right, scope_of
from hemicycle.delegations.models import Delegation, Flag, Registration
from hemicycle.delegations.models.details import Reader
from hemicycle.delegations.models.registration import BESIDES_DESK, DESK
from hemicycle.fields.prepared import prepared
from hemicycle.organisations.models import FocalPoint
from hemicycle.people.models import User

# Also after a window has closed.
is_desk = Right(
    _("Help participants: nominate, confirm, correct, substitute and withdraw"), *DESK
)
can_list_registrations = Right(_("See registrations"), *DESK, *BESIDES_DESK)
can_set_caps = Right(_("Set the rules of caps and the cap of the conference"))


def may_move(user: User, registration: Registration, category: Category) -> bool:
    """The desk of one category moves nobody else out of its own reach."""
    if is_own(user, registration) or leads_it(user, registration):
        return True
    return is_desk.scope(user, registration.conference).covers(
        Registration(category=category, delegation=registration.delegation)
    )


def leads(user: User, delegation: Delegation) -> bool:
    """Focal point of the delegation's organisation for its conference, today."""
    answers: dict[str, bool] = user.__dict__.setdefault("_leads", {})
    if delegation.pk not in answers:
        in_office = _in_office(
            user=user.pk,
            conference=delegation.conference_id,
            organisation=delegation.organisation_id,
        )
        answers[delegation.pk] = bool(in_office)
    return answers[delegation.pk]


@prepared
def _in_office(
    *, user: str, conference: str, organisation: str
) -> QuerySet[FocalPoint]:
    """Each page of a delegation and of its people asks."""
    in_office = FocalPoint.objects.in_office(conference)
    return in_office.filter(user=user, organisation=organisation).order_by()[:1]


def can_nominate(user: User, delegation: Delegation) -> bool:
    return leads(user, delegation) or is_desk.on(user, delegation)


def is_own(user: User, registration: Registration) -> bool:
    """The person's own: claimed, or waiting to be by whoever proved the address."""
    if registration.user_id:
        return registration.user_id == user.pk
    return bool(registration.email) and registration.email == user.email


def leads_it(user: User, registration: Registration) -> bool:
    """Focal point of the delegation that this registration belongs to."""
    return registration.delegation is not None and leads(user, registration.delegation)


def acts_for_it(user: User, registration: Registration) -> bool:
    """The secretariat acts on somebody's behalf: its e-mails say so, and are previewed
    where something ends."""
    return is_desk.on(user, registration) and not is_own(user, registration)


def sees_details(user: User, registration: Registration) -> bool:
    """What a person typed and has not sent yet is theirs, and the desk's who helps."""
    return (
        registration.has_sent_details
        or is_own(user, registration)
        or is_desk.on(user, registration)
    )


def untold_flags(user: User, registration: Registration) -> frozenset[str]:
    """The kinds of flags that this reader of the registrar's pages may not know of.
    What follows from other people's data is told to who sees everybody."""
    if can_list_registrations(user, registration.conference):
        return frozenset()
    return Flag.ABOUT_OTHERS


def sees(user: User, registration: Registration, readers: frozenset[Reader]) -> bool:
    """Whether this user is one of these readers of the registration's details."""
    return (
        (Reader.PERSON in readers and is_own(user, registration))
        or (Reader.DESK in readers and is_desk.on(user, registration))
        or (Reader.PROTOCOL in readers and _is_protocol(user, registration))
        or (Reader.FOCAL_POINT in readers and leads_it(user, registration))
    )


def _is_protocol(user: User, registration: Registration) -> bool:
    return scope_of(user, registration.conference, *BESIDES_DESK).covers(registration)
