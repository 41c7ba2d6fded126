"""A second kind of place, known to the tests alone: a seat in a workshop.

Its models are in a registry of their own, so that the house asks no page for them.
"""

from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.test.utils import isolate_apps

from hemicycle.conferences.models import Conference
from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock
from hemicycle.offers import models as offers
from hemicycle.offers.queues import Full, Queue, Waiting
from hemicycle.people.models import User

with isolate_apps("hemicycle.offers") as registry:
    for model in (User, Conference):
        registry.register_model(model._meta.app_label, model)

    class Workshop(models.Model):
        seats = models.PositiveSmallIntegerField()
        taken = models.PositiveSmallIntegerField(default=0)

        class Meta:
            app_label = "offers"

    class Wish(models.Model):
        """Someone who wants a seat."""

        id = IdField()
        conference = models.ForeignKey(Conference, models.CASCADE, related_name="+")
        workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="+")
        name = models.CharField(max_length=20)
        since = models.DateTimeField(default=clock.now)
        state = models.CharField(max_length=8, default="waiting")
        has_seat = models.BooleanField(default=False)

        class Meta:
            app_label = "offers"

    class SeatOffer(offers.Offer):
        POSITION_HOLDS = Q(position__state="waiting", position__has_seat=True)
        position = models.ForeignKey(Wish, models.CASCADE, related_name="offers")
        objects = offers.OfferQuerySet.as_manager()

        class Meta(offers.Offer.Meta):
            app_label = "offers"

        @property
        def position_holds(self) -> bool:
            wish: Wish = self.position
            return wish.state == "waiting" and wish.has_seat

    class SeatRule(offers.OfferRule):
        objects = offers.OfferRuleQuerySet.as_manager()

        class Meta(offers.OfferRule.Meta):
            app_label = "offers"


MODELS: tuple[type[models.Model], ...] = (Workshop, Wish, SeatOffer, SeatRule)


class Seats(Queue[Wish]):
    """All workshops of a conference. `tried` and `told` say what the loop did."""

    offer_model = SeatOffer
    rule_model = SeatRule

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.tried: list[str] = []
        self.told: list[tuple[str, str]] = []

    def fingerprint(self, rule: offers.OfferRule) -> str:
        return rule.fingerprint_with(())

    def waiting(self) -> Iterator[Waiting]:
        line = Wish.objects.filter(conference=self.conference, state="waiting")
        for wish in line.order_by("since", "pk"):
            yield Waiting(wish.pk, frozenset({("workshop", str(wish.workshop_id))}))

    def made(self) -> offers.OfferQuerySet:
        return SeatOffer.objects.filter(position__conference=self.conference)

    def locked(self, key: str) -> Wish:
        return Wish.objects.select_for_update().get(pk=key)

    def is_waiting(self, position: Wish) -> bool:
        return position.state == "waiting"

    def hold(self, position: Wish) -> None:
        self.tried.append(position.name)
        if position.name == "Late":
            raise ValidationError("Too late for this one.", code="late")
        room = Workshop.objects.filter(pk=position.workshop_id, taken__lt=F("seats"))
        if not room.update(taken=F("taken") + 1):
            raise Full(("workshop", str(position.workshop_id)))
        position.has_seat = True
        position.save()

    def check(self, position: Wish) -> None:
        if position.name == "Minor":
            raise ValidationError("Not yet 18.", code="minor")

    def approve(self, position: Wish) -> None:
        position.state = "seated"
        position.save()

    def withdraw(self, position: Wish) -> None:
        leave(position)

    def to_the_end(self, position: Wish) -> None:
        leave(position, state="waiting")
        position.since = clock.now()
        position.save()

    def tell(self, offer: offers.Offer, *, actor: AbstractBaseUser | None) -> None:
        if offer.position.name == "Broken":
            raise RuntimeError
        self.told.append((offer.position.name, offer.state))


def leave(wish: Wish, *, state: str = "left") -> None:
    """The seat is given back; no offer is told."""
    Workshop.objects.filter(pk=wish.workshop_id).update(taken=F("taken") - 1)
    wish.state, wish.has_seat = state, False
    wish.save()
