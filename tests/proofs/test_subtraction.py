"""Nobody is left when everything public is subtracted; CI runs a small size of it."""

import pytest
from django.core.management import call_command

from hemicycle.lib.disclosure import protect
from hemicycle.proofs import subtraction
from hemicycle.proofs.subtraction import Outcome, each_day_alone, unprotected


def test_all_tables_days_and_lists_subtracted_leave_nobody() -> None:
    outcome = subtraction.run(40, seed=68, publish=protect)
    assert outcome.singled_out == []
    assert outcome.published > 1000


@pytest.mark.parametrize("publish", [unprotected, each_day_alone])
def test_the_attack_finds_people_where_it_should(
    publish: subtraction.Publish,
) -> None:
    assert subtraction.run(20, seed=68, publish=publish).singled_out


def test_nothing_published_proves_nothing() -> None:
    assert not Outcome(1, 10, published=0, left_out=40, singled_out=[]).is_passed


@pytest.mark.parametrize(("what", "code"), [("protected", 0), ("unprotected", 1)])
def test_the_verdict_is_the_exit_code(
    capsys: pytest.CaptureFixture[str], what: str, code: int
) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("subtract_figures", "--as", what, conferences=5, seed=3)
    assert end.value.code == code
    assert capsys.readouterr().out.strip().endswith(["passed", "FAILED"][code])
