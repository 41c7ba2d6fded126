"""A role for a part of the conference: what its wearer reads is what the same role for
the whole reads, of that part alone; and what they may do ends with it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from hemicycle import rooms
from hemicycle.conferences.models import (
    Conference,
    CoOrganiser,
    Hat,
    Role,
    Signatory,
)
from hemicycle.conferences.policy import Right, scope_of, wears
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.delegations.policy import is_desk
from hemicycle.invitations.models import Invitation, SendingItem
from hemicycle.people.models import User
from hemicycle.vetting.models import Decision, DecisionItem
from tests.cast import make_registration, make_user
from tests.security.world import World

pytestmark = pytest.mark.django_db

# Written out, and not asked of the models that are on trial: by which paths a role for
# a category or for a co-organiser reaches a row. What is not here, it does not reach.
BY_CATEGORY: dict[str, str] = {
    "delegations.Registration": "category",
    "badges.Badge": "registration__category",
}
BY_CO_ORGANISER: dict[str, str] = {
    "delegations.Delegation": "co_organiser",
    "delegations.Registration": "delegation__co_organiser",
    "badges.Badge": "registration__delegation__co_organiser",
    "invitations.Invitation": "signatory__co_organiser",
}
# Those that two people agree on, by their items: all of them or none.
BY_ITEMS: dict[str, tuple[type[Model], str, dict[str, str]]] = {
    "vetting.Decision": (
        DecisionItem,
        "decision",
        {
            "category": "registration__category",
            "co_organiser": "registration__delegation__co_organiser",
        },
    ),
    "invitations.Sending": (
        SendingItem,
        "sending",
        {"co_organiser": "invitation__signatory__co_organiser"},
    ),
}


@pytest.fixture
def city(world: World) -> CoOrganiser:
    """Another organiser, of whom Borealis was invited; its people come as guests."""
    conference = world.cast.conference
    city = CoOrganiser.objects.create(
        conference=conference, name={"en": "Host city"}, short_name="SLC"
    )
    mayor = Signatory.objects.create(
        conference=conference, co_organiser=city, name="Mayor", title={"en": "Mayor"}
    )
    borealis = world.theirs.organisation
    Invitation.objects.filter(organisation=borealis).update(signatory=mayor)
    Delegation.objects.filter(organisation=borealis).update(co_organiser=city)
    Registration.objects.filter(delegation__organisation=borealis).update(
        category=world.cast.guest
    )
    mixed = Decision.objects.create(
        conference=conference, verdict="refuse", reason="No place",
        fingerprint="0" * 64, prepared_by=world.cast.clara,
    )  # fmt: skip
    for side in (world.ours, world.theirs):
        DecisionItem.objects.create(
            decision=mixed, registration=side.registration, fingerprint="0" * 64
        )
    return city


def personal_models() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if hasattr(model._default_manager, "visible_to") and model is not Conference:
            yield model


def keys(model: type[Model], user: User, conference: Conference) -> set[Any]:
    fresh = User.objects.get(pk=user.pk)
    manager: Any = model._default_manager
    return set(manager.visible_to(fresh, conference).values_list("pk", flat=True))


def expected(model: type[Model], whole: set[Any], kind: str, part: Any) -> set[Any]:
    """Of what a role for the whole shows, what belongs to the part."""
    label = model._meta.label
    if label in BY_ITEMS:
        items, deed, paths = BY_ITEMS[label]
        if kind not in paths:
            return set()
        rows = items._default_manager.filter(**{f"{deed}__in": whole})
        ours = rows.filter(**{paths[kind]: part})
        others = rows.exclude(pk__in=ours)
        return set(ours.values_list(deed, flat=True)) - set(
            others.values_list(deed, flat=True)
        )
    paths_of = BY_CATEGORY if kind == "category" else BY_CO_ORGANISER
    if label not in paths_of:
        return set()
    found = model._default_manager.filter(pk__in=whole, **{paths_of[label]: part})
    return set(found.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("hat", "kind"),
    [
        (Hat.REGISTRAR, "category"),
        (Hat.HELP_DESK, "category"),
        (Hat.REGISTRAR, "co_organiser"),
        (Hat.PROTOCOL, "co_organiser"),
        (Hat.HELP_DESK, "co_organiser"),
    ],
)
def test_a_role_of_a_part_shows_what_the_whole_role_shows_of_that_part(
    world: World, city: CoOrganiser, hat: str, kind: str
) -> None:
    conference = world.cast.conference
    part = world.cast.guest if kind == "category" else city
    plain = make_user("Plain")
    full = make_user("Full", conference, hat)
    scoped = make_user("Scoped")
    Role.objects.create(conference=conference, user=scoped, hat=hat, **{kind: part})
    wrong, shown = {}, set()
    for model in personal_models():
        whole = keys(model, full, conference)
        wanted = keys(model, plain, conference) | expected(model, whole, kind, part)
        seen = keys(model, scoped, conference)
        if seen != wanted:
            wrong[model._meta.label] = (len(seen), len(wanted), len(whole))
        if keys(model, plain, conference) < seen < whole:
            shown.add(model)
    assert wrong == {}
    assert Registration in shown  # some are seen and some are not


def test_every_right_asked_without_a_thing_is_one_for_the_whole(
    world: World, city: CoOrganiser
) -> None:
    """Whoever forgets the scope refuses; nobody is let in by forgetting."""
    conference, guest = world.cast.conference, world.cast.guest
    user = make_user("Scoped")
    for hat in (Hat.REGISTRAR, Hat.HELP_DESK):
        Role.objects.create(conference=conference, user=user, hat=hat, category=guest)
    for hat in (Hat.REGISTRAR, Hat.PROTOCOL, Hat.HELP_DESK):
        Role.objects.create(
            conference=conference, user=user, hat=hat, co_organiser=city
        )
    rights = [
        right
        for room in rooms.answering("policy")
        for right in vars(room).values()
        if isinstance(right, Right)
    ]
    assert len(rights) > 15
    assert not any(right(user, conference) for right in rights)
    assert not wears(user, conference, *Hat.values)
    assert scope_of(user, conference, Hat.REGISTRAR).categories == {guest.pk}
    assert scope_of(user, conference, Hat.PROTOCOL).co_organisers == {city.pk}
    assert not scope_of(user, conference, Hat.STEWARD)


def test_a_right_on_a_thing_is_that_of_its_part(
    world: World, city: CoOrganiser
) -> None:
    user = make_user("Scoped")
    Role.objects.create(
        conference=world.cast.conference,
        user=user,
        hat=Hat.HELP_DESK,
        category=world.cast.guest,
    )
    ours = Registration.objects.get(pk=world.ours.registration.pk)
    theirs = Registration.objects.get(pk=world.theirs.registration.pk)
    alone = make_registration(conference=world.cast.conference)
    assert [is_desk.on(user, each) for each in (ours, theirs, alone)] == [
        False, True, False,
    ]  # fmt: skip
