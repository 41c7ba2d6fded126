"""kill -9 at random; the full size is a command: see kills.py."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_killed_at_random_nothing_is_lost_and_nothing_is_doubled() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.jobs.kills", "--badges", "160", "--pages", "2",
         "--kills", "4"],
        cwd=ROOT, text=True, capture_output=True, timeout=240, check=False,
        env=dict(os.environ),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "nothing lost, nothing doubled" in ran.stdout


TAKE = """
import sys, django; django.setup()
from hemicycle.jobs import running
job = running.take()
print(job.pk if job else "-", flush=True)
sys.stdin.read()
"""
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from hemicycle.jobs import actions
for _ in range(2):
    actions.ask("badges.print_badges", conference=None, actor=None)
"""


@pytest.mark.slow
def test_of_four_processes_none_takes_a_job_that_another_has(tmp_path: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HEMICYCLE_")}
    environment = kept | {
        "HEMICYCLE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "hemicycle.settings",
    }
    subprocess.run(
        [sys.executable, "-c", PREPARE], cwd=ROOT, env=environment, check=True
    )
    takers = [
        subprocess.Popen(
            [sys.executable, "-c", TAKE], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _taker in range(4)
    ]  # fmt: skip
    taken = [taker.stdout.readline().strip() for taker in takers if taker.stdout]
    for taker in takers:
        taker.communicate(timeout=20)
    assert taken.count("-") == 2
    assert len(set(taken)) == 3
