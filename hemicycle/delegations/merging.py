"""Delegations of two organisations that are one, and the people in them."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext as _

from hemicycle.conferences.consequences import Consequence
from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import (
    Delegation,
    FormerDelegation,
    Registration,
)
from hemicycle.delegations.models.registration import LEFT, person_key
from hemicycle.delegations.storing import store
from hemicycle.organisations.merger import Fact, Merger, lock_rows
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User
from hemicycle.tables.models import Import
from hemicycle.ui.formats import numbered

MOVED = ((Delegation, "organisation"), (Registration, "stands_for"))

MOST_NAMES = 5


def lock(merger: Merger) -> None:
    lock_rows(
        Registration.objects.filter(
            Q(delegation__organisation__in=merger.both)
            | Q(stands_for__in=merger.both)
            | Q(counted_in__organisation__in=merger.both)
        )
    )
    lock_rows(Delegation.objects.filter(organisation__in=merger.both))


def refusals(merger: Merger, viewer: User) -> Iterator[ValidationError]:
    for ours, theirs in _pairs(merger):
        where = {"conference": ours.conference}
        if twice := _registered_in_both(ours, theirs):
            yield ValidationError(
                _(
                    "At %(conference)s, these people are registered in both "
                    "delegations: %(people)s. Withdraw one registration of each first."
                ),
                code="registered-twice",
                params=where | {"people": _names(twice, viewer)},
            )
        if _has_head(ours) and _has_head(theirs):
            yield ValidationError(
                _(
                    "At %(conference)s, both delegations have a head. Make one of the "
                    "two a deputy or a member first."
                ),
                code="head-taken",
                params=where,
            )
        taken, cap = ours.taken + theirs.taken, max(ours.cap, theirs.cap)
        if ours.taken and theirs.taken and taken > cap:
            yield ValidationError(
                _(
                    "At %(conference)s, the people of both take %(taken)s places, and "
                    "one delegation has %(cap)s. Withdraw some of them or change the "
                    "rules for places first."
                ),
                code="delegation-full",
                params=where | {"taken": taken, "cap": cap},
            )


def facts(
    organisation: Organisation, viewer: User, conference: Conference
) -> Iterator[Fact]:
    visible = Delegation.objects.visible_to(viewer, conference)
    delegation = visible.filter(organisation=organisation).first()
    places = people = ""
    if delegation:
        places = _("%(taken)s of %(cap)s") % {
            "taken": delegation.taken,
            "cap": delegation.cap,
        }
        people = str(
            Registration.objects.visible_to(viewer, conference)
            .filter(delegation=delegation)
            .count()
        )
    yield Fact(_("Places taken in its delegation"), places)
    yield Fact(_("Registrations in its delegation"), people)
    standing_for = Registration.objects.visible_to(viewer, conference).filter(
        stands_for=organisation
    )
    count = standing_for.count()
    yield Fact(_("People who stand for it in other delegations"), str(count or ""))


def consequences(
    merger: Merger, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    people = Registration.objects.visible_to(viewer, conference).filter(
        Q(delegation__organisation=merger.merged) | Q(stands_for=merger.merged)
    )
    if count := people.count():
        yield Consequence(
            numbered(
                "%(n)s registration moves with its state, badge and history.",
                "%(n)s registrations move with their states, badges and histories.",
                count,
            )
        )
    for ours, theirs in _pairs(merger):
        if ours.conference_id == conference.pk:
            cap = max(ours.cap, theirs.cap)
            yield Consequence(
                numbered(
                    "The two delegations become one with %(n)s place: the higher cap "
                    "of the two, not their sum.",
                    "The two delegations become one with %(n)s places: the higher cap "
                    "of the two, not their sum.",
                    cap,
                ),
                is_grave=True,
            )


def move(merger: Merger, actor: User) -> None:
    for ours, theirs in _pairs(merger):
        _join(ours, theirs)
    merger.merged.delegations.update(organisation=merger.kept)
    merger.merged.represented_by.update(stands_for=merger.kept)
    # Who stood for the one in the delegation of the other is simply of it.
    Registration.objects.filter(
        delegation__organisation=merger.kept, stands_for=merger.kept
    ).update(stands_for=None, counted_in=None)


def _pairs(merger: Merger) -> Iterator[tuple[Delegation, Delegation]]:
    """Their delegations to one conference, for each where both have one."""
    ours = {each.conference_id: each for each in merger.kept.delegations.all()}
    theirs = merger.merged.delegations.select_related("conference")
    for each in theirs.order_by("conference"):
        if each.conference_id in ours:
            ours[each.conference_id].conference = each.conference
            yield ours[each.conference_id], each


def _join(ours: Delegation, theirs: Delegation) -> None:
    """The people of both are one delegation, which has the higher cap of the two."""
    people = theirs.registrations.select_related("conference", "category")
    for registration in people.order_by("pk"):
        registration.delegation = ours
        store(registration)
    Registration.objects.filter(counted_in=theirs).update(counted_in=ours)
    Import.objects.filter(kind="people", subject=theirs.pk).update(subject=ours.pk)
    if theirs.cap > ours.cap:
        ours.cap, ours.cap_reason = theirs.cap, theirs.cap_reason
        ours.members_places = theirs.members_places
    ours.co_organiser = ours.co_organiser or theirs.co_organiser
    ours.save(update_fields=["cap", "cap_reason", "members_places", "co_organiser"])
    Delegation.objects.filter(pk=ours.pk).update(taken=F("taken") + theirs.taken)
    theirs.former.update(current=ours)
    FormerDelegation.objects.create(id=theirs.pk, current=ours)
    theirs.delete()


def _registered_in_both(ours: Delegation, theirs: Delegation) -> list[Registration]:
    here = ours.registrations.exclude(state__in=LEFT)
    keys = set(here.values_list("person_key", flat=True))
    return [
        each
        for each in theirs.registrations.exclude(state__in=LEFT)
        if person_key(each.full_name, each.email, ours.pk) in keys
    ]


def _has_head(delegation: Delegation) -> bool:
    heads = delegation.registrations.going().filter(part=Registration.Part.HEAD)
    return heads.exists()


def _names(people: list[Registration], viewer: User) -> str:
    """As many as are read, of those whom the viewer may see; else how many they are."""
    conference = people[0].conference
    visible = Registration.objects.visible_to(viewer, conference).filter(
        pk__in=[each.pk for each in people]
    )
    if visible.count() < len(people):
        return numbered("%(n)s person", "%(n)s people", len(people))
    names = [each.full_name for each in visible[:MOST_NAMES]]
    if len(people) > MOST_NAMES:
        names.append("…")
    return _(", ").join(names)
