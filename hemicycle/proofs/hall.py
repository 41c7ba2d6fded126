"""A hall of people behind one address signs in while somebody there sends junk.

Against the web server itself, on loopback: every person and the sender of junk come
from 127.0.0.1. Junk is what a stranger can send without knowing anybody's address:
codes asked for made-up addresses, wrong codes, passkey answers that are none.
"""

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.urls import reverse

from hemicycle.conferences.models import Conference
from hemicycle.people.models import User
from hemicycle.post.models import Email
from hemicycle.proofs.web_server import Browser, WebServer

CODE = re.compile(r"\b(\d{4}) (\d{4})\b")
# People at their phones at one moment, and connections that send junk.
AT_ONCE = 16
SENDERS = 32
# They begin one after the other over so much of the time, and the last has the rest.
ARRIVING = 0.8


@dataclass
class Outcome:
    """`junk` is what was sent and answered; `reasons` say why people are not in."""

    people: int
    seconds: float
    signed_in: int = 0
    slowest: float = 0.0
    took: float = 0.0
    junk: int = 0
    reasons: list[str] = field(default_factory=list)

    @property
    def is_passed(self) -> bool:
        return self.signed_in == self.people and self.took <= self.seconds


def run(people: int, *, seconds: float, junk: float) -> Outcome:
    """Let so many sign in within so many seconds, against `junk` tries a second.

    Raises ValueError where a conference lives: accounts and e-mails stay behind.
    """
    if Conference.objects.exists():
        raise ValueError("A conference lives here. Choose an empty data folder.")
    run_id = secrets.token_hex(4)
    addresses = [f"{run_id}-{number}@example.org" for number in range(people)]
    for address in addresses:
        User.objects.create_user(address)
    outcome = Outcome(people, seconds)
    with WebServer() as web, _flood(web.port, junk, outcome):
        port = web.port
        start = time.monotonic()

        def person(number: int) -> None:
            begins = start + seconds * ARRIVING * number / people
            time.sleep(max(0.0, begins - time.monotonic()))
            _sign_in(port, addresses[number], outcome)
            connection.close()

        with ThreadPoolExecutor(AT_ONCE) as hall:
            list(hall.map(person, range(people)))
        outcome.took = time.monotonic() - start
    return outcome


def _sign_in(port: int, address: str, outcome: Outcome) -> None:
    began = time.monotonic()
    try:
        reason = _steps(Browser(port), address)
    except OSError as error:
        reason = f"no answer ({type(error).__name__})"
    if reason:
        outcome.reasons.append(reason)
        return
    outcome.signed_in += 1
    outcome.slowest = max(outcome.slowest, time.monotonic() - began)


def _steps(browser: Browser, address: str) -> str:
    """Why it did not work; "" when it did."""
    status, _onward = browser.get(reverse("people:sign_in"))
    if status != 200:
        return f"the sign-in page answered {status}"
    status, _onward = browser.post(reverse("people:sign_in"), email=address)
    if status != 302:
        return f"no code was mailed ({status})"
    email = Email.objects.filter(to=address).order_by("-created_at").first()
    code_read = CODE.search(email.full_body()) if email else None
    if code_read is None:
        return "no e-mail has a code"
    code = "".join(code_read.groups())
    status, _onward = browser.post(reverse("people:sign_in_code"), code=code)
    if status != 302:
        return f"the right code was refused ({status})"
    status, _onward = browser.get(reverse("people:account"))
    return "" if status == 200 else f"not signed in ({status})"


@contextmanager
def _flood(port: int, a_second: float, outcome: Outcome) -> Iterator[None]:
    """Junk at this rate, as long as this lasts."""
    is_over = threading.Event()
    counted = threading.Lock()
    start = time.monotonic()
    kinds: list[Callable[[Browser], object]] = [
        lambda browser: browser.post(
            reverse("people:sign_in"), email=f"{secrets.token_hex(8)}@example.net"
        ),
        lambda browser: browser.post(reverse("people:sign_in_code"), code="12345678"),
        lambda browser: browser.post(
            reverse("people:sign_in_passkey"), answer='{"id": "junk"}'
        ),
    ]

    def sender(first: int) -> None:
        browser, number = Browser(port), first
        while not is_over.wait(max(0.0, start + number / a_second - time.monotonic())):
            try:
                kinds[number // SENDERS % len(kinds)](browser)
            except OSError:
                continue
            with counted:
                outcome.junk += 1
            number += SENDERS

    senders = [
        threading.Thread(target=sender, args=(number,))
        for number in range(SENDERS if a_second else 0)
    ]
    for thread in senders:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in senders:
            thread.join()
