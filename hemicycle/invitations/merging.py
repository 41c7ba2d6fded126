"""Invitations of two organisations that are one."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hemicycle.conferences.consequences import Consequence
from hemicycle.conferences.models import Conference
from hemicycle.invitations.actions.invite import withdraw_invitation
from hemicycle.invitations.models import Invitation, SendingItem
from hemicycle.organisations.merger import Fact, Merger, lock_rows
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User

MOVED = ((Invitation, "organisation"),)

Pair = tuple[Invitation, Invitation]


def lock(merger: Merger) -> None:
    lock_rows(Invitation.objects.filter(organisation__in=merger.both))


def refusals(merger: Merger, viewer: User) -> Iterator[ValidationError]:
    """Of two that have left and are not answered, somebody has to choose one."""
    for ours, theirs in _pairs(merger):
        where = {"conference": ours.conference}
        if unsent := _unsent(ours, theirs):
            if SendingItem.objects.under_way().filter(invitation=unsent).exists():
                yield ValidationError(
                    _(
                        "At %(conference)s, an invitation of one of the two is about "
                        "to be sent with others. Wait until it has left, or discard "
                        "that sending."
                    ),
                    code="in-a-sending",
                    params=where,
                )
        elif ours.is_unanswered or theirs.is_unanswered:
            yield ValidationError(
                _(
                    "At %(conference)s, both have been invited. Withdraw the "
                    "invitation that is not answered first."
                ),
                code="both-invited",
                params=where,
            )


def facts(
    organisation: Organisation, viewer: User, conference: Conference
) -> Iterator[Fact]:
    visible = Invitation.objects.visible_to(viewer, conference)
    invitations = visible.filter(organisation=organisation)
    states = (each.get_state_display() for each in invitations)
    yield Fact(_("Invitation"), _(", ").join(map(str, states)))


def consequences(
    merger: Merger, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    visible = Invitation.objects.visible_to(viewer, conference)
    if visible.filter(organisation=merger.merged).exists():
        yield Consequence(
            _(
                "The invitation of “%(name)s” moves. A letter that was sent keeps the "
                "name printed on it."
            )
            % {"name": merger.merged}
        )
    for ours, theirs in _pairs(merger):
        if ours.conference_id != conference.pk:
            continue
        if _unsent(ours, theirs):
            yield Consequence(
                _("The invitation of one of them that was not sent is withdrawn."),
            )
        else:
            yield Consequence(_("Both answers to the two invitations stay on record."))


def move(merger: Merger, actor: User) -> None:
    for ours, theirs in _pairs(merger):
        if unsent := _unsent(ours, theirs):
            withdraw_invitation(unsent, reason="", actor=actor)
        else:
            # That of an organisation that comes stays the one that others are told of.
            beside = ours if theirs.is_accepted and not ours.is_accepted else theirs
            beside.is_of_merged = True
            beside.save(update_fields=["is_of_merged"])
    merger.merged.invitations.update(organisation=merger.kept)


def _pairs(merger: Merger) -> Iterator[Pair]:
    """Their invitations to one conference, for each where both have one in force."""
    rows = Invitation.objects.exclude(state=Invitation.State.WITHDRAWN)
    rows = rows.filter(is_of_merged=False).select_related("conference")
    ours = {each.conference_id: each for each in rows.filter(organisation=merger.kept)}
    theirs = rows.filter(organisation=merger.merged).order_by("conference")
    for each in theirs:
        if each.conference_id in ours:
            yield ours[each.conference_id], each


def _unsent(ours: Invitation, theirs: Invitation) -> Invitation | None:
    """Of the two the one that has not left; that of the merged one rather."""
    return next((each for each in (theirs, ours) if each.is_prepared), None)
