"""What the registration desk decided, who works on what, and what was offered."""

from hemicycle.vetting.models.decision import Assignment, Decision, DecisionItem
from hemicycle.vetting.models.offer import Offer, OfferRule

__all__ = ["Assignment", "Decision", "DecisionItem", "Offer", "OfferRule"]
