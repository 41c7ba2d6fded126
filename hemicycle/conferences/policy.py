"""Who wears which hat. Pure questions: no request, no side effect."""

from hemicycle.conferences.models import Conference, Role
from hemicycle.people.models import User

Hat = Role.Hat


def hats(user: object, conference: Conference) -> frozenset[str]:
    """The hats this person wears here, asked of the database once per request."""
    if not isinstance(user, User):
        return frozenset()
    known: dict[str, frozenset[str]] = user.__dict__.setdefault("_hats", {})
    if conference.pk not in known:
        known[conference.pk] = frozenset(
            Role.objects.filter(user=user, conference=conference).values_list(
                "hat", flat=True
            )
        )
    return known[conference.pk]


def wears(user: object, conference: Conference, *any_of: str) -> bool:
    """Whether this person wears one of these hats; a chief wears every hat."""
    worn = hats(user, conference)
    return Hat.CHIEF in worn or not worn.isdisjoint(any_of)


def can_edit(user: object, conference: Conference) -> bool:
    return wears(user, conference, Hat.CHIEF)


def can_see_readiness(user: object, conference: Conference) -> bool:
    """What is missing until the openings: each sees the lines that are theirs."""
    return wears(
        user, conference, Hat.REGISTRAR, Hat.PROTOCOL, Hat.PROGRAMME, Hat.SUPERVISOR
    )


def can_begin(user: object) -> bool:
    """Whether this person may begin another conference: a chief of any may."""
    return (
        isinstance(user, User)
        and Role.objects.filter(user=user, hat=Hat.CHIEF).exists()
    )


def can_reset_second_factors(user: object, conference: Conference) -> bool:
    """Ask that a colleague's lost second factor be taken away, or do it for another."""
    return wears(user, conference, Hat.REGISTRAR)
