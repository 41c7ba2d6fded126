"""What the decisions on people still need."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.openings import Group, Item, Opening, Problem, Setting
from hemicycle.conferences.policy import Hat
from hemicycle.delegations.models import Registration
from hemicycle.offers import actions as offers
from hemicycle.ui.formats import numbered
from hemicycle.vetting.waiting import WaitingList


def items(conference: Conference) -> Iterator[Item]:
    page = reverse("vetting:waiting", args=[conference.slug])
    queue = WaitingList(conference)
    rule = offers.rule_in_force(queue)
    is_approved = rule is not None and not offers.has_changed(queue, rule)
    waiting = Registration.objects.filter(conference=conference).waiting().count()
    sentence = numbered(
        "No rule of the waiting list is approved as it is now: no place is offered. "
        "%(n)s person is waiting.",
        "No rule of the waiting list is approved as it is now: no place is offered. "
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
            sentence,
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
