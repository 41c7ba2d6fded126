"""What the command says of an outbox that was drained; CI runs a small size of it."""

import pytest
from django.core.management import CommandError, call_command

from hemicycle.proofs import outbox
from hemicycle.proofs.outbox import Outcome
from tests.cast import Cast


def test_each_is_accepted_once_or_held_and_codes_arrive() -> None:
    fine = {"emails": 100, "codes_wanted": 2, "codes": [0.1, 0.2]}
    assert Outcome(accepted=102, **fine).is_passed  # type: ignore[arg-type]  # as written
    assert Outcome(accepted=99, held=3, **fine).is_passed  # type: ignore[arg-type]
    for wrong in (
        {"accepted": 101}, {"accepted": 102, "twice": 1},
        {"accepted": 102, "lost": 1}, {"accepted": 102, "failed": 1},
        {"accepted": 102, "codes": [0.1]},
    ):  # fmt: skip
        assert not Outcome(**fine | wrong).is_passed  # type: ignore[arg-type]


def test_it_leaves_a_conference_alone(cast: Cast) -> None:
    with pytest.raises(CommandError, match="A conference lives here"):
        call_command("outbox", emails=1, codes=0, kills=0, bad_seconds=0)


@pytest.mark.parametrize(("lost", "code", "says"), [(0, 0, "passed"), (1, 1, "FAILED")])
def test_the_verdict_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lost: int,
    code: int,
    says: str,
) -> None:
    outcome = Outcome(2, accepted=2, lost=lost)
    monkeypatch.setattr(outbox, "run", lambda emails, **options: outcome)
    with pytest.raises(SystemExit) as end:
        call_command("outbox", emails=2, codes=0, kills=0, bad_seconds=0)
    assert end.value.code == code
    assert capsys.readouterr().out.strip().endswith(says)
