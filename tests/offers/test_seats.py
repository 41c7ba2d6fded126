"""Offers know no kind of place: the same loop offers seats in workshops."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from hemicycle.journal.models import Entry, Failure
from hemicycle.lib import clock
from hemicycle.offers import actions as offers
from hemicycle.seconding.models import deeds, pending_for
from tests.cast import OPENING_MORNING, Cast
from tests.offers.workshops import (
    MODELS,
    SeatOffer,
    SeatRule,
    Seats,
    Wish,
    Workshop,
    leave,
)

IN_TWO_DAYS = OPENING_MORNING + timedelta(hours=48)


@pytest.fixture(scope="module", autouse=True)
def tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in MODELS:
                editor.create_model(model)
        yield
        with connection.schema_editor() as editor:
            for model in reversed(MODELS):
                editor.delete_model(model)


@pytest.fixture
def workshop(cast: Cast) -> Workshop:
    return Workshop.objects.create(seats=1)


@pytest.fixture
def seats(cast: Cast) -> Seats:
    approve(cast)
    return Seats(cast.conference)


def approve(cast: Cast, **says: Any) -> SeatRule:
    rule, queue = SeatRule(conference=cast.conference, **says), Seats(cast.conference)
    seen = queue.fingerprint(rule)
    rule = offers.submit_rule(queue, rule, seen=seen, actor=cast.rosa)
    return offers.approve_rule(queue, rule, seen=seen, actor=cast.ravi)


def line(cast: Cast, workshop: Workshop, *names: str) -> list[Wish]:
    """They want a seat, one after the other."""
    start = OPENING_MORNING - timedelta(days=1)
    return [
        Wish.objects.create(
            conference=cast.conference, workshop=workshop, name=name,
            since=start + timedelta(minutes=number),
        )
        for number, name in enumerate(names)
    ]  # fmt: skip


def offered() -> list[str]:
    rows = SeatOffer.objects.open().order_by("made_at", "pk")
    return sorted(offer.position.name for offer in rows)


def taken(workshop: Workshop) -> int:
    workshop.refresh_from_db()
    return workshop.taken


def test_a_seat_is_offered_to_the_first_held_and_taken(
    cast: Cast, workshop: Workshop, seats: Seats
) -> None:
    ada, _bo = line(cast, workshop, "Ada", "Bo")
    assert offers.offer_free_places(seats) == 1
    assert offers.offer_free_places(seats) == 0
    assert (offered(), taken(workshop)) == (["Ada"], 1)
    offer = SeatOffer.objects.get()
    assert offer.expires_at == IN_TWO_DAYS
    offers.take(seats, offer, actor=cast.lin)
    ada.refresh_from_db()
    assert (ada.state, SeatOffer.objects.get().state) == ("seated", "taken")
    assert seats.told == [("Ada", "open"), ("Ada", "taken")]
    with pytest.raises(ValidationError) as refusal:
        offers.decline(seats, offer, actor=cast.lin)
    assert refusal.value.code == "offer-over"
    verbs = [entry.verb for entry in Entry.objects.about(ada)]
    assert verbs == ["took offer", "offered"]


def test_what_is_declined_or_expires_goes_to_the_next(
    cast: Cast, workshop: Workshop, seats: Seats
) -> None:
    ada, bo, cy = line(cast, workshop, "Ada", "Bo", "Cy")
    offers.offer_free_places(seats)
    offers.decline(seats, SeatOffer.objects.get(), actor=cast.lin)
    assert offers.offer_free_places(seats) == 1
    assert offered() == ["Bo"]
    with clock.frozen(IN_TWO_DAYS):
        with pytest.raises(ValidationError) as refusal:
            offers.take(seats, SeatOffer.objects.open().get(), actor=cast.lin)
        assert refusal.value.code == "offer-over"
        assert offers.offer_free_places(seats) == 1
        assert offered() == ["Cy"]
        assert [waiting.key for waiting in seats.waiting()] == [cy.pk, bo.pk]
    ada.refresh_from_db()
    assert (ada.state, taken(workshop)) == ("left", 1)
    assert ("Bo", "passed") in seats.told


def test_a_refused_answer_leaves_the_offer_open(
    cast: Cast, workshop: Workshop, seats: Seats
) -> None:
    line(cast, workshop, "Minor")
    offers.offer_free_places(seats)
    with pytest.raises(ValidationError) as refusal:
        offers.take(seats, SeatOffer.objects.get(), actor=cast.lin)
    assert refusal.value.code == "minor"
    assert offered() == ["Minor"]


def test_who_leaves_and_waits_once_more_has_one_open_offer(
    cast: Cast, workshop: Workshop, seats: Seats
) -> None:
    (ada,) = line(cast, workshop, "Ada")
    offers.offer_free_places(seats)
    ada.refresh_from_db()
    leave(ada)
    offer = SeatOffer.objects.get()
    assert (offered(), offer.is_open, offer.state) == ([], False, "open")
    assert offer.label == "ended with the wait"
    Wish.objects.update(state="waiting")
    assert offers.offer_free_places(seats) == 1
    states = SeatOffer.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["ended", "open"]


def test_one_try_says_that_a_workshop_is_full(cast: Cast, seats: Seats) -> None:
    full, free = Workshop.objects.create(seats=0), Workshop.objects.create(seats=1)
    line(cast, full, *(f"Full {number}" for number in range(20)))
    line(cast, free, "Free")
    assert offers.offer_free_places(seats) == 1
    assert sorted(seats.tried) == ["Free", "Full 0"]
    assert offered() == ["Free"]


def test_one_that_cannot_be_done_keeps_back_no_other(
    cast: Cast, workshop: Workshop, seats: Seats
) -> None:
    Workshop.objects.update(seats=9)
    broken, *_others = line(cast, workshop, "Broken", "Late", "Ada")
    assert offers.offer_free_places(seats) == 1
    assert (offered(), taken(workshop)) == (["Ada"], 1)
    failure = Failure.objects.get()
    assert (failure.verb, failure.key) == ("offers.actions.offer_place", broken.pk)


@pytest.mark.parametrize(("at_once", "made"), [(1, 1), (2, 2), (None, 3)])
def test_no_more_offers_are_open_than_the_rule_allows(
    cast: Cast, workshop: Workshop, at_once: int | None, made: int
) -> None:
    Workshop.objects.update(seats=9)
    approve(cast, at_once=at_once)
    queue = Seats(cast.conference)
    line(cast, workshop, "Ada", "Bo", "Cy")
    assert offers.offer_free_places(queue) == made
    assert len(queue.tried) == made
    assert offers.offer_free_places(queue) == 0


def test_a_rule_stopped_in_the_middle_of_a_run_ends_it(
    cast: Cast, workshop: Workshop
) -> None:
    Workshop.objects.update(seats=9)
    rule = approve(cast)

    class StoppedByFirst(Seats):
        def tell(self, offer: Any, *, actor: Any) -> None:
            if not self.told:
                offers.stop_rule(rule, actor=cast.rosa)
            super().tell(offer, actor=actor)

    line(cast, workshop, "Ada", "Bo", "Cy")
    assert offers.offer_free_places(StoppedByFirst(cast.conference)) == 1
    assert offered() == ["Ada"]


def test_nothing_is_offered_without_a_rule_or_by_one_that_changed(
    cast: Cast, workshop: Workshop
) -> None:
    queue = Seats(cast.conference)
    line(cast, workshop, "Ada")
    assert offers.offer_free_places(queue) == 0
    approve(cast)
    SeatRule.objects.update(hours=1)
    assert offers.offer_free_places(queue) == 0
    SeatRule.objects.update(hours=48)
    with clock.frozen(cast.conference.ends_at):
        assert offers.offer_free_places(queue) == 0
    assert offers.offer_free_places(queue) == 1


def test_the_database_keeps_one_open_offer_and_one_rule(
    cast: Cast, workshop: Workshop, seats: Seats
) -> None:
    (ada,) = line(cast, workshop, "Ada")
    offers.offer_free_places(seats)
    for extra in (
        SeatOffer(position=ada, expires_at=IN_TWO_DAYS),
        SeatRule(
            conference=cast.conference, state="running",
            prepared_by=cast.rosa, approved_by=cast.ravi,
        ),
        SeatRule(
            conference=cast.conference, state="running", prepared_by=cast.rosa
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            extra.save(force_insert=True)


def test_the_kinds_of_the_tests_are_none_of_the_house(cast: Cast) -> None:
    assert SeatRule not in set(deeds())
    assert pending_for(cast.ravi, cast.conference) == []
