"""Rows that are stored as tuples are the rows that a model would have saved."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Delegation
from hemicycle.demo import store
from hemicycle.demo.stable import stable_id
from hemicycle.journal.models import Entry
from hemicycle.lib.codes import is_id
from hemicycle.organisations.models import Organisation
from tests.cast import Cast

NOON = datetime(2019, 8, 26, 12, 0, 0, 250_000, tzinfo=timezone(timedelta(hours=-6)))


def delegation(conference: Conference, key: str) -> Delegation:
    organisation = Organisation.objects.create(name=f"«{key}» ' \t\\N", country="KE")
    return Delegation(
        id=stable_id(key),
        conference=conference,
        organisation=organisation,
        cap=20,
        cap_reason={"en": "any", "ar": "أي\n"},
        created_at=NOON,
    )


def columns(key: str) -> dict[str, object]:
    row = Delegation.objects.filter(pk=stable_id(key)).values().get()
    return {k: v for k, v in row.items() if k not in ("id", "organisation_id")}


@pytest.mark.django_db
def test_an_instance_is_stored_as_it_would_have_been_saved(cast: Cast) -> None:
    delegation(cast.conference, "saved").save()
    store.instances(Delegation, [delegation(cast.conference, "in bulk")])
    assert columns("in bulk") == columns("saved")
    assert columns("saved")["created_at"] == NOON


@pytest.mark.django_db
def test_a_tuple_gets_the_defaults_of_what_it_leaves_out() -> None:
    Entry(at=NOON, verb="saved", thing_type="x", thing_id="1").save()
    store.tuples(Entry, "at verb thing_type thing_id", [(NOON, "bulk", "x", "1")])
    saved, bulk = Entry.objects.order_by("id").values(
        "at", "actor_id", "conference_id", "details", "reason", "reason_erase_at"
    )
    assert bulk == saved
    assert bulk["at"].astimezone(UTC) == NOON


@pytest.mark.django_db
def test_no_rows_are_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture
        store.tuples(Entry, "verb", [])


def test_an_identifier_follows_from_its_parts_and_has_the_usual_form() -> None:
    assert is_id(stable_id("cast", "amina"))
    assert stable_id("cast", "amina") == stable_id("cast", "amina")
    assert stable_id("castamina") != stable_id("cast", "amina")
