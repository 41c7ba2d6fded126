"""What is written by kept SQL is what `save()` and `update()` would have written."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    NotSupportedError,
    connection,
    models,
    transaction,
)
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from hemicycle.fields.prepared import Change, prepared_change
from hemicycle.fields.writes import insert, insert_many, update
from hemicycle.journal.models import Entry, Receipt
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import Attempt
from hemicycle.post.models import Email

NOON = datetime(2019, 8, 26, 12, tzinfo=UTC)


def an_email(key: str) -> Email:
    return Email(
        to="amina@example.org", language="ar", template="people/code", subject="مرحبا",
        body="O'Neill 50%\n", sealed=b"\x00\xff", send_key=key, created_at=NOON,
    )  # fmt: skip


def an_entry(key: str) -> Entry:
    return Entry(
        verb="looked", thing_type="x.y", thing_id="1", at=NOON, real_at=NOON,
        details={"codes": ["a", None, 3], "of": key},
    )  # fmt: skip


def an_attempt(key: str) -> Attempt:
    return Attempt(kind="code-hall", key=key, at=NOON)


def stored(row: models.Model, *besides: str) -> dict[str, Any]:
    values = type(row)._base_manager.filter(pk=row.pk).values().get()
    return {
        name: bytes(value) if isinstance(value, memoryview) else value
        for name, value in values.items()
        if name not in besides
    }


@pytest.mark.parametrize("make", [an_email, an_entry, an_attempt])
def test_many_inserted_rows_are_as_bulk_create_leaves_them(db: None, make: Any) -> None:
    rows = type(make(""))._base_manager
    besides = ("id", "send_key", "key", "details", "next_attempt_at")
    rows.bulk_create([make("first"), make("second")])
    before = set(rows.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        insert_many([make("third"), make("fourth")])
    assert len(queries) == 1
    made = rows.exclude(pk__in=before).order_by("pk")
    there = rows.filter(pk__in=before).order_by("pk")
    assert [stored(row, *besides) for row in made] == [
        stored(row, *besides) for row in there
    ]


def test_of_many_rows_that_break_a_constraint_none_is_there(db: None) -> None:
    aurora = Organisation(name="Aurora", country="TN")
    insert_many([])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many([aurora, aurora])
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("make", [an_email, an_entry, an_attempt])
@pytest.mark.parametrize("times", [1, 3])
def test_an_inserted_row_is_as_save_leaves_it(db: None, make: Any, times: int) -> None:
    for number in range(times):
        saved, inserted = make(f"saved {number}"), make(f"saved {number}")
        besides = ["id"]
        for row in (saved, inserted):
            for name in ("send_key", "next_attempt_at"):
                if hasattr(row, name):
                    besides.append(name)
        if make is an_email:
            inserted.send_key = f"inserted {number}"
        saved.save(force_insert=True)
        assert insert(inserted)
        assert stored(inserted, *besides) == stored(saved, *besides)
        assert inserted.pk is not None
        assert not inserted._state.adding
        assert inserted._state.db == "default"


def test_a_row_that_is_there_is_left_out_or_refused(db: None) -> None:
    first = an_email("once")
    assert insert(first, unless_there=True)
    again = an_email("once")
    assert not insert(again, unless_there=True)
    assert again._state.adding
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(an_email("once"))
    assert list(Email.objects.values_list("pk", flat=True)) == [first.pk]


def test_an_update_writes_what_it_names(db: None) -> None:
    receipt = Receipt(key="k" * 20, who="user 1", path="/", body="b", created_at=NOON)
    insert(receipt)
    before = stored(receipt)
    receipt.status, receipt.headers, receipt.path = 302, {"Location": "/ü"}, "/other"
    for _time in range(2):
        update(receipt, {"status", "headers"})
    assert stored(receipt) == before | {
        "status": 302,
        "headers": {"Location": "/ü"},
    }


def test_a_row_that_is_gone_says_so(db: None) -> None:
    organisation = Organisation(name="Aurora")
    with pytest.raises(DatabaseError):
        update(organisation, {"name"})
    assert not Organisation.objects.exists()


def test_expressions_are_refused(db: None) -> None:
    organisation = Organisation(name="Aurora")
    insert(organisation)
    organisation.name = F("city")  # type: ignore[assignment]  # what is refused
    with pytest.raises(NotSupportedError):
        update(organisation, {"name"})


def test_each_is_one_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        insert(email := an_email("one"))
        update(email, {"subject"})
        insert(an_entry("x"))
    assert len(asked) == 3


@prepared_change
def _moved(*, country: str | None, names: list[str], city: str) -> Change:
    rows = Organisation.objects.filter(country=country, name__in=names).order_by("name")
    return Change(rows, {"city": city, "name": F("country")})


@pytest.mark.parametrize("country", ["KE", "", "TN"])
@pytest.mark.parametrize("names", [[], ["a"], ["a", "b", "c"]])
def test_a_prepared_change_is_an_update(
    db: None, country: str, names: list[str]
) -> None:
    for name, its in (("a", "KE"), ("b", "KE"), ("c", "TN")):
        Organisation.objects.create(name=name, country=its)
    fits = Q(country=country, name__in=names)
    expected = Organisation.objects.filter(fits).count()
    keys = set(Organisation.objects.filter(fits).values_list("pk", flat=True))
    with transaction.atomic():
        assert _moved(country=country, names=names, city="x") == expected
        changed = Organisation.objects.filter(city="x", name=F("country"))
        assert set(changed.values_list("pk", flat=True)) == keys
        transaction.set_rollback(True)
    # Compiled now; another transaction, another value.
    assert _moved(country=country, names=names, city="y") == expected
    assert Organisation.objects.filter(city="y").count() == expected
    assert not Organisation.objects.filter(city="x").exists()


def test_a_change_compares_moments(db: None) -> None:
    @prepared_change
    def ended(*, now: datetime) -> Change:
        return Change(Attempt.objects.filter(at__lt=now), {"key": "old", "at": now})

    insert(an_attempt("x"))
    assert ended(now=NOON) == 0
    assert ended(now=NOON + timedelta(seconds=1)) == 1
    assert Attempt.objects.get().at == NOON + timedelta(seconds=1)
