"""Axe finds nothing on any main page, in both languages, schemes and directions."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE
from tests.browser.demonstration import Visitor
from tests.browser.pages import PAGES

VENDOR = Path(__file__).parent / "vendor"
AXE = VENDOR / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKED_AT = sorted({look.who for look in PAGES})


def test_axe_is_the_published_build() -> None:
    entry = json.loads((VENDOR / "MANIFEST.json").read_text())["axe-core"]
    for name, checksum in entry["files"].items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == checksum
    assert f"axe v{entry['version']}".encode() in AXE.read_bytes()[:40]


def test_axe_finds_what_is_wrong(window: Browser) -> None:
    """The control: a page with three known faults, one of them a contrast in Arabic."""
    page = window.new_page()
    page.set_content(
        "<html lang=en><title>t</title><main><h1>t</h1><img src=data:,><input>"
        "<p style='color:#aaa;background:#fff'>pale</p></main></html>"
    )
    assert {fault.split(":")[0] for fault in faults(page)} == {
        "image-alt", "label", "color-contrast",
    }  # fmt: skip
    page.close()


@pytest.fixture
def reader(window: Browser, demonstration: str) -> Iterator[Callable[..., Visitor]]:
    opened: list[Visitor] = []

    def new(who: str, scheme: Any) -> Visitor:
        # Tests bring axe along; the pages' own policy would not let it in.
        context = window.new_context(
            viewport=PHONE, color_scheme=scheme, reduced_motion="reduce",
            bypass_csp=True,
        )  # fmt: skip
        one = Visitor(context, demonstration)
        opened.append(one)
        if who:
            one.step_in(who)
        return one

    yield new
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", LOOKED_AT, ids=[who or "nobody" for who in LOOKED_AT])
def test_no_page_shuts_anybody_out(
    reader: Callable[..., Visitor], who: str, scheme: str
) -> None:
    one = reader(who, scheme)
    found = []
    only_colours = {"runOnly": ["color-contrast"]}
    for look in (look for look in PAGES if look.who == who):
        page = one.look_at(look, "en")
        if scheme == "light":
            found += [f"{look.name} en: {fault}" for fault in faults(page)]
            page = one.look_at(look, "ar")
            found += [f"{look.name} ar: {fault}" for fault in faults(page)]
            continue
        # Nothing but colours differs between the schemes. And axe judges no contrast
        # where it reads Arabic: so English runs from the right.
        page.evaluate("document.documentElement.dir = 'rtl'")
        found += [f"{look.name} rtl: {fault}" for fault in faults(page, only_colours)]
    assert found == []


def faults(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """Each violation as "rule: the first element that breaks it"."""
    page.evaluate(AXE.read_text())
    result = page.evaluate(
        "options => axe.run(document, options)",
        {"runOnly": LEVELS, "resultTypes": ["violations"]} | (options or {}),
    )
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"][:2]
    ]
