"""Who is invited, who comes, with whom, and what was decided about it."""

from hemicycle.delegations.models.decision import Claim, Decision, DecisionItem, Offer
from hemicycle.delegations.models.delegation import CapRule, Counter, Delegation
from hemicycle.delegations.models.invitation import Invitation, Sending
from hemicycle.delegations.models.registration import Acceptance, Flag, Registration
from hemicycle.delegations.models.waiting import OfferRule

__all__ = [
    "Acceptance",
    "CapRule",
    "Claim",
    "Counter",
    "Decision",
    "DecisionItem",
    "Delegation",
    "Flag",
    "Invitation",
    "Offer",
    "OfferRule",
    "Registration",
    "Sending",
]
