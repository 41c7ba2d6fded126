"""The verbs of the journal: one list for each room, in the past tense."""

from collections import Counter
from types import ModuleType

import pytest
from django.utils.translation import override

from hemicycle.journal.actions import record
from hemicycle.journal.models import Entry
from hemicycle.journal.verbs import JournalVerb, in_words, verbs
from hemicycle.organisations.journal import Happened
from hemicycle.rooms import answering
from tests.cast import Cast

ROOMS = list(answering("journal"))
IRREGULAR = {
    "chose", "hid", "kept", "left", "put", "read", "reset", "resent", "sent", "set",
    "took",
    "withdrew", "wrote",
}  # fmt: skip


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_every_verb_of_a_room_is_in_the_past_tense(room: ModuleType) -> None:
    first_words = {verb.value.split()[0] for verb in room.Happened}
    present = {word for word in first_words if not word.endswith("ed")} - IRREGULAR
    assert present == set()


def test_no_two_rooms_store_the_same_verb() -> None:
    stored = Counter(verb.value for room in ROOMS for verb in room.Happened)
    assert [verb for verb, times in stored.items() if times > 1] == []
    assert set(verbs()) == set(stored)


def test_a_verb_that_no_room_lists_is_not_recorded(cast: Cast) -> None:
    for verb in ("changed organisation", "merged"):
        with pytest.raises(TypeError, match=r"journal\.py"):
            record(cast.conference, verb, cast.aurora, actor=None)  # type: ignore[arg-type]  # what is refused
    assert not Entry.objects.about(cast.aurora).exists()


def test_a_history_says_verbs_in_the_language_of_its_reader(cast: Cast) -> None:
    entry = record(cast.conference, Happened.ADDED_NAME, cast.aurora, actor=cast.rosa)
    assert isinstance(Happened.ADDED_NAME, JournalVerb)
    assert [step["words"] for step in in_words([entry])] == ["name added"]
    with override("ar"):
        assert [step["words"] for step in in_words([entry])] == ["أُضيف اسم"]
