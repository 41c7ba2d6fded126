"""The delegations and registrations that a person may reach: conferences/access.py."""

from django.shortcuts import get_object_or_404

from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.delegations import policy
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.delegations.models.delegation import DelegationQuerySet
from hemicycle.delegations.models.registration import RegistrationQuerySet
from hemicycle.fields.prepared import prepared
from hemicycle.lib.states import Verb
from hemicycle.people.models import User


def listed(user: User, conference: Conference) -> DelegationQuerySet:
    """The delegations this person may see; for a focal point, their own."""
    return Delegation.objects.visible_to(user, conference)


def members(user: User, conference: Conference, id: str) -> RegistrationQuerySet:
    """The people of a delegation that this person may see."""
    return get_delegation(user, conference, id).registrations.sent()


def get_delegation(
    user: User, conference: Conference, id: str, *, to_nominate: bool = False
) -> Delegation:
    delegation: Delegation | None
    # Most who come here lead it, which the page asks anyhow.
    rows = _delegation(conference=conference.pk, key=id)
    if rows and policy.leads(user, rows[0]):
        delegation = rows[0]
    else:
        visible = _delegations().visible_to(user, conference)
        delegation = visible.filter(pk=id).first()
        if delegation is None:
            # One whose people moved here when two organisations were merged.
            delegation = get_object_or_404(visible, former=id)
    delegation.conference = conference
    demand(not to_nominate or policy.can_nominate(user, delegation))
    return delegation


def _delegations() -> DelegationQuerySet:
    return Delegation.objects.select_related("organisation").with_refusal()


@prepared
def _delegation(*, conference: str, key: str) -> DelegationQuerySet:
    return _delegations().filter(conference=conference, pk=key)


def get_registration(
    user: User,
    conference: Conference,
    id: str,
    verb: Verb | None = None,
    *,
    to_save: bool = False,
) -> Registration:
    """One that this person may see and, with a verb, do this to.

    `to_save` locks it while a form is answered, as `versions.lock_until_saved` does,
    without a question more.
    """
    # Most who come here come for their own: that is seen without a second question.
    rows = (_locked if to_save else _unlocked)(conference=conference.pk, key=id)
    if rows and policy.is_own(user, rows[0]):
        registration = rows[0]
    else:
        visible = _registrations(to_save).visible_to(user, conference)
        registration = get_object_or_404(visible, pk=id)
    registration.conference = conference
    if registration.delegation:
        registration.delegation.conference = conference
    demand(verb is None or verb.may(user, registration))
    return registration


def _registrations(lock: bool) -> RegistrationQuerySet:
    rows = Registration.objects.select_related("category", "delegation__organisation")
    return rows.select_for_update(no_key=True, of=("self",)) if lock else rows


@prepared
def _unlocked(*, conference: str, key: str) -> RegistrationQuerySet:
    return _registrations(lock=False).filter(conference=conference, pk=key)


@prepared
def _locked(*, conference: str, key: str) -> RegistrationQuerySet:
    return _registrations(lock=True).filter(conference=conference, pk=key)
