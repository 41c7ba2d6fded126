"""A full outbox against a mail server that is silent, refuses, is slow and breaks off,
while the process that sends is killed (goals R8 and R9).

Every e-mail must be accepted once; or be held for a person, where nobody can know
whether the server took it. Codes written meanwhile leave before all others.
"""

import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from hemicycle.conferences.models import Conference
from hemicycle.lib import clock
from hemicycle.post.drafts import Draft
from hemicycle.post.models import Email
from hemicycle.post.models import MailServer as Server
from hemicycle.proofs.mail_server import MailServer, Mood, running

ROOT = Path(__file__).resolve().parents[2]
BATCH = 500
QUIET_SECONDS = 180
SENDS = "import django; django.setup(); from hemicycle import worker; worker.run_mail()"
State = Email.State


@dataclass
class Outcome:
    """`codes` are seconds from a code's writing to its acceptance."""

    emails: int
    kills: int = 0
    accepted: int = 0
    held: int = 0
    twice: int = 0
    lost: int = 0
    failed: int = 0
    seconds: float = 0.0
    codes: list[float] = field(default_factory=list)
    codes_wanted: int = 0

    @property
    def is_passed(self) -> bool:
        is_complete = self.accepted + self.held >= self.emails + self.codes_wanted
        are_codes_first = len(self.codes) == self.codes_wanted
        return (
            is_complete and are_codes_first
            and not self.twice and not self.lost and not self.failed
        )  # fmt: skip

    @property
    def slowest_code(self) -> float:
        return max(self.codes, default=0.0)

    @property
    def median_code(self) -> float:
        return statistics.median(self.codes) if self.codes else 0.0


def run(emails: int, *, codes: int, kills: int, bad_seconds: float) -> Outcome:
    """Let so many leave; raises ValueError where a conference lives."""
    if Conference.objects.exists() or Email.objects.exists():
        raise ValueError("A conference lives here. Choose an empty data folder.")
    outcome = Outcome(emails, codes_wanted=codes)
    _fill(emails)
    with running(Mood.SILENT) as server:
        with _sender(server):
            time.sleep(bad_seconds)
            server.mood = Mood.REFUSING
            _retries_are_due()
            time.sleep(bad_seconds)
            server.mood = Mood.SLOW
            _retries_are_due()
            _send_codes(server, codes, outcome)
        server.mood = Mood.BREAKING
        _drain(server, kills, outcome)
        _count(server, outcome)
    return outcome


def _fill(emails: int) -> None:
    for start in range(0, emails, BATCH):
        with transaction.atomic():
            for number in range(start, min(start + BATCH, emails)):
                _write("people/changed", f"proof {number}")


def _write(template: str, key: str, **sealed: str) -> Email:
    """As the house writes it; one with a code is urgent."""
    draft = Draft(
        template=template, to=f"{key.replace(' ', '-')}@example.org", language="en",
        context={"name": key, "what": "reset-done", "minutes": 20}, sealed=sealed,
    )  # fmt: skip
    return draft.send(send_key=key)


@contextmanager
def _sender(server: MailServer) -> Iterator["subprocess.Popen[bytes]"]:
    """The process of e-mail as the worker runs it. It dies with this block."""
    environment = os.environ | {
        "HEMICYCLE_MAIL": f"smtp://127.0.0.1:{server.port}",
        "DJANGO_SETTINGS_MODULE": "hemicycle.settings",
        "HEMICYCLE_DATA": str(settings.DATA),
    }
    command = [sys.executable, "-c", SENDS]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _send_codes(server: MailServer, codes: int, outcome: Outcome) -> None:
    """One after the other, while the server is slow and thousands wait before them."""
    for number in range(codes):
        began = time.monotonic()
        written = _write("people/code", f"code {number}", code="1234 5678")
        while written.pk not in server.at and time.monotonic() - began < 60:
            time.sleep(0.02)
        if written.pk in server.at:
            outcome.codes.append(server.at[written.pk] - began)


def _drain(server: MailServer, kills: int, outcome: Outcome) -> None:
    """Until nothing waits, or nothing more happens; the sender is killed meanwhile."""
    dice = random.Random(outcome.emails)
    began = heard_at = time.monotonic()
    while _is_waiting() and time.monotonic() - heard_at < QUIET_SECONDS:
        _claims_run_out()
        _retries_are_due()
        with _sender(server) as process:
            taken = sum(server.accepted.values())
            # Not while it starts: after so many that it has sent.
            victim = taken + dice.randrange(1, 1 + max(1, outcome.emails // 50))
            while process.poll() is None and Email.objects.due().exists():
                if sum(server.accepted.values()) > taken:
                    taken, heard_at = sum(server.accepted.values()), time.monotonic()
                if outcome.kills < kills and taken >= victim:
                    process.send_signal(signal.SIGKILL)
                    outcome.kills += 1
                if time.monotonic() - heard_at > QUIET_SECONDS:
                    break
                if Server.read().is_pausing:
                    _retries_are_due()
                time.sleep(dice.uniform(0, 0.05))
            time.sleep(0.5)
        if outcome.kills >= kills:
            server.mood = Mood.GOOD
    outcome.seconds = time.monotonic() - began


def _is_waiting() -> bool:
    return Email.objects.filter(state__in=[State.QUEUED, State.CLAIMED]).exists()


def _retries_are_due() -> None:
    """The pauses of single e-mails and of the outbox are over."""
    now = clock.real_now()
    Email.objects.filter(state=State.QUEUED).update(next_attempt_at=now)
    Server.objects.update(pause_until=now)


def _claims_run_out() -> None:
    """Those of a sender that is dead; a living one would lose its own."""
    Email.objects.filter(state=State.CLAIMED).update(
        claimed_until=clock.real_now() - timedelta(seconds=1)
    )


def _count(server: MailServer, outcome: Outcome) -> None:
    states = dict(Email.objects.values_list("pk", "state"))
    held = {pk for pk, state in states.items() if state == State.HELD}
    outcome.held = len(held)
    outcome.failed = sum(state == State.FAILED for state in states.values())
    outcome.accepted = sum(state == State.SENT for state in states.values())
    outcome.twice = sum(times > 1 for times in server.accepted.values())
    # Marked as sent, and the server never took it; or neither sent nor held.
    outcome.lost = sum(pk not in held and pk not in server.accepted for pk in states)
