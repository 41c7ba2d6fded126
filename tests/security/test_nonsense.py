"""Nonsense in addresses and forms: read as nothing or refused in words, never a crash.

Null bytes, halves of letters, huge numbers and doubled names, under every name that any
page reads from an address and in every field of every form; and forms far too large.
"""

import copy
import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory

import hemicycle
from hemicycle.tables.lists import LISTS
from hemicycle.wsgi import application
from tests.conftest import sign_in
from tests.security.test_fields import forms_of
from tests.security.test_matrix import WHO_MAY, address_of
from tests.security.world import World, close, everything, undone

pytestmark = pytest.mark.django_db

HOUSE = Path(hemicycle.__file__).parent

# As an address carries them. The last are what no encoder would write: half a letter,
# bytes that are no UTF-8, an overlong one, bare signs of percent.
NONSENSE = [
    *map(
        quote,
        (
            "-1", "9" * 5_000, "\u00b2", "\u0663", "x" * 3_000, "\r\nX: y",
            "\ufdfa" * 40, "' OR 1=1 --", "%", "0" * 26,
        ),
    ),
    "%ED%A0%80", "%FF%FE", "%C0%80", "%", "%zz",
]  # fmt: skip
NUL = "a%00b"


def names_read() -> set[str]:
    """Every name that the source reads from an address, or writes into one."""
    found: set[str] = set()
    for file in HOUSE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r"(?:GET|params)\.get(?:list)?\(\s*\"([\w-]+)\"", text))
        found |= set(re.findall(r"\"([\w-]+)\" (?:not )?in request\.GET", text))
        filters = re.findall(r"class \w*(?:Filter|Search)\w*\(.*?(?=\nclass |\Z)",
                             text, re.S)  # fmt: skip
        for form in filters:
            found |= set(re.findall(r"^    (\w+) = ", form, re.M))
    for declared in LISTS.values():
        found |= {filter.name for filter in declared.filters}
    for file in HOUSE.rglob("templates/**/*.html"):
        found |= set(re.findall(r"[?&]([\w-]+)=", file.read_text(encoding="utf-8")))
    return found


def queries() -> list[str]:
    """All names at once: what one list would read under another's name, too."""
    names = sorted(names_read())
    found = ["&".join(f"{name}={value}" for name in names) for value in NONSENSE]
    # Each name twice, and a page far away alone, where nothing else is refused first.
    found.append("&".join(f"{name}=1&{name}=2" for name in names))
    return [*found, "page=99999999", "page=-1", f"after={'9' * 30}&from={'9' * 30}"]


def test_the_names_that_addresses_carry_are_found() -> None:
    assert names_read() >= {
        "page", "q", "after", "before", "from", "at", "state", "organisation", "code",
        "next", "sort", "view", "columns", "rows", "countries", "key",
    }  # fmt: skip


