"""A row is checked and written as one thing."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

import hemicycle
from hemicycle.conferences.models import Zone
from hemicycle.fields.checked import save_checked
from tests.cast import Cast

HOUSE = Path(hemicycle.__file__).parent


def test_what_was_written_after_the_check_is_refused_in_its_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As between two connections: the other row comes when ours was checked already."""
    zone = Zone(conference=cast.conference, code="Z", name={"en": "Ours"})
    check = Zone.full_clean

    def others_write(row: Zone) -> None:
        check(row)
        Zone.objects.create(conference=cast.conference, code="Z", name={"en": "Theirs"})

    calls = [others_write, check]
    monkeypatch.setattr(Zone, "full_clean", lambda row: calls.pop(0)(row))
    with pytest.raises(ValidationError) as refusal:
        save_checked(zone)
    assert refusal.value.messages == ["Another zone has this code."]
    assert Zone.objects.get(code="Z").name == {"en": "Theirs"}


def test_a_refusal_that_the_check_does_not_know_is_a_fault(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Zone, "full_clean", lambda row: None)
    with pytest.raises(IntegrityError):
        save_checked(Zone(conference=cast.conference, code="A", name={"en": "A"}))


def test_no_room_checks_and_then_writes_by_itself() -> None:
    pair = re.compile(r"(\w+)\.full_clean\(\)\n\s+\1\.save\(")
    bare = {
        str(file.relative_to(HOUSE))
        for file in sorted(HOUSE.rglob("*.py"))
        if pair.search(file.read_text())
    }
    assert bare == set()
