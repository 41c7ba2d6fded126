"""What the decisions on people still need."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.conferences.models import Conference
from hemicycle.conferences.openings import Group, Item, Opening, Problem, Setting
from hemicycle.conferences.policy import Hat
from hemicycle.delegations.models import Registration
from hemicycle.ui import formats
from hemicycle.vetting.models import OfferRule


def items(conference: Conference) -> Iterator[Item]:
    page = reverse("vetting:waiting", args=[conference.slug])
    is_approved = OfferRule.objects.in_force(conference).exists()
    waiting = Registration.objects.filter(
        conference=conference, state=Registration.State.WAITING
    ).count()
    words = ngettext(
        "The rule of the waiting list is not approved: no free place is offered. "
        "%(n)s person is waiting.",
        "The rule of the waiting list is not approved: no free place is offered. "
        "%(n)s people are waiting.",
        waiting,
    )
    yield Item(
        Opening.APPROVE,
        _("Waiting list"),
        page,
        value=_("rule approved"),
        problem=None
        if is_approved
        else Problem(
            words % {"n": formats.number(waiting)},
            _("Read and approve the rule"),
            page,
            is_blocking=bool(waiting),
        ),
        hats=(Hat.REGISTRAR,),
        correctors=(Hat.REGISTRAR,),
    )


def settings(conference: Conference) -> Iterator[Setting]:
    yield Setting(
        Group.PEOPLE,
        _("Waiting list"),
        reverse("vetting:waiting", args=[conference.slug]),
        hats=(Hat.REGISTRAR,),
    )
