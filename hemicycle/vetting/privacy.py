"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.delegations.models import Registration
from hemicycle.fields.personal import BY_COLLEAGUES, Answers, Elsewhere, Held
from hemicycle.vetting.models import (
    Assignment,
    Decision,
    DecisionItem,
    Offer,
    OfferRule,
)


def _forget(registration: Registration) -> None:
    DecisionItem.objects.filter(registration=registration).update(note="")


HELD: Answers = {
    Offer: Held(
        _("Places offered to you"),
        _("To offer available places in time."),
        lambda user: Offer.objects.filter(position__user=user),
        ("state", "made_at", "expires_at", "answered_at"),
    ),
    DecisionItem: Held(
        _("Decisions"),
        _("To record which registrations were decided together."),
        lambda user: DecisionItem.objects.filter(
            registration__user=user, decision__state=Decision.State.DONE
        ),
        ("decision__verdict", "decision__done_at", "outcome"),
        forget=_forget,
    ),
    Assignment: Elsewhere("steps of colleagues among themselves; ends when decided"),
    Decision: BY_COLLEAGUES,
    OfferRule: BY_COLLEAGUES,
}
