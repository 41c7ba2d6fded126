"""Every page of the site, as every role: goals S10, S11, S21 (reading), S39.

All words that people chose are a script, a tag and an attribute at once. The pages must
be inert, ask no other host for anything, and change nothing by being read.
"""

import copy
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

import hemicycle
from hemicycle.lib import clock
from tests import slow
from tests.cast import OPENING_MORNING
from tests.security.test_matrix import WHO_MAY, address_of
from tests.security.world import (
    ROLES,
    World,
    close,
    demo_people,
    everything,
    make_world,
    undone,
    watching,
)

pytestmark = pytest.mark.django_db

PAYLOAD = "'\"><script>alert(1)</script><img src=//evil.example/x onerror=alert(2)>"
# Only these begin something when they stand in a page as they are.
RAW = ("<script>alert(1)", "<img src=//evil", "onerror=alert(2)>")
HOUSE = Path(hemicycle.__file__).parent


def payload(words: str) -> str:
    """Short enough for the shortest field, and still the person's own."""
    return f"{words} {PAYLOAD}"


@pytest.fixture(scope="module")
def hostile_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),
        clock.frozen(OPENING_MORNING),
        slow.of_a_test(),
    ):
        yield make_world(payload)
        transaction.set_rollback(True)


class Page(HTMLParser):
    """What a browser would fetch, run or style because of this page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.text = ""
        self._inside = ""
        self._ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = tag
        if (id := given.get("id")) is not None:
            if id in self._ids:
                self.faults.append(f"id twice: {id}")
            self._ids.add(id)
        if tag == "style":
            self.faults.append("<style>")
        if tag == "script" and "src" not in given and given.get("type") not in DATA:
            self.faults.append("<script> without src")
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.faults.append(f"{tag} {name}={value[:40]}")
            if name.startswith("hx-on"):
                self.faults.append(f"{tag} {name}")
            fetches = name in FETCHED or (name.startswith("hx-") and name != "hx-sync")
            if name == "href":
                fetches = tag not in ("a", "area")
                if re.match(r"\s*(javascript|data|vbscript):", value, re.I):
                    self.faults.append(f"{tag} {name}={value[:40]}")
            elsewhere = re.match(r"\s*([a-z][a-z0-9+.-]*:|//)", value, re.I)
            if tag == "link" and given.get("rel", "canonical") in POINTERS:
                # Whole, as search engines ask for it; of this site.
                elsewhere = elsewhere and not value.startswith(f"{settings.URL}/")
            if fetches and elsewhere and not value.startswith("data:image/"):
                self.faults.append(f"{tag} {name}={value[:60]}")

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.text += data


DATA = ("application/json", "text/plain")
POINTERS = ("canonical", "alternate")  # without any, as an itemprop, too: not fetched
FETCHED = {
    "src", "srcset", "action", "formaction", "poster", "data", "background", "ping",
    "manifest", "xlink:href", "imagesrcset",
}  # fmt: skip


def faults_of(html: str) -> list[str]:
    return Page(html).faults + [sign for sign in RAW if sign in html]


def test_what_the_crawl_looks_for_is_found() -> None:
    assert faults_of(f"<p>{PAYLOAD}</p>")
    for html in (
        "<link rel=stylesheet href='https://cdn.example/x.css'>", "<p style='x'>",
        "<script>1</script>", "<img src='//cdn.example/x'>", "<body onload=x>",
        "<form action='https://evil.example'>", "<a href='javascript:x'>",
        "<style>p{}</style>", "<p id=a></p><p id=a></p>",
        "<div hx-get='https://evil.example'>",
        "<link rel=canonical href='https://evil.example/'>",
    ):  # fmt: skip
        assert faults_of(html), html
    fine = "<a href='https://un.org/'>UN</a><script src='/a.js'></script>"
    assert faults_of(fine) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_inert_asks_nobody_else_and_changes_nothing(
    hostile_world: World, role: str, settings: Any
) -> None:
    world = hostile_world
    cache.clear()
    settings.IS_DEMO = True
    demo_people()
    client = world.clients[role]
    before, cookies = everything(), copy.deepcopy(client.cookies)
    seen, found, said = 0, [], ""
    for name, methods in WHO_MAY.items():
        # The demonstration's pages are open to all while it is one.
        if methods["get"][role] != "+" and not name.startswith("demo:"):
            continue
        for language in ("en", "ar"):
            if language == "ar" and (role not in IN_ARABIC or "ar" not in LANGUAGES):
                continue
            path = address_of(name, world.ours, language)
            with undone(), watching() as writes:
                response = client.get(path)
                changed = writes.tables and everything() != before
            client.cookies = copy.deepcopy(cookies)
            if changed:
                found.append(f"{path} changed {sorted(set(writes.tables))}")
            if "html" in response.get("Content-Type", "") and not response.streaming:
                seen += 1
                html = response.content.decode()
                found += [f"{path}: {fault}" for fault in faults_of(html)]
                said += Page(html).text
            close(response)
    assert found == []
    assert seen > 20
    assert "alert(1)" in said or role == "anonymous"


IN_ARABIC = ("anonymous", "amina", "clara")
LANGUAGES = dict(settings.LANGUAGES)


def test_pages_of_errors_are_inert_too(hostile_world: World) -> None:
    for role in ("anonymous", "eve", "clara"):
        client = hostile_world.clients[role]
        with undone():
            for path in (
                "/en/nowhere/<script>alert(1)</script>/", "/en/uncsc-2019/desk/",
                "/v/%3Cscript%3Ealert(1)", "/l/%3Cscript%3Ealert(1)",
            ):  # fmt: skip
                html = client.get(path, {"q": PAYLOAD}, follow=True).content.decode()
                assert faults_of(html) == [], path


@pytest.mark.parametrize("role", ["rosa", "petra", "dina", "clara", "amina"])
def test_what_is_typed_comes_back_inert(hostile_world: World, role: str) -> None:
    """Refused forms and searches show what was typed, and run nothing of it."""
    client = hostile_world.clients[role]
    cookies = copy.deepcopy(client.cookies)
    fields = re.findall(r"[a-z_]+", " ".join(TYPED))
    for name, methods in WHO_MAY.items():
        if name.startswith(("demo:", "people:", "new:", "ui:")):
            continue
        path = address_of(name, hostile_world.ours)
        for method in ("get", "post"):
            if methods[method][role] != "+":
                continue
            typed = dict.fromkeys(fields, PAYLOAD)
            with undone():
                response = getattr(client, method)(path, typed)
            client.cookies = copy.deepcopy(cookies)
            if "html" in response.get("Content-Type", "") and not response.streaming:
                html = response.content.decode()
                assert faults_of(html) == [], (name, method)
            close(response)


TYPED = [
    "q name email full_name reason note title guest code steward zone slug text hat",
    "addressee organisation country signatory kind verdict rows pasted query at from",
    "page state order category relation affiliation badge_name id_name own_script",
    "functional_title nationality residence is_adult acronym city subdivision website",
    "short_name theme label source cap starts_at ends_at new-note focal-email next",
]


def test_no_style_or_script_of_ours_names_another_host() -> None:
    """Stylesheets import nothing from elsewhere; scripts fetch only from here."""
    away = re.compile(
        r"""(?ix) (?:url\(\s*|@import\s+|fetch\(\s*|import\s*\(?\s*|importScripts\(\s*
        |new\s+(?:WebSocket|EventSource|Worker)\(\s*|\.src\s*=\s*|\.open\([^,]+,\s*
        |sendBeacon\(\s*) ["'`]?\s* (?:https?:)?//[a-z0-9]"""
    )
    assert away.search('@import url("https://fonts.example/x.css")')
    assert away.search("fetch('//cdn.example/x')")
    files = [
        file
        for ending in ("css", "js", "mjs", "svg", "webmanifest")
        for file in HOUSE.rglob(f"static/**/*.{ending}")
    ]
    assert len(files) > 5
    found = {
        str(file.relative_to(HOUSE))
        for file in files
        if away.search(file.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_no_template_runs_or_styles_anything_in_the_page() -> None:
    """Also in the branches that no page of the crawl showed."""
    inline = re.compile(
        r"(?i)<style\b|<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>"
        r"|\s(?:style|on[a-z]+)=[\"']"
    )
    found = {
        str(file.relative_to(HOUSE))
        for file in HOUSE.rglob("templates/**/*.html")
        if inline.search(file.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_nothing_is_marked_safe_outside_the_list() -> None:
    """Each of these says why beside it."""
    allowed = {
        "badges/views.py",
        "doors/views.py",
        "ui/cells.py",
        "ui/icons.py",
        "ui/templatetags/lists.py",
        "tables/page.py",
        "tables/parts.py",
        "texts/markdown.py",
    }
    marks = re.compile(r"mark_safe|SafeString\(|\|\s*safe\b|autoescape\s+off")
    found = {
        str(file.relative_to(HOUSE))
        for ending in ("py", "html")
        for file in HOUSE.rglob(f"*.{ending}")
        if marks.search(file.read_text(encoding="utf-8"))
    }
    assert found == allowed