@pytest.mark.parametrize("role", ["clara", "amina", "anonymous"])
def test_nonsense_in_an_address_is_answered(world: World, role: str) -> None:
    client = world.clients[role]
    cookies = copy.deepcopy(client.cookies)
    tried, found = queries(), []
    for name, methods in WHO_MAY.items():
        if methods["get"][role] != "+" or name == "badges:pdf":
            continue
        # What the chief was asked already is asked once more of everybody else.
        here = tried if role == "clara" else tried[:: len(tried) // 3]
        path = address_of(name, world.ours).partition("?")[0]
        with undone():
            for query in here:
                response = client.get(f"{path}?{query}")
                close(response)
                # 204: of a list, nothing has changed since the entry of this number.
                if response.status_code not in (200, 204, 302, 304, 400, 404):
                    found.append((name, query[:60], response.status_code))
            response = client.get(f"{path}?q={NUL}")
            # A page kept for the public has been found before any name is looked at;
            # a probe is answered before anything is.
            is_kept = response.status_code == 200 and response.has_header("ETag")
            is_probe = name in ("healthz", "readyz")
            if (
                not is_kept
                and not is_probe
                and (response.status_code != 400 or not response.content)
            ):
                found.append((name, NUL, response.status_code))
        client.cookies = copy.deepcopy(cookies)
    assert found == []


ABSURD: tuple[str | bytes, ...] = (
    "a\x00b", "9" * 5_000, "x" * 3_000, "\ufdfa" * 60, "-1", "\u00b2", "0" * 26,
    "99999-01-01T00:00", "\ud800".encode("utf-8", "surrogatepass"),
)  # fmt: skip


@pytest.mark.parametrize("role", ["clara", "amina", "lin"])
def test_nonsense_in_a_form_is_refused_in_words(world: World, role: str) -> None:
    """Every field of every form that this role finds, all of them and each alone."""
    client = world.clients[role]
    found = []
    with undone():
        forms = forms_of(world, role)
    cookies = copy.deepcopy(client.cookies)
    for number, ((name, path), fields) in enumerate(forms.items()):
        if WHO_MAY[name]["post"][role] != "+":
            continue
        for turn, value in enumerate(ABSURD):
            tries: list[dict[str, Any]] = [dict.fromkeys(fields, value)]
            # Alone, one field at each turn: so that no other is refused before it.
            keys = sorted(fields)
            if keys:
                one = keys[(turn + number) % len(keys)]
                tries.append(fields | {one: value})
            for typed in tries:
                with undone():
                    response = client.post(
                        path,
                        urlencode(typed, doseq=True),
                        content_type="application/x-www-form-urlencoded",
                    )
                    close(response)
                if response.status_code >= 500:
                    found.append((name, repr(value)[:20]))
                client.cookies = copy.deepcopy(cookies)
    assert len(forms) > 3
    assert found == []


@pytest.mark.parametrize("who", ["anonymous", "amina"])
def test_a_form_far_too_large_is_refused_in_words(world: World, who: str) -> None:
    client, user = Client(), world.user(who)
    if user is not None:
        sign_in(client, user)
    before = everything()
    path = address_of("people:sign_in", world.ours)
    if user is not None:
        path = address_of("delegations:nominate", world.ours)
    huge = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    many = {f"f{number}": "1" for number in range(10_000)}
    for typed in ({"full_name": huge, "email": huge}, many):
        response = client.post(
            path, urlencode(typed), content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code == 400
        assert "<h1" in response.content.decode()
    assert everything() == before


# UTF-7 and the escapes of Python make halves of characters; hex is no text at all.
NOT_UTF_8 = [
    ("utf-7", b"+2AA-"), ("unicode_escape", b"\\ud800"), ("utf-16", b"\x00\xd8"),
    ("hex", b"61"), ("undefined", b"x"), ("idna", b"xn--a"), ("latin-1", b"\xff"),
]  # fmt: skip


def answered(world: World, who: str, path: str, kind: str, sent: bytes) -> int:
    """As the web server asks: Django's test client makes requests of another class."""
    address, _mark, query = path.partition("?")
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD="POST", PATH_INFO=address, QUERY_STRING=query,
        CONTENT_TYPE=kind, CONTENT_LENGTH=str(len(sent)),
        HTTP_COOKIE=world.clients[who].cookies.output(header="", sep=";"),
    )  # fmt: skip
    environ["wsgi.input"] = io.BytesIO(sent)
    said: list[str] = []
    # Else the beginning of a request takes the world's connection for an old one.
    request_started.disconnect(close_old_connections)
    try:
        with undone():
            pieces = application(environ, lambda status, _headers: said.append(status))
            close(pieces)
    finally:
        request_started.connect(close_old_connections)
    return int(said[0][:3])


@pytest.mark.parametrize("charset", [charset for charset, _bytes in NOT_UTF_8])
def test_a_request_in_another_encoding_is_refused(world: World, charset: str) -> None:
    """Whatever it says, and wherever; one that no one knows counts as none."""
    before = everything()
    part = dict(NOT_UTF_8)[charset]
    head = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    body = b"".join(head % (n, part) for n in (b"email", b"name", b"full_name"))
    for who, name in (
        ("anonymous", "people:sign_in"), ("anonymous", "csp-reports"),
        ("amina", "people:account"), ("amina", "delegations:nominate"),
        ("clara", "website:home"),
    ):  # fmt: skip
        path = address_of(name, world.ours).partition("?")[0] + "?q=%FF"
        for kind, sent in (
            ("multipart/form-data; boundary=x", body + b"--x--\r\n"),
            ("application/x-www-form-urlencoded", b"email=" + part),
            ("text/html", b"x"),
        ):
            status = answered(world, who, path, f"{kind}; charset={charset}", sent)
            assert status == 400, (name, kind)
    assert everything() == before
    page = address_of("people:sign_in", world.ours)
    for known in ("utf-8", "UTF8", "no-such-encoding", "a\x00b", "\xff"):
        kind = f"application/x-www-form-urlencoded; charset={known}"
        assert answered(world, "anonymous", page, kind, b"x=1") in (200, 403)


@pytest.mark.parametrize("day", ["9999-12-31 23:59", "0001-01-01 00:00"])
def test_a_moment_at_the_end_of_the_calendar_is_refused(world: World, day: str) -> None:
    shift = {"steward": "Sam", "starts_at": "2019-08-26 08:00", "ends_at": day}
    page = address_of("doors:give_shift", world.ours)
    assert world.clients["dina"].post(page, shift).status_code == 422
