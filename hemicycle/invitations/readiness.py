"""What prepared invitations still need before they are sent."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.openings import (
    Group,
    Item,
    Opening,
    Problem,
    Setting,
    blocking,
)
from hemicycle.conferences.policy import Hat, can_edit
from hemicycle.invitations.models import Invitation
from hemicycle.invitations.policy import can_invite
from hemicycle.people.models import User
from hemicycle.ui import formats
from hemicycle.ui.formats import numbered


def items(conference: Conference) -> Iterator[Item]:
    page = reverse("invitations:index", args=[conference.slug])
    named = [code for code in conference.languages if conference.name.get(code)]
    invitations = Invitation.objects.filter(conference=conference).prepared()
    prepared = invitations.aggregate(
        all=Count("pk"),
        placeless=Count("pk", filter=Q(cap=0)),
        wordless=Count("pk", filter=~Q(language__in=named)),
    )
    yield Item(
        Opening.INVITE,
        _("Prepared invitations"),
        page,
        value=formats.number(prepared["all"]),
        problem=_problem(prepared, conference, page),
        hats=(Hat.PROTOCOL,),
        correctors=(Hat.PROTOCOL,) if prepared["placeless"] else (),
    )


def settings(conference: Conference) -> Iterator[Setting]:
    yield Setting(
        Group.WORDS,
        _("Invitations"),
        reverse("invitations:index", args=[conference.slug]),
        hats=(Hat.PROTOCOL,),
    )


def what_is_lacking(user: User, conference: Conference) -> dict[str, Any]:
    """What must be corrected before letters leave, and whether this person can.

    Invitations of other co-organisers are not counted for an officer of one.
    """
    counting = reverse("invitations:index", args=[conference.slug])
    return {
        "lacking": [
            item.for_viewer(user, conference)
            for item in blocking(conference, Opening.INVITE)
            if can_invite(user, conference) or item.href != counting
        ],
        "can_edit": can_edit(user, conference),
    }


def _problem(
    prepared: dict[str, int], conference: Conference, page: str
) -> Problem | None:
    if n := prepared["placeless"]:
        return Problem(
            numbered(
                "%(n)s prepared invitation offers no place: no one could be nominated.",
                "%(n)s prepared invitations offer no place: no one could be nominated.",
                n,
            ),
            _("Correct the invitations"),
            page,
            is_blocking=True,
        )
    if n := prepared["wordless"]:
        return Problem(
            numbered(
                "%(n)s prepared invitation is in a language in which the conference "
                "has no name.",
                "%(n)s prepared invitations are in a language in which the conference "
                "has no name.",
                n,
            ),
            _("Add the name"),
            reverse("conferences:describe", args=[conference.slug]) + "#id_languages",
        )
    return None
