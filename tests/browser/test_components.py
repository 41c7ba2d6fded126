"""What a person sees and does with the components, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.screenshots import CHROMIUM, chromium

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]
GALLERY = "account/components/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    yield context
    context.close()


@pytest.fixture
def old_phone(browser: Browser) -> Iterator[BrowserContext]:
    """Without JavaScript."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    yield context
    context.close()


def gallery(
    context: BrowserContext, server: LiveServer, language: str = "en", query: str = ""
) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/{language}/{GALLERY}{query}")
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("query", ["", "?sent=1&staff=1"])
def test_nothing_is_wider_than_a_small_phone(
    phone: BrowserContext, live_server: LiveServer, language: str, query: str
) -> None:
    page = gallery(phone, live_server, language, query)
    wide = page.evaluate(
        "(e => e.scrollWidth - e.clientWidth)(document.documentElement)"
    )
    assert wide <= 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_demonstration_says_so_in_two_lines(
    old_phone: BrowserContext,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setattr(settings, "IS_DEMO", True)
    page = gallery(old_phone, live_server, language)
    lines = page.evaluate(
        """(p => p.getBoundingClientRect().height
            / parseFloat(getComputedStyle(p).lineHeight))
            (document.querySelector(".demo p"))"""
    )
    assert lines <= 2.05


def test_buttons_can_be_hit_with_a_thumb(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    page = gallery(phone, live_server, query="?staff=1")
    low = page.evaluate(
        """[...document.querySelectorAll(
            ".button, .bar a, .bar summary, .room a, .pages a, .field input, select")]
            .filter(e => e.checkVisibility() && !["checkbox", "radio"].includes(e.type))
            .filter(e => e.getBoundingClientRect().height < 43.9)
            .map(e => e.outerHTML.slice(0, 90))"""
    )
    assert low == []


def test_the_focus_goes_to_the_summary_without_script(
    old_phone: BrowserContext, live_server: LiveServer
) -> None:
    page = gallery(old_phone, live_server, query="?sent=1")
    expect(page.locator(".summary")).to_be_focused()
    page.get_by_role("link", name="Date of birth: fill this in.").click()
    assert page.url.endswith("#id_born_on_0")


def test_a_question_opens_in_place_without_script(
    old_phone: BrowserContext, live_server: LiveServer
) -> None:
    page = gallery(old_phone, live_server, query="?staff=1")
    question = page.get_by_role("heading", name="Refuse three registrations?")
    expect(question).not_to_be_visible()
    page.locator("details.confirm > summary").click()
    expect(question).to_be_visible()


def test_a_question_is_a_dialog_that_escape_closes(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    page = gallery(phone, live_server, query="?staff=1")
    opener = page.locator("details.confirm > summary")
    opener.click()
    dialog = page.get_by_role("dialog", name="Refuse three registrations?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(opener).to_be_focused()
    opener.click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).not_to_be_visible()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("deutschl", "Germany"),
        ("DEU", "Germany"),
        ("المانيا", "Germany"),
        ("cote d", "Côte d’Ivoire"),
        ("viet nam", "Viet Nam"),
        ("中国", "China"),
    ],
)
def test_a_country_is_found_by_any_name(
    phone: BrowserContext, live_server: LiveServer, typed: str, found: str
) -> None:
    page = gallery(phone, live_server)
    field = page.get_by_role("combobox", name="Nationality")
    field.fill(typed)
    expect(page.locator(".combo").get_by_role("option").first).to_contain_text(
        re.compile(found.replace("’", "['’]"))
    )
    field.press("Enter")
    expect(field).to_have_value(re.compile(found.replace("’", "['’]")))
    chosen = page.evaluate("document.querySelector('select[name=nationality]').value")
    assert len(chosen) == 2


def test_what_is_no_country_is_not_sent_as_one(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    page = gallery(phone, live_server)
    field = page.get_by_role("combobox", name="Nationality")
    field.fill("Deutschland")
    field.press("Enter")
    field.fill("Atlantis")
    page.keyboard.press("Tab")
    assert (
        page.evaluate("document.querySelector('select[name=nationality]').value") == ""
    )


def test_a_country_is_a_plain_select_without_script(
    old_phone: BrowserContext, live_server: LiveServer
) -> None:
    page = gallery(old_phone, live_server)
    page.get_by_label("Nationality").select_option(label="Germany")
    page.get_by_role("button", name="Save and continue").click()
    assert "nationality=DE" in page.url


def test_an_open_menu_closes_when_one_looks_elsewhere(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    page = gallery(phone, live_server)
    menu = page.locator("details.menu").first
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_the_page_breaks_no_rule_of_its_content_security_policy(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    page = phone.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}/en/{GALLERY}?staff=1&sent=1")
    assert said == []


def test_the_page_asks_nobody_else(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/en/{GALLERY}?staff=1")
    page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if not url.startswith(live_server.url)] == []


def test_without_a_connection_nothing_typed_is_lost(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    page = gallery(phone, live_server, query="?staff=1")
    page.locator("details.confirm > summary").click()
    phone.set_offline(True)
    page.get_by_role("dialog").get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("You are offline.")).to_be_visible()
    phone.set_offline(False)
    expect(page.get_by_text("You are offline.")).not_to_be_visible()
