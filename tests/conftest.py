"""Fixtures for every room. Tests happen on the opening morning."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import settings

from hemicycle.journal.maintenance import forget_everything
from hemicycle.lib import clock
from hemicycle.people import sessions
from hemicycle.people.models import User
from tests import slow
from tests.cast import OPENING_MORNING, Cast, make_cast

# How long one example takes says how busy the machine is, nothing about our code.
settings.register_profile("hemicycle", deadline=None)
settings.load_profile("hemicycle")


@pytest.fixture(autouse=True)
def opening_morning() -> Iterator[None]:
    with clock.frozen(OPENING_MORNING):
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request leaves its language active in the thread: no test inherits one."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def journal_is_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests of real transactions are cleaned up by deleting every row of every table,
    which the journal refuses."""
    marker = request.node.get_closest_marker("django_db")
    is_transactional = (
        marker is not None and marker.kwargs.get("transaction")
    ) or "transactional_db" in request.fixturenames
    if is_transactional:
        request.getfixturevalue("transactional_db")
    yield
    if is_transactional:
        forget_everything()


@pytest.fixture(autouse=True)
def nothing_slow_in_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite a transaction stops everybody's writing. A table is read, a PDF is
    made, a picture is drawn and a mail server is talked to outside: see slow.py."""
    slow.forbid_in_transactions(monkeypatch)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def sign_in(client: Client, user: User) -> Client:
    """As after the mailed code and, for staff, the second factor."""
    client.force_login(user)
    session = client.session
    sessions.mark_code(session)
    if user.needs_second_factor:
        sessions.mark_factor(session)
    session.save()
    return client


def look_and_send(
    client: Client, page: str, typed: dict[str, Any] | None = None, **more: Any
) -> Any:
    """As a person does it: the e-mails are looked at, then sent. What shows none, or
    was refused, is answered as it is."""
    look = client.post(page, (typed or {}) | {"step": "look"}, **more)
    shown = look.status_code == 200 and (look.context or {}).get("preview")
    if not shown:
        return look
    sent = (typed or {}) | {"step": "send", "seen": shown.fingerprint}
    return client.post(page, sent, **more)
