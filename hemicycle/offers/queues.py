"""What a room says of its places and of those who wait for them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from hemicycle.conferences.models import Conference
from hemicycle.offers.models import Offer, OfferQuerySet, OfferRule

P = TypeVar("P", bound=Model)

Need = tuple[str, str | None]
"""What may be full: a kind of counter, and the key of its row."""


@dataclass(frozen=True)
class Waiting:
    """The key of a position, and what a place for it needs."""

    key: str
    needs: frozenset[Need] = frozenset()


class Full(Exception):
    """What these needs stand for is full. Every other position that needs one of them
    is passed over in this run, untried, and keeps its place in line."""

    def __init__(self, *needs: Need) -> None:
        super().__init__(*needs)
        self.needs = frozenset(needs)


class Queue(ABC, Generic[P]):
    """One waiting list for one kind of place.

    A position is the row that waits. Every method that gets one gets it locked, in the
    transaction that also changes its offer; what a method changes it also stores.
    """

    offer_model: ClassVar[type[Offer]]
    rule_model: ClassVar[type[OfferRule]]
    conference: Conference

    @property
    def ends_at(self) -> datetime:
        """From then on nothing is offered, and no offer is valid."""
        return self.conference.ends_at

    @abstractmethod
    def fingerprint(self, rule: OfferRule) -> str:
        """Of the rule and its e-mails as they are now."""

    @abstractmethod
    def waiting(self) -> Iterable[Waiting]:
        """Who may be offered a place now, first come first, in one query or few."""

    @abstractmethod
    def made(self) -> OfferQuerySet:
        """Every offer of this queue, open or past."""

    @abstractmethod
    def locked(self, key: str) -> P:
        """The position as it is now, locked until the transaction ends."""

    @abstractmethod
    def is_waiting(self, position: P) -> bool:
        """Whether it still waits, so that a place can be offered to it."""

    @abstractmethod
    def hold(self, position: P) -> None:
        """Take a place and keep it for this position. Raises Full; ValidationError for
        what is wrong with this position alone."""

    @abstractmethod
    def check(self, position: P) -> None:
        """Raises ValidationError where the place held may not be taken."""

    @abstractmethod
    def approve(self, position: P) -> None:
        """The place held is taken for good."""

    @abstractmethod
    def withdraw(self, position: P) -> None:
        """The place held is given back, and the wait ends."""

    @abstractmethod
    def to_the_end(self, position: P) -> None:
        """The place held is given back; the position waits behind all others."""

    @abstractmethod
    def tell(self, offer: Offer, *, actor: AbstractBaseUser | None) -> None:
        """Tell whom it concerns what has become of this offer: `offer.state`."""

    def details(self, position: P, actor: Any) -> dict[str, object]:
        """What else the journal keeps of an answer."""
        return {}
