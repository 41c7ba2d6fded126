"""Signing in as a person does: on a small phone, with a passkey, and without script."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from hemicycle.people.models import Passkey
from tests.browser.screenshots import CHROMIUM, chromium
from tests.cast import make_cast
from tests.people.test_sign_in import code_in, newest_letter

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]
PHONE = {"width": 360, "height": 740}
SETTINGS = "/en/account/settings/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    settings.URL = live_server.url
    make_cast()
    return str(live_server.url)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    opened: list[BrowserContext] = []

    def new(script: bool = True) -> BrowserContext:
        context = browser.new_context(viewport=PHONE, java_script_enabled=script)
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()


def enter_code(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/en/account/sign-in/?next={SETTINGS}")
    page.fill("input[name=email]", email)
    page.click("text=E-mail me a code")
    page.fill("input[name=code]", code_in(newest_letter(email)))
    page.click("main form button")


def test_without_script_a_code_is_enough(
    site: str, phone: Callable[..., BrowserContext]
) -> None:
    page = phone(script=False).new_page()
    enter_code(page, site, "amina@example.org")
    assert page.url == site + SETTINGS
    page.goto(f"{site}/en/account/sign-in/")
    assert not page.locator("text=Sign in with a passkey").is_visible()


def test_a_passkey_is_made_and_signs_in_under_our_policy(
    site: str, phone: Callable[..., BrowserContext]
) -> None:
    context = phone()
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    enter_code(page, site, "rosa@example.org")
    page.click("text=Save a passkey")
    page.fill("input[name=name]", "my phone")
    with page.expect_navigation():
        page.click("button:has-text('Save a passkey')")
    assert page.locator(".recovery li").count() == 10
    page.click("text=I have saved them")
    assert page.url == site + SETTINGS

    context.clear_cookies()
    page.goto(f"{site}/en/account/sign-in/?next={SETTINGS}")
    with page.expect_navigation():
        page.click("text=Sign in with a passkey")
    assert page.url == site + SETTINGS
    assert Passkey.objects.get().used_at is not None

    context.clear_cookies()
    enter_code(page, site, "rosa@example.org")
    assert "/second-factor/" in page.url
    with page.expect_navigation():
        page.click("text=Use a passkey")
    assert page.url == site + SETTINGS
    assert refused == []
    assert [url for url in asked if not url.startswith((site, "data:"))] == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_is_wider_than_a_phone(
    site: str, phone: Callable[..., BrowserContext], language: str
) -> None:
    page = phone().new_page()
    enter_code(page, site, "amina@example.org")
    for path in (
        "account/settings/", "account/emails/", "account/passkeys/", "account/?all",
        "uncsc-2019/lobby/", "account/link/unknown/",
    ):  # fmt: skip
        page.goto(f"{site}/{language}/{path}")
        wide = page.evaluate(
            "(e => e.scrollWidth - e.clientWidth)(document.documentElement)"
        )
        assert wide <= 0, path
