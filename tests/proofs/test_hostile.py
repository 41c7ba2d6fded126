"""Hostile tables and pictures cost the web nothing that stays: a small size."""

import pytest

from hemicycle.proofs import hostile
from hemicycle.proofs.hostile import KINDS, Outcome


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(KINDS)), ids=lambda n: KINDS[n].__name__)
def test_each_kind_is_read_or_refused_in_words(number: int) -> None:
    answer = hostile.read(number, hostile.make(1, number))
    assert answer.endswith((" read", " refused"))


def test_a_process_that_grew_fails() -> None:
    assert Outcome(500, growth_mb=50.0).is_passed
    assert not Outcome(500, growth_mb=50.1).is_passed
