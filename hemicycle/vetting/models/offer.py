"""Free places offered to the waiting list, and the rule for it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, wears
from hemicycle.delegations.models import Registration
from hemicycle.offers import models as offers
from hemicycle.people.models import User


class Offer(offers.Offer):
    """A free place offered to the next on the waiting list."""

    POSITION_HOLDS = Q(
        position__state=Registration.State.WAITING, position__holds_category=True
    )

    position = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="offers"
    )

    objects = offers.OfferQuerySet.as_manager()

    class Meta(offers.Offer.Meta):
        pass

    @property
    def position_holds(self) -> bool:
        return self.position.is_offered


OFFERING = (Hat.REGISTRAR,)


class OfferRuleQuerySet(offers.OfferRuleQuerySet):
    def visible_to(self, user: User, conference: Conference) -> Self:
        if wears(user, conference, *OFFERING):
            return self.filter(conference=conference)
        return self.none()


class OfferRule(offers.OfferRule):
    """How the free places of a conference are offered to its waiting list."""

    objects = OfferRuleQuerySet.as_manager()

    class Meta(offers.OfferRule.Meta):
        pass

    @property
    def title(self) -> str:
        return _("Rule of the waiting list: %(rule)s") % {"rule": super().title}

    def get_absolute_url(self) -> str:
        return reverse("vetting:rule", args=[self.conference.slug, self.pk])
