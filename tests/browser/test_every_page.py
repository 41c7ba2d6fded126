"""Each role walks through what it can reach: whole, narrow, alone and without a word.

Nothing here knows an address: the links of the pages are followed, one of each shape.
"""

import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from hemicycle.demo.cast import CAST
from tests.browser.demonstration import Visitor
from tests.browser.pages import CONFERENCE

ROLES = ["", *(member.key for member in CAST)]
# Shapes of pages to look at: most for those whom most doors open.
MOST = {"clara": 45, "rosa": 20, "amina": 20}
MOST_OF_OTHERS = 10
IDENTIFIER = re.compile(r"/[0-9a-z]{26}(?=/)")
NO_PAGE = re.compile(
    r"\.(pdf|csv|xlsx|xml)(\?|$)|/files/|/demo/|/account/link/|/l/|/download/"
)


@pytest.mark.parametrize("who", ROLES, ids=[who or "nobody" for who in ROLES])
def test_every_page_that_a_role_can_reach_is_whole(
    visitor: Callable[..., Visitor], who: str
) -> None:
    one = visitor(who)
    wrong: list[str] = []
    listen(one, wrong)
    seen: set[str] = set()
    most = MOST.get(who, MOST_OF_OTHERS)
    start = f"/en/{CONFERENCE}/lobby/" if who else f"/en/{CONFERENCE}/"
    waiting = deque([urlsplit(one.page.url).path if who else start, start, "/en/"])
    while waiting and len(seen) < most:
        address = waiting.popleft()
        if shape(address) in seen:
            continue
        seen.add(shape(address))
        for language in ("en", "ar"):
            path = address.replace("/en/", f"/{language}/", 1)
            answer = one.page.goto(one.server + path)
            if answer is None or answer.status != 200:
                wrong.append(
                    f"{path} answered {answer.status if answer else 'nothing'}"
                )
                continue
            wrong += [f"{path} {fault}" for fault in faults(one.page, language)]
            if language == "en":
                waiting.extend(links(one.page, one.server))
    assert wrong == []
    assert len(seen) >= 5


def listen(one: Visitor, wrong: list[str]) -> None:
    """Whatever a page says to the console, or asks of anybody but the server."""

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(f"{one.page.url} said {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((one.server, "data:")):
            wrong.append(f"{one.page.url} asked {request.url}")

    one.page.on("console", said)
    one.page.on("pageerror", lambda error: wrong.append(f"{one.page.url} {error}"))
    one.page.on("request", asked)


def faults(page: Page, language: str) -> list[str]:
    found = []
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        over = page.evaluate(
            "(e => e.scrollWidth - e.clientWidth)(document.documentElement)"
        )
        if over > 0:
            found.append(f"is {over} px too wide at {width}")
    facts = page.evaluate(
        """() => ({heads: document.querySelectorAll("h1").length,
            title: document.title.trim(), lang: document.documentElement.lang,
            dir: document.documentElement.dir})"""
    )
    if facts["heads"] != 1:
        found.append(f"has {facts['heads']} h1")
    if not facts["title"] or facts["title"].startswith("·"):
        found.append("has no title")
    if facts["lang"] != language or facts["dir"] != (
        "rtl" if language == "ar" else "ltr"
    ):
        found.append(f"is {facts['lang']} {facts['dir']}")
    return found


def links(page: Page, server: str) -> list[str]:
    """Pages of this site that the page leads to, in English, once each."""
    hrefs: list[str] = page.evaluate("[...document.links].map(link => link.href)")
    found = {
        urldefrag(href).url.removeprefix(server): None
        for href in hrefs
        if href.startswith(f"{server}/en/")
    }
    return [path for path in found if not NO_PAGE.search(path)]


def shape(address: str) -> str:
    """Two registrations are one page; so is a list whatever its filters."""
    return IDENTIFIER.sub("/*", urlsplit(address).path)
