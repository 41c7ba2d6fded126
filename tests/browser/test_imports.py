"""A table that comes in, corrected with the keyboard alone."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.demonstration import Visitor
from tests.browser.pages import Look, open_look

INVITE_MANY = Look(
    "invite-many", "tables:new_import", "{c}/invitations/", "petra",
    ("a[href*='/imports/new/']",),
)  # fmt: skip
ROWS = (
    "Organisation\tCountry\tAddressed to\tE-mail\tLanguage\n"
    "Cirrus\tKenya\tThe Director\tcirrus@example.org\ten\n"
    "Nimbus\tFrance\tThe Board\tnimbus at example\ten\n"
)


ALL_COLUMNS = (
    "Organisation\tCountry\tAddressed to\tE-mail\tIn the name of\tLanguage\t"
    "Category of its members\tKind\tAcronym\tPlaces\n"
    "International Association of Long Names\tDemocratic Republic of the Congo\t"
    "The Executive Director\ta.long.address@organisation.long.example.org\tNo one\ten\t"
    "Nothing\tngo\tIALN\tmany\n"
)


def test_all_columns_fit_on_a_small_desk(visitor: Callable[..., Visitor]) -> None:
    petra = visitor("petra", desk=True)
    page = petra.page
    open_look(page, INVITE_MANY, petra.server, "en")
    page.locator("textarea[name=pasted]").fill(ALL_COLUMNS)
    page.locator("main form[method=post] button[type=submit]").first.click()
    expect(page.locator(".rows-in thead th")).to_have_count(13)
    assert page.viewport_size == {"width": 1280, "height": 900}
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


def test_cells_are_opened_given_up_and_kept_by_keys(
    visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    petra = visitor("petra", desk=True)
    page = petra.page
    open_look(page, INVITE_MANY, petra.server, "en")
    page.locator("textarea[name=pasted]").fill(ROWS)
    page.locator("main form[method=post] button[type=submit]").first.click()
    name = page.locator('td[data-cell="2-addressee"]')
    name.click()
    page.keyboard.type("Somebody")
    page.keyboard.press("Escape")
    expect(name).to_have_text("The Director")
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Ms Wanjiru")
    page.keyboard.press("Enter")
    expect(page.locator('td[data-cell="3-addressee"]')).to_be_focused()
    page.keyboard.press("n")
    wrong = page.locator('input[name="3-email"]')
    expect(wrong).to_be_focused()
    wrong.fill("nimbus@example.org")
    page.locator("button[name=check]").click()
    expect(page.locator("[aria-invalid]:not(select)")).to_have_count(0)
    expect(page.locator('td[data-cell="2-addressee"]')).to_have_text("Ms Wanjiru")
