"""Caps, at the counters: what is taken, given back, refused."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from hemicycle.conferences.models import Conference
from hemicycle.delegations import places
from hemicycle.delegations.models import Counter, Delegation, Registration
from hemicycle.post.drafts import fingerprint_of
from hemicycle.vetting import actions, decisions
from hemicycle.vetting.models import Decision
from tests.cast import Cast, make_cast, make_registration
from tests.vetting.test_decide import deciding, make_confirmed

State = Registration.State


def move(registration: Registration, to: str) -> None:
    with transaction.atomic():
        row = Registration.objects.locked().get(pk=registration.pk)
        places.move(row, to)
        row.save()


def taken(cast: Cast) -> tuple[int, int, int]:
    """In the delegation, in the category of representatives, in the conference."""
    delegation = Delegation.objects.get(pk=cast.delegation.pk).taken
    counters = {c.category_id: c.taken for c in Counter.objects.all()}
    return delegation, counters.get(cast.representative.pk, 0), counters.get(None, 0)


@pytest.mark.parametrize(
    ("regime", "expected"),
    [
        (
            Conference.Regime.FIRST_COME,
            {"nominated": 1, "confirmed": 1, "approved": 3, "waiting": 0},
        ),
        (
            Conference.Regime.QUOTA,
            {"nominated": 0, "confirmed": 1, "approved": 3, "waiting": 0},
        ),
    ],
)
def test_each_state_holds_what_the_regime_says(
    cast: Cast, regime: str, expected: dict[str, int]
) -> None:
    Conference.objects.update(regime=regime)
    registration = make_registration(delegation=cast.delegation, state=State.DRAFT)
    held = {}
    for state in expected:
        move(registration, state)
        held[state] = sum(taken(cast))
    assert held == expected
    for ended in Registration.ENDED:
        move(registration, State.APPROVED)
        move(registration, ended)
        assert taken(cast) == (0, 0, 0)


def test_every_state_of_a_registration_is_in_the_table() -> None:
    for regime in Conference.Regime:
        assert set(places.HOLDING[regime]) == {*State.values, places.OFFERED}


@pytest.mark.parametrize("level", places.LEVELS)
def test_a_full_counter_refuses_and_nothing_is_taken(cast: Cast, level: str) -> None:
    first = make_registration(delegation=cast.delegation, state=State.DRAFT)
    second = make_registration(
        delegation=cast.delegation, state=State.DRAFT, full_name="Lu"
    )
    places.ensure_counters(cast.conference)
    match level:
        case places.DELEGATION:
            Delegation.objects.update(cap=1)
        case places.CATEGORY:
            cast.conference.categories.filter(pk=cast.representative.pk).update(cap=1)
        case places.CONFERENCE:
            Counter.objects.filter(category=None).update(cap=1)
    move(first, State.APPROVED)
    with pytest.raises(ValidationError) as refusal:
        move(second, State.APPROVED)
    assert refusal.value.code == f"{level}-full"
    assert taken(cast) == (1, 1, 1)


def test_a_refusal_leaves_the_counters_also_for_whoever_goes_on(cast: Cast) -> None:
    """A bulk decision catches the refusal and decides on the next person."""
    registration = make_registration(delegation=cast.delegation, state=State.DRAFT)
    places.ensure_counters(cast.conference)
    Counter.objects.filter(category=None).update(cap=0)
    with transaction.atomic():
        row = Registration.objects.locked().get(pk=registration.pk)
        with pytest.raises(ValidationError):
            places.move(row, State.APPROVED)
    assert taken(cast) == (0, 0, 0)


def test_a_cap_cut_below_taken_stops_newcomers_and_removes_nobody(cast: Cast) -> None:
    people = [
        make_registration(
            delegation=cast.delegation, state=State.DRAFT, full_name=f"Person {n}"
        )
        for n in range(4)
    ]
    for person in people[:3]:
        move(person, State.NOMINATED)
    Delegation.objects.update(cap=1)
    with pytest.raises(ValidationError):
        move(people[3], State.NOMINATED)
    assert Delegation.objects.get().places_left == 0
    move(people[0], State.CONFIRMED)  # whoever has a place goes on
    move(people[1], State.WITHDRAWN)
    with pytest.raises(ValidationError):  # two hold a place where one is left
        move(people[3], State.NOMINATED)
    assert taken(cast)[0] == 2


def test_guests_of_the_secretariat_stand_outside_every_cap(cast: Cast) -> None:
    Delegation.objects.update(cap=0)
    places.ensure_counters(cast.conference)
    Counter.objects.filter(category=None).update(cap=0)
    guest = make_registration(
        delegation=cast.delegation, state=State.DRAFT, category=cast.guest
    )
    move(guest, State.APPROVED)
    assert taken(cast) == (0, 0, 0)
    assert places.recount(cast.conference) == []


def test_another_category_exchanges_its_places(cast: Cast) -> None:
    registration = make_registration(delegation=cast.delegation, state=State.DRAFT)
    move(registration, State.APPROVED)
    with transaction.atomic():
        row = Registration.objects.locked().get(pk=registration.pk)
        places.move(row, State.APPROVED, category=cast.guest)
        row.save()
    assert taken(cast) == (0, 0, 0)
    assert Counter.objects.get(category=cast.guest).taken == 1
    assert places.recount(cast.conference) == []


def test_moving_twice_to_the_same_state_takes_one_place(cast: Cast) -> None:
    registration = make_registration(delegation=cast.delegation, state=State.DRAFT)
    move(registration, State.APPROVED)
    move(registration, State.APPROVED)
    assert taken(cast) == (1, 1, 1)


def test_places_change_only_in_a_transaction(
    transactional_db: None, cast: Cast
) -> None:
    registration = make_registration(delegation=cast.delegation)
    with pytest.raises(RuntimeError):
        places.move(registration, State.APPROVED)


def test_recount_finds_drift_and_repairs_the_counters_only(cast: Cast) -> None:
    registration = make_registration(delegation=cast.delegation, state=State.DRAFT)
    move(registration, State.APPROVED)
    assert places.recount(cast.conference) == []
    Delegation.objects.update(taken=7)
    found = places.recount(cast.conference, repair=True)
    assert [(d.level, d.recorded, d.counted) for d in found] == [("delegation", 7, 1)]
    assert taken(cast) == (1, 1, 1)
    Registration.objects.update(state=State.REFUSED)
    found = places.recount(cast.conference)
    assert [(d.level, d.recorded, d.counted) for d in found] == [("registration", 3, 0)]


def test_who_moves_several_locks_the_counters_in_the_one_order(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    places.ensure_counters(cast.conference)
    rows = [
        make_registration(
            delegation=cast.delegation, full_name=name, state=State.CONFIRMED
        )
        for name in ("Ada", "Bo", "Cy")
    ]
    with transaction.atomic(), django_assert_num_queries(3) as queries:
        places.lock_in_order(rows, State.APPROVED)
    tables = [query["sql"].split('FROM "')[1].split('"')[0] for query in queries]
    assert tables == [
        "delegations_delegation",
        "delegations_counter",
        "delegations_counter",
    ]
    assert '"category_id" IS NULL' in queries[-1]["sql"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_a_bulk_decision_and_a_withdrawal_never_wait_for_each_other(
    transactional_db: None,
) -> None:
    """The withdrawal holds its delegation and still needs the category's counter."""
    cast = make_cast()
    places.ensure_counters(cast.conference)
    other = Delegation.objects.create(
        conference=cast.conference, organisation=cast.borealis, cap=5
    )
    rows = [
        make_confirmed(
            cast, name, delegation=delegation, state="waiting", holds_delegation=False
        )
        for name, delegation in (("A", cast.delegation), ("B", other))
    ]
    letters = decisions.drafts_of(
        actions.decide.for_letters(cast.conference, [row.pk for row in rows]),
        "approve",
        "",
    )[0]
    decision = actions.decide.submit_decision(
        cast.conference, drafts=letters, verdict="approve",
        seen=fingerprint_of(letters), actor=cast.rosa,
    )  # fmt: skip
    Decision.objects.update(state=Decision.State.RUNNING, approved_by=cast.ravi)
    chunk = deciding.next_chunk(decision)
    assert chunk
    outcome: list[int] = []

    def decide_all() -> None:
        try:
            outcome.append(deciding.decide_chunk(decision, chunk))
        finally:
            connection.close()

    worker = threading.Thread(target=decide_all)
    with transaction.atomic():
        Delegation.objects.filter(pk=other.pk).update(taken=F("taken"))
        worker.start()
        worker.join(1)  # by now it waits for the delegation
        Counter.objects.filter(category=cast.representative).update(taken=F("taken"))
        Counter.objects.filter(category=None).update(taken=F("taken"))
    worker.join(30)
    assert [done.done for done in outcome] == [2]
    assert set(Registration.objects.values_list("state", flat=True)) == {"approved"}
    assert places.recount(cast.conference) == []
