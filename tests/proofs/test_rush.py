"""What the command says of a rush; CI runs a small size of it."""

from collections import Counter
from typing import Any

import pytest
from django.core.management import call_command

from hemicycle.proofs import rush
from hemicycle.proofs.rush import Outcome


@pytest.mark.parametrize(
    "wrong",
    [
        {"nominated": 0}, {"lost": 1}, {"twice": 1}, {"exceeded": 1}, {"drift": 1},
        {"given_up": 1}, {"statuses": Counter({302: 9, 500: 1})},
    ],
)  # fmt: skip
def test_nothing_may_be_lost_doubled_or_over_a_cap(wrong: dict[str, Any]) -> None:
    fine: dict[str, Any] = {"nominated": 9, "statuses": Counter({302: 9})}
    assert Outcome(2, 10.0, **fine).is_passed
    assert not Outcome(2, 10.0, **fine | wrong).is_passed


def test_shares_and_rates_are_of_what_was_answered() -> None:
    times = [n / 100 for n in range(100, 0, -1)]
    outcome = Outcome(2, 10.0, nominated=20, withdrawn=5, times=times)
    assert outcome.writes_a_second == 2.5
    assert (outcome.share(0.95), outcome.share(0.99)) == (0.96, 1.0)
    assert Outcome(2, 10.0).share(0.5) == 0.0


@pytest.mark.parametrize(("lost", "code", "says"), [(0, 0, "passed"), (1, 1, "FAILED")])
def test_the_verdict_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lost: int,
    code: int,
    says: str,
) -> None:
    outcome = Outcome(2, 10.0, nominated=1, lost=lost)
    monkeypatch.setattr(rush, "run", lambda clients, **options: outcome)
    with pytest.raises(SystemExit) as end:
        call_command("rush", clients=2)
    assert end.value.code == code
    assert capsys.readouterr().out.strip().endswith(says)
