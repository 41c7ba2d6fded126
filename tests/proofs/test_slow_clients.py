"""What counts as proved; CI runs a small size of the command."""

from hemicycle.proofs.slow_clients import Outcome


def test_every_answer_comes_within_a_second() -> None:
    assert Outcome(4, 4, 128, times=[0.1, 1.0]).is_passed
    assert not Outcome(4, 4, 128, times=[0.1, 1.1]).is_passed
    assert not Outcome(4, 4, 128, times=[0.1], failures=1).is_passed
    assert not Outcome(4, 4, 128).is_passed
