"""What counts as proved; CI runs a small size of the command."""

from dataclasses import replace

from hemicycle.proofs.reprints import Outcome


def test_exactly_one_badge_is_valid_and_no_serial_comes_twice() -> None:
    fine = Outcome(1000, 4, printed=500, good=1, serials=500, failures=0)
    assert fine.is_passed
    for wrong in ({"good": 2}, {"good": 0}, {"serials": 499}, {"failures": 1}):
        assert not replace(fine, **wrong).is_passed
    # Nobody got a new one: nothing was proved.
    assert not replace(fine, printed=1, serials=1).is_passed
