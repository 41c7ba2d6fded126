"""Nothing tells who has an account: goal S8, by a small size of its command."""

import pytest
from django.core.management import call_command

from hemicycle.people.models import Attempt, SignInCode, User
from hemicycle.post.models import Email
from hemicycle.proofs.timing import Timing, time_sign_in


@pytest.mark.slow
def test_answers_are_the_same_and_take_as_long(db: None) -> None:
    timing = time_sign_in(tries=100)
    assert timing.is_silent, timing
    for model in (User, SignInCode, Attempt, Email):
        assert not model._default_manager.exists()


def test_a_slower_or_another_answer_fails() -> None:
    same = frozenset({(302, "/", b"")})
    assert Timing(1, 10.0, 14.9, same).is_silent
    assert not Timing(1, 10.0, 15.1, same).is_silent
    assert not Timing(1, 10.0, 10.0, same | {(200, "", b"unknown")}).is_silent


def test_the_command_prints_its_figures_last(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("time_sign_in", tries=5)
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.startswith("tries 5 of each kind, median known")
    # So few tries on a busy machine prove nothing; the verdict must be the exit code's.
    verdict = "FAILED" if end.value.code else "passed"
    assert last.endswith(f"answers 1: {verdict}")
