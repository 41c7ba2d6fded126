"""Whether the time of an answer tells who has an account (goal S8)."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from hemicycle.people.models import User


@dataclass(frozen=True)
class Timing:
    """What both kinds of address were answered, and how long it took."""

    tries: int  # of each kind
    known_ms: float  # median
    unknown_ms: float
    answers: frozenset[tuple[int, str, bytes]]  # status, where to, body

    @property
    def difference_ms(self) -> float:
        return abs(self.known_ms - self.unknown_ms)

    @property
    def is_silent(self) -> bool:
        """The goal: one answer for all, and less than 5 ms between the medians."""
        return len(self.answers) == 1 and self.difference_ms < 5


def time_sign_in(tries: int) -> Timing:
    """Ask for a code with known and unknown addresses in turn, through all middleware.

    Each try is its own transaction and taken back: nothing stays, no e-mail leaves.
    Before each one an account is made; the known address is that account's.
    """
    took: dict[bool, list[float]] = {True: [], False: []}
    answers = set()
    page = reverse("people:sign_in")
    host = {"HTTP_HOST": settings.ALLOWED_HOSTS[0], "secure": settings.IS_PRODUCTION}
    for number in range(2 * tries + 20):
        is_known = number % 2 == 0
        with _taken_back():
            registered, unknown = (
                f"{secrets.token_hex(8)}@example.org" for _kind in "ab"
            )
            User.objects.create_user(registered)
            client = Client(REMOTE_ADDR=_somewhere(number))
            start = perf_counter()
            response = client.post(
                page, {"email": registered if is_known else unknown}, **host
            )
            seconds = perf_counter() - start
        if number < 20:
            continue  # the first ones load code and fill caches
        took[is_known].append(seconds * 1000)
        answers.add(
            (response.status_code, response.get("Location", ""), response.content)
        )
    return Timing(tries, median(took[True]), median(took[False]), frozenset(answers))


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _somewhere(number: int) -> str:
    """Addresses that the throttle tells apart."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
