"""For which member of an umbrella organisation a person comes, and whose place it is.

A chamber nominates people of its companies: each is in the chamber's delegation and
stands for a company. The rule that gave the delegation its cap says whether such a
person takes a place of the chamber or of the company's own delegation.
docs/decisions/members.md.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hemicycle.delegations import accreditation
from hemicycle.delegations.actions.open import open_delegation
from hemicycle.delegations.models import Delegation, MembersPlaces, Registration
from hemicycle.fields.prepared import prepared
from hemicycle.organisations.models import Membership, Organisation
from hemicycle.people.models import User


def members(
    delegation: Delegation, *, besides: Organisation | None = None
) -> QuerySet[Organisation]:
    """The members for whom its people can stand today, and the one chosen before."""
    current = Membership.objects.current().filter(umbrella=delegation.organisation_id)
    return Organisation.objects.filter(
        Q(pk__in=current.values("member")) | Q(pk=besides and besides.pk)
    ).order_by("name", "pk")


def has_members(organisation: str) -> bool:
    """Whether it is an umbrella today; most are not."""
    return bool(_memberships(umbrella=organisation))


@prepared
def _memberships(*, umbrella: str) -> QuerySet[Membership]:
    """One or none. Each form that adds a person asks."""
    return Membership.objects.current().filter(umbrella=umbrella).order_by()[:1]


def represent(
    registration: Registration, member: Organisation | None, *, actor: User
) -> Delegation | None:
    """Set for whom the person stands; None: for the delegation's own organisation.

    Returns the delegation whose place it takes where that is another than its own, for
    `places.move`. A member's delegation is opened where it has none yet. For somebody
    who stands for the same member as before it stays, whatever the rule says now.
    Raises ValidationError: at stands_for, code "not-a-member"; "organisation-refused".
    """
    before = registration.stands_for_id
    if member is None or registration.delegation is None:
        registration.stands_for = None
        return None
    if member.pk == before:
        return registration.counted_in
    if not members(registration.delegation).filter(pk=member.pk).exists():
        raise ValidationError(
            {
                "stands_for": ValidationError(
                    _("This organisation is not a member. Choose one of the list."),
                    code="not-a-member",
                )
            }
        )
    conference = registration.conference
    accreditation.check_answer(member, conference)
    registration.stands_for = member
    if registration.delegation.members_places == MembersPlaces.UMBRELLA:
        return None
    return open_delegation(conference, member, actor=actor)
