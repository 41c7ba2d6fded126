"""Something is away while people register: each page says plainly what still works."""

import errno
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, override_settings
from django.urls import reverse

from hemicycle.conferences import public_pages
from hemicycle.delegations.models import Registration
from hemicycle.lib import clock, outages
from hemicycle.lib.outages import Outage, outage_in
from hemicycle.post.models import MailServer
from tests.cast import Cast
from tests.conftest import sign_in

AWAY = "unable to open database file"
FULL = "database or disk is full"


@pytest.fixture(autouse=True)
def nothing_said_yet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cache.clear()
    monkeypatch.setattr(public_pages, "_ask_again_at", 0.0)
    outages._said.clear()
    yield
    outages._said.clear()
    cache.clear()


class Fault:
    """The database as it is when it is away, or when only writing is refused."""

    def __init__(self, words: str, *, writes_only: bool) -> None:
        self.words, self.writes_only = words, writes_only

    def __call__(self, execute: Any, sql: str, *given: Any) -> Any:
        is_write = sql.split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE")
        if is_write or not self.writes_only:
            raise OperationalError(self.words)
        return execute(sql, *given)


@contextmanager
def fault(words: str, *, writes_only: bool = False) -> Iterator[None]:
    with connection.execute_wrapper(Fault(words, writes_only=writes_only)):
        yield


def browser(cast: Cast) -> Client:
    return sign_in(Client(raise_request_exception=False), cast.amina)


NOMINATION = {
    "full_name": "Chen <Wei>", "part": "member", "language": "en",
    "email": "chen@example.org", "submission": "a-submission-key-of-22",
}  # fmt: skip


def nominate(client: Client, cast: Cast, **headers: str) -> Any:
    place = [cast.conference.slug, cast.delegation.pk]
    path = reverse("delegations:nominate", args=place)
    sent_by_us = {"sec-fetch-site": "same-origin"} | headers
    return client.post(path, NOMINATION, headers=sent_by_us)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (AWAY, "Registration is temporarily unavailable"),
        ("database is locked", "Very many people are saving at this moment"),
        (FULL, "Nothing can be saved at the moment"),
    ],
)
def test_what_was_typed_is_one_press_from_being_sent_again(
    cast: Cast, words: str, says: str
) -> None:
    client = browser(cast)
    with fault(words, writes_only=words == FULL):
        response = nominate(client, cast)
    html = response.content.decode()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert says in html
    assert "Chen &lt;Wei&gt;" in html
    assert not Registration.objects.filter(full_name="Chen <Wei>").exists()
    # The page's own form, sent as it stands, once the database is back; and twice.
    typed = dict(
        re.findall(r'<textarea name="([^"]+)" hidden>\n([^<]*)</textarea>', html)
    )
    assert typed == NOMINATION | {"full_name": "Chen &lt;Wei&gt;"}
    for _time in range(2):
        assert nominate(client, cast).status_code == 302
    assert Registration.objects.filter(full_name="Chen <Wei>").count() == 1


def test_a_form_from_another_site_gets_no_button(cast: Cast) -> None:
    client = browser(cast)
    with fault(AWAY):
        response = nominate(client, cast, **{"sec-fetch-site": "cross-site"})
    assert response.status_code == 503
    assert b"Chen" not in response.content
    assert b"<form" not in response.content


def test_the_page_is_in_the_language_of_its_address(cast: Cast) -> None:
    client = browser(cast)
    with fault(AWAY):
        response = client.get("/ar/uncsc-2019/delegations/")
    assert response.status_code == 503
    assert 'lang="ar" dir="rtl"' in response.content.decode()


def test_public_pages_go_out_without_the_database(cast: Cast) -> None:
    reader = Client(raise_request_exception=False)
    path = "/en/uncsc-2019/programme/"
    before = reader.get(path).content
    with fault(AWAY), clock.frozen(clock.now() + public_pages.timedelta(hours=3)):
        response = reader.get(path)
        assert response.status_code == 200
        assert response.content == before
        # One that nobody has asked for before can't be made.
        assert reader.get("/ar/uncsc-2019/programme/").status_code == 503


def test_a_page_that_was_unpublished_does_not_come_back(cast: Cast) -> None:
    reader = Client(raise_request_exception=False)
    path = "/en/uncsc-2019/programme/"
    assert reader.get(path).status_code == 200
    type(cast.conference).objects.update(is_published=False)
    assert reader.get(path).status_code == 404
    with fault(AWAY):
        assert reader.get(path).status_code == 503


def test_with_a_full_disk_staff_still_read(cast: Cast) -> None:
    client = sign_in(Client(raise_request_exception=False), cast.rosa)
    session = client.session
    # Seen long enough ago that it would be written down now.
    session["people.seen"] = session["people.seen"] - 300
    session.save()
    with fault(FULL, writes_only=True):
        response = client.get(reverse("vetting:registrations", args=["uncsc-2019"]))
    assert response.status_code == 200


def test_a_thousand_failing_requests_are_one_line(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser(cast)
    with caplog.at_level(logging.INFO), fault(AWAY):
        for _request in range(10):
            client.get("/en/uncsc-2019/delegations/")
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in errors] == [
        f"Away: database ({AWAY}). Met 0 times more since."
    ]
    assert errors[0].exc_info is None


def test_an_error_of_ours_stays_one_with_its_traceback(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser(cast)
    with fault("no such table: nothing"):
        response = client.get("/en/uncsc-2019/delegations/")
    assert response.status_code == 500
    assert any(record.exc_info for record in caplog.records)


def test_what_is_away_is_told_from_what_is_wrong() -> None:
    def wrapped(outer: Exception, inner: Exception) -> Exception:
        outer.__cause__ = inner
        return outer

    assert outage_in(OSError(errno.ENOSPC, "No space")) is Outage.DISK
    assert outage_in(ValueError("disk is full")) is None
    assert outage_in(FileNotFoundError(errno.ENOENT, "No file")) is None
    assert outage_in(OperationalError("no such column: x")) is None
    assert outage_in(None) is None
    psycopg = pytest.importorskip("psycopg")
    for cause, outage in (
        (psycopg.OperationalError("connection refused"), Outage.DATABASE),
        (psycopg.errors.AdminShutdown("the administrator"), Outage.DATABASE),
        (psycopg.errors.TooManyConnections("too many"), Outage.DATABASE),
        (psycopg.errors.DiskFull("extend the file"), Outage.DISK),
        (psycopg.errors.DeadlockDetected("deadlock"), None),
    ):
        assert outage_in(wrapped(OperationalError(str(cause)), cause)) is outage
    closed = psycopg.InterfaceError("the connection is closed")
    assert outage_in(wrapped(InterfaceError(""), closed)) is Outage.DATABASE


@override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["hemicycle.example"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_ask_by_address_and_without_tls(db: None, path: str) -> None:
    response = Client().get(path, headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert Client().get("/", headers={"host": "10.0.0.7"}).status_code != 200


def test_readyz_names_what_is_wrong(db: None) -> None:
    probe = Client()
    with fault(AWAY):
        assert probe.get("/healthz").status_code == 200
        response = probe.get("/readyz")
    assert (response.status_code, response.content) == (503, b"database\n")
    now = clock.real_now()
    hour = public_pages.timedelta(hours=1)
    server = MailServer(pk=1, failures=9, failing_since=now)
    server.pause_until = now + MailServer.LONGEST_PAUSE
    server.save()
    assert probe.get("/readyz").content == b"ok\nmail: postponed\n"
    server.failing_since = now - hour
    server.save()
    response = probe.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\nmail: away\n")
