"""A table that comes in, corrected with the keyboard alone."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.demonstration import Visitor
from tests.browser.pages import Look, open_look

ROWS = (
    "Organisation\tCountry\tAddressed to\tE-mail\tLanguage\n"
    "Cirrus\tKenya\tThe Director\tcirrus@example.org\ten\n"
    "Nimbus\tFrance\tThe Board\tnimbus at example\ten\n"
)


def test_cells_are_opened_given_up_and_kept_by_keys(
    visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    petra = visitor("petra", desk=True)
    page = petra.page
    look = Look(
        "invite-many", "tables:new_import", "{c}/invitations/", "petra",
        ("a[href*='/imports/new/']",),
    )  # fmt: skip
    open_look(page, look, petra.server, "en")
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
