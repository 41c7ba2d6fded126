"""What the command says of a hall that signs in; CI runs a small size of it."""

import pytest
from django.core.management import CommandError, call_command

from hemicycle.proofs import hall
from hemicycle.proofs.hall import Outcome
from tests.cast import Cast


def test_everybody_must_be_in_and_in_time() -> None:
    assert Outcome(600, 300, signed_in=600, took=299.9).is_passed
    assert not Outcome(600, 300, signed_in=599, took=200).is_passed
    assert not Outcome(600, 300, signed_in=600, took=300.1).is_passed


def test_it_leaves_a_conference_alone(cast: Cast) -> None:
    with pytest.raises(CommandError, match="A conference lives here"):
        call_command("hall", people=1, seconds=1, junk=0)


@pytest.mark.parametrize(("status", "code"), [("passed", 0), ("FAILED", 1)])
def test_the_verdict_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    status: str,
    code: int,
) -> None:
    outcome = Outcome(2, 10, signed_in=2 - code, took=5, junk=100, reasons=["x"] * code)
    monkeypatch.setattr(hall, "run", lambda people, seconds, junk: outcome)
    with pytest.raises(SystemExit) as end:
        call_command("hall", people=2, seconds=10, junk=20)
    assert end.value.code == code
    assert capsys.readouterr().out.strip().endswith(f"20 a second: {status}")
