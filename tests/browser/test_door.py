"""The gate when the network goes away: nothing unchecked may look checked."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.demonstration import Visitor


def test_without_a_connection_no_code_looks_checked(
    visitor: Callable[..., Visitor],
) -> None:
    serial = good_serial(visitor("xiulan"))
    sam = visitor("sam")
    page = sam.page
    row = page.locator("tbody tr", has=page.locator(".state.good"))
    row.get_by_role("link").first.click()
    page.get_by_role("link", name="Check badges here").click()
    code, verdict = page.get_by_label("Code"), page.locator("#verdict")
    code.fill(serial)
    page.get_by_role("button", name="Check").click()
    expect(verdict.get_by_role("heading", name="Enter")).to_be_visible()
    expect(code).to_be_focused()
    expect(code).to_have_value("")

    sam.context.set_offline(True)
    # The green of the person before is gone, before anything is typed.
    expect(verdict.get_by_role("heading", name="Enter")).not_to_be_visible()
    expect(verdict).to_contain_text("nothing was checked")
    code.fill(serial)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("[data-no-link]")).to_be_visible()
    expect(verdict).to_have_class("gate idle")
    expect(verdict).to_contain_text("nothing was checked")
    expect(code).to_have_value(serial)

    sam.context.set_offline(False)
    page.get_by_role("button", name="Check").click()
    expect(verdict.get_by_role("heading", name="Enter")).to_be_visible()
    expect(page.locator("[data-link]")).to_be_visible()
    expect(code).to_have_value("")


def test_what_is_no_badge_is_red_and_says_what_to_say(
    visitor: Callable[..., Visitor],
) -> None:
    page = visitor("sam", script=False).page
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Check badges here").click()
    page.get_by_label("Code").fill("0000-0000")
    page.get_by_role("button", name="Check").click()
    verdict = page.locator("#verdict")
    expect(verdict.get_by_role("heading", name="Stop")).to_be_visible()
    expect(verdict).to_contain_text("Not a badge of this conference.")
    expect(verdict).to_contain_text("Do you have another badge?")


def good_serial(owner: Visitor) -> str:
    owner.page.get_by_role("link", name="Show the badge").click()
    return owner.page.locator(".badge-card .serial").inner_text()
