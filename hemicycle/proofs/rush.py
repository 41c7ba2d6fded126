"""The deadline hour over HTTP (goals R1, R3, R4, R5): many focal points nominate and
withdraw at once, lose answers, send twice, and the web server is killed meanwhile.

Every acknowledged nomination must be stored once, however often it was sent; no
delegation may have more people than its cap; every counter must say what is there.
"""

import random
import secrets
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.urls import reverse

from hemicycle.conferences.models import Conference
from hemicycle.delegations import places
from hemicycle.delegations.models import Registration
from hemicycle.people import sessions
from hemicycle.people.models import User
from hemicycle.proofs.race import scratch
from hemicycle.proofs.web_server import Browser, WebServer

CAP = 20
# Of the submissions: answers that are lost, forms that are sent twice at once, people
# who are withdrawn again.
LOST, TWICE, WITHDRAWN = 0.3, 0.2, 0.2
# Tries of one form, each after a pause of this, before its sender gives up.
TRIES, PAUSE = 200, 0.3


@dataclass
class Outcome:
    """`statuses` of all answers heard; times in seconds."""

    clients: int
    seconds: float
    nominated: int = 0
    withdrawn: int = 0
    refused: int = 0
    given_up: int = 0
    kills: int = 0
    lost: int = 0
    twice: int = 0
    exceeded: int = 0
    drift: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    @property
    def writes_a_second(self) -> float:
        return (self.nominated + self.withdrawn) / self.seconds

    @property
    def errors_of_ours(self) -> int:
        return sum(n for status, n in self.statuses.items() if status >= 500)

    @property
    def is_passed(self) -> bool:
        wrong = (
            self.given_up, self.lost, self.twice, self.exceeded, self.drift,
            self.errors_of_ours,
        )  # fmt: skip
        return self.nominated > 0 and not any(wrong)

    def share(self, part: float) -> float:
        """The time within which this part of the answers came."""
        times = sorted(self.times)
        return times[min(len(times) - 1, int(part * len(times)))] if times else 0.0


class Rush:
    """One run; its methods are called from many threads."""

    def __init__(self, clients: int, seconds: float, rate: float) -> None:
        self.outcome = Outcome(clients, seconds)
        self.rate = rate
        self.lock = threading.Lock()
        self.acknowledged: set[str] = set()
        self.withdrawn: set[str] = set()

    def client(self, number: int, port: int, session: str, conference: str,
               delegations: list[str], until: float) -> None:  # fmt: skip
        """Nominate until the time is up, each time in a delegation taken by lot."""
        dice = random.Random(number)
        browser = Browser(port)
        browser.cookies[settings.SESSION_COOKIE_NAME] = session
        count = 0
        while time.monotonic() < until:
            began = time.monotonic()
            count += 1
            name = f"Person {number} {count}"
            delegation = dice.choice(delegations)
            path = reverse("delegations:nominate", args=[conference, delegation])
            typed = {
                "full_name": name, "part": "member", "language": "en",
                "email": f"person.{number}.{count}@example.org",
            }  # fmt: skip
            status = self.insist(browser, dice, path, typed)
            with self.lock:
                if status == 302:
                    self.acknowledged.add(name)
                elif status in (200, 422):
                    self.outcome.refused += 1
                else:
                    self.outcome.given_up += 1
            if status == 302 and dice.random() < WITHDRAWN:
                self.withdraw(browser, dice, conference, name)
            if self.rate:
                rest = self.outcome.clients / self.rate - (time.monotonic() - began)
                time.sleep(max(0.0, min(rest, until - time.monotonic())))
        connection.close()

    def withdraw(
        self, browser: Browser, dice: random.Random, conference: str, name: str
    ) -> None:
        key = Registration.objects.values_list("pk", flat=True).get(full_name=name)
        path = reverse("delegations:withdraw", args=[conference, key])
        if self.insist(browser, dice, path, {"reason": "ill"}) == 302:
            with self.lock:
                self.withdrawn.add(name)

    def insist(
        self, browser: Browser, dice: random.Random, path: str, typed: dict[str, str]
    ) -> int:
        """Send one form, under one key, until it is answered; 0 when it never is."""
        typed = typed | {"submission": secrets.token_urlsafe(16)}
        if dice.random() < TWICE:
            hasty = threading.Thread(target=self.send, args=(browser, path, typed))
            hasty.start()
        for _try in range(TRIES):
            if dice.random() < LOST:
                self.send_unheard(browser, path, typed)
            status = self.send(browser, path, typed)
            if status and status < 500:
                return status
            time.sleep(PAUSE)
        return 0

    def send(self, browser: Browser, path: str, typed: dict[str, str]) -> int:
        """The status; 0 when no answer came."""
        began = time.monotonic()
        try:
            status, _onward = browser.post(path, **typed)
        except (OSError, HTTPException):
            return 0
        with self.lock:
            self.outcome.statuses[status] += 1
            self.outcome.times.append(time.monotonic() - began)
        return status

    def send_unheard(self, browser: Browser, path: str, typed: dict[str, str]) -> None:
        """Send it whole and go away before the answer."""
        body, headers = browser.form(typed)
        try:
            with closing(HTTPConnection("127.0.0.1", browser.port, timeout=5)) as line:
                line.request("POST", path, body, headers)
        except OSError:
            return

    def count(self, conference: Conference) -> None:
        """Compare what was acknowledged with what is stored."""
        outcome = self.outcome
        stored = Counter(
            Registration.objects.filter(conference=conference, full_name__gt="Person")
            .values_list("full_name", flat=True)
        )  # fmt: skip
        gone = set(
            Registration.objects.filter(conference=conference, state="withdrawn")
            .values_list("full_name", flat=True)
        )  # fmt: skip
        outcome.nominated = len(self.acknowledged)
        outcome.withdrawn = len(self.withdrawn)
        outcome.lost = len(self.acknowledged - set(stored))
        outcome.lost += len(self.withdrawn - gone)
        outcome.twice = sum(times > 1 for times in stored.values())
        for delegation in conference.delegations.all():
            people = delegation.registrations.going().count()
            outcome.exceeded += people > delegation.cap
        outcome.drift = len(places.recount(conference))


def run(
    clients: int, *, delegations: int, seconds: float, kills: int, rate: float
) -> Outcome:
    """All in a scratch conference that is removed. `rate` submissions a second in all;
    0: as many as there can be."""
    rush = Rush(clients, seconds, rate)
    with (
        scratch(delegations, cap=CAP, early=0) as (conference, actor),
        WebServer() as server,
    ):
        Conference.objects.filter(pk=conference.pk).update(is_published=True)
        keys = [
            str(key)
            for key in conference.delegations.exclude(cap=0).values_list(
                "pk", flat=True
            )
        ]
        session, start = _signed_in(actor), time.monotonic()
        until = start + seconds
        with ThreadPoolExecutor(clients) as people:
            working = [
                people.submit(
                    rush.client, number, server.port, session, conference.slug, keys,
                    until,
                )
                for number in range(clients)
            ]  # fmt: skip
            for number in range(kills):
                time.sleep(max(0.0, start + seconds * (number + 1) / (kills + 1)
                               - time.monotonic()))  # fmt: skip
                server.kill()
                rush.outcome.kills += 1
                server.start()
            for client in working:
                client.result()
        rush.outcome.seconds = time.monotonic() - start
        rush.count(conference)
    return rush.outcome


def _signed_in(user: User) -> str:
    """The key of a session as after the mailed code."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = sessions.BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    sessions.mark_code(session)
    session.create()
    return str(session.session_key)
