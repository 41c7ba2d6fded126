from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from hemicycle.delegations.journal import Happened as Registered
from hemicycle.journal import maintenance
from hemicycle.journal.actions import erase_old_reasons, record, record_many
from hemicycle.journal.models import REASON_KEPT, Entry
from hemicycle.lib import clock
from hemicycle.organisations.journal import Happened
from tests.cast import OPENING_MORNING, Cast


@pytest.fixture
def entry(cast: Cast) -> Entry:
    return record(
        cast.conference,
        Registered.WITHDREW,
        cast.aurora,
        actor=cast.rosa,
        reason="Asked to.",
    )


def test_an_entry_says_who_did_what_to_which_thing_when_and_why(cast: Cast) -> None:
    record(
        cast.conference,
        Happened.CHANGED,
        cast.aurora,
        actor=cast.rosa,
        reason="One body.",
        into=cast.borealis,
        places=4,
        states=["approved"],
    )
    stored = Entry.objects.about(cast.aurora).get()
    assert stored.conference_id == cast.conference.pk
    assert (stored.actor, stored.verb) == (cast.rosa, "changed organisation")
    assert stored.thing_type == "organisations.organisation"
    assert stored.thing_id == cast.aurora.pk
    assert stored.details == {
        "into": cast.borealis.pk,
        "places": 4,
        "states": ["approved"],
    }
    assert stored.at == OPENING_MORNING
    assert abs(stored.real_at - clock.real_now()) < timedelta(minutes=1)


def test_history_is_newest_first_and_of_one_thing(cast: Cast) -> None:
    for verb in (Happened.ADDED, Happened.CHANGED):
        record(cast.conference, verb, cast.aurora, actor=None)
    record_many(
        cast.conference,
        Happened.ADDED_NAME,
        [cast.aurora, cast.borealis],
        actor=cast.rosa,
    )
    assert [e.verb for e in Entry.objects.about(cast.aurora)] == [
        "added name",
        "changed organisation",
        "added organisation",
    ]
    assert Entry.objects.filter(conference=cast.conference.pk).count() == 4


def test_names_and_texts_do_not_enter_the_details(cast: Cast) -> None:
    for detail in ("x" * 81, 1.5, {"a": 1}, object()):
        with pytest.raises(TypeError, match="ids and codes"):
            record(
                cast.conference, Happened.CHANGED, cast.aurora, actor=None, what=detail
            )


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    from tests.cast import make_conference

    conference = make_conference()
    with pytest.raises(TransactionManagementError, match="changed organisation"):
        record(conference, Happened.CHANGED, conference, actor=None)
    assert Entry.objects.count() == 0


def test_an_entry_vanishes_with_what_it_tells_about(cast: Cast) -> None:
    with transaction.atomic():
        record(cast.conference, Happened.CHANGED, cast.aurora, actor=None)
        transaction.set_rollback(True)
    assert not Entry.objects.about(cast.aurora).exists()


def test_entries_are_never_changed_or_deleted(entry: Entry) -> None:
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(verb="other"),
        lambda: Entry.objects.bulk_update([entry], ["verb"]),
    ):
        with pytest.raises(TypeError, match="never"):
            attempt()


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'x'",
        "actor_id = NULL",
        "thing_id = 'x'",
        "reason = 'better'",
        "at = NULL",
    ],
)
def test_the_database_refuses_changes_too(entry: Entry, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE journal_entry SET {change} WHERE id = %s", [entry.pk])
    assert Entry.objects.get().verb == "withdrew"


def test_the_database_refuses_deletion_too(entry: Entry) -> None:
    with (
        pytest.raises(DatabaseError, match="never deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM journal_entry")
    assert Entry.objects.get() == entry


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
def test_an_entry_is_not_put_in_the_place_of_another(entry: Entry) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "REPLACE INTO journal_entry (id, at, real_at, verb, thing_type, thing_id,"
            " details, reason) VALUES (%s, 'x', 'x', 'x', 'x', 'x', '{}', '')",
            [entry.pk],
        )
    assert Entry.objects.get().verb == "withdrew"


def test_the_door_of_maintenance_closes_behind_it(entry: Entry) -> None:
    with maintenance.open_door(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE id = %s", [entry.pk])
    again = record(None, Happened.CHANGED, entry, actor=None)
    with (
        pytest.raises(DatabaseError, match="never deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM journal_entry")
    assert Entry.objects.get() == again


def test_a_failure_inside_the_door_closes_it_too(entry: Entry) -> None:
    with pytest.raises(ZeroDivisionError), maintenance.open_door():
        raise ZeroDivisionError
    with (
        pytest.raises(DatabaseError, match="never deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM journal_entry")


def test_a_conference_that_never_was_leaves_no_entries(
    entry: Entry, cast: Cast
) -> None:
    record(None, Happened.CHANGED, cast.rosa, actor=None)
    assert maintenance.forget_conference(cast.conference.pk) == 1
    assert Entry.objects.get().conference_id is None
    assert maintenance.forget_everything() == 1


def test_reasons_end_after_a_year_and_nothing_else_does(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert erase_old_reasons() == 0
    assert Entry.objects.get().reason == "Asked to."
    later = clock.real_now() + REASON_KEPT + timedelta(minutes=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert erase_old_reasons() == 1
    assert (Entry.objects.get().reason, Entry.objects.get().verb) == ("", "withdrew")


def test_an_entry_outlives_its_actor(entry: Entry, cast: Cast) -> None:
    rosa = cast.rosa.pk
    cast.rosa.delete()
    kept = Entry.objects.about(cast.aurora).get()
    assert kept.actor_id == rosa
