"""Who comes, with whom, in which state, and how many may."""

from hemicycle.delegations.models.delegation import (
    CapRule,
    Counter,
    Delegation,
    FormerDelegation,
    MembersPlaces,
)
from hemicycle.delegations.models.registration import Acceptance, Flag, Registration

__all__ = [
    "Acceptance",
    "CapRule",
    "Counter",
    "Delegation",
    "Flag",
    "FormerDelegation",
    "MembersPlaces",
    "Registration",
]
