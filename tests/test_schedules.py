"""One row that can't be done stops no other, in whatever the worker repeats."""

import inspect
from collections.abc import Callable, Iterator
from types import FunctionType

import pytest

from hemicycle import worker
from hemicycle.journal.failures import each
from hemicycle.journal.models import Failure
from hemicycle.lib import clock
from hemicycle.tables import import_actions
from hemicycle.tables.models import Import
from tests.cast import Cast

ONE_STATEMENT = {
    "journal.actions.erase_old_reasons",
    "journal.actions.forget_old_receipts",
    "journal.failures.forget_old_failures",
    "journal.keys.note",
    "people.actions.sign_in.forget_old",
    "fields.search.refresh_statistics",
    "invitations.actions.invite.ask_for_letters",  # asks for a job
}
"""Nothing is read row by row: there is no broken one among them."""


def name(verb: Callable[[], object]) -> str:
    return f"{verb.__module__.removeprefix('hemicycle.')}.{verb.__name__}"


def called_by(function: FunctionType, seen: set[object]) -> Iterator[object]:
    """What it names, and what that names, as far as it is of our rooms."""
    for word in function.__code__.co_names:
        called = function.__globals__.get(word)
        if not isinstance(called, FunctionType) or called in seen:
            continue
        seen.add(called)
        yield called
        if called.__module__.startswith("hemicycle."):
            yield from called_by(called, seen)


def test_every_verb_over_many_rows_goes_through_each() -> None:
    schedule = worker.every_schedule()
    assert len(schedule) > len(ONE_STATEMENT)
    one_by_one = []
    for verb in schedule:
        function = inspect.unwrap(verb)
        assert isinstance(function, FunctionType)
        if name(verb) not in ONE_STATEMENT and each not in called_by(function, set()):
            one_by_one.append(name(verb))
    assert one_by_one == []
    assert {name(verb) for verb in schedule} >= ONE_STATEMENT


def broken(key: str, real: Callable[[str], object]) -> Callable[[str], object]:
    """The verb of one row, which fails for this one."""

    def verb(row: str) -> object:
        if row == key:
            raise OSError(5, "Input/output error")
        return real(row)

    verb.__module__, verb.__name__ = real.__module__, real.__name__
    return verb


def test_an_import_that_cannot_be_discarded_keeps_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        Import.objects.create(
            conference=cast.conference,
            owner=owner,
            kind="people",
            submission=owner.pk,
            name="people.csv",
            state=Import.State.OPEN,
            expires_at=clock.now(),
        )
        for owner in (cast.amina, cast.rosa)
    )
    verb = broken(first.pk, import_actions.discard_by_schedule)
    monkeypatch.setattr(import_actions, "discard_by_schedule", verb)
    assert import_actions.discard_expired() == 1
    assert list(Import.objects.all()) == [first]
    assert Failure.objects.get().key == first.pk
    assert second.pk != first.pk
