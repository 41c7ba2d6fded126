"""A list in a real browser: selecting, searching while typing, and keys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demonstration import Visitor

BADGES = "uncsc-2019/badges/"


@pytest.fixture
def page(visitor: Callable[..., Visitor], demonstration: str) -> Page:
    rosa = visitor("rosa", desk=True)
    page = rosa.context.new_page()
    page.goto(f"{demonstration}/en/{BADGES}")
    return page


def selected(page: Page) -> str:
    return page.locator(".listfoot .chosen b").inner_text()


def test_rows_are_selected_one_by_one_up_to_here_and_over_pages(page: Page) -> None:
    boxes = page.locator('tbody input[name="id"]')
    boxes.nth(1).click()
    assert selected(page) == "1 selected"
    boxes.nth(4).click(modifiers=["Shift"])
    assert selected(page) == "4 selected"
    expect(page.locator("#said")).to_have_text("4 selected")
    page.locator(".leaf a[rel=next]").click()
    assert selected(page) == "4 selected"
    page.get_by_role("button", name="Select page (25)").click()
    assert selected(page) == "29 selected"
    page.get_by_role("button", name="Select all").click()
    assert "found are selected" in selected(page)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".listfoot .chosen")).to_be_hidden()


def test_the_list_is_searched_while_one_types(page: Page) -> None:
    name = page.locator("tbody th a").nth(3).inner_text()
    field = page.get_by_role("searchbox")
    field.press_sequentially(name, delay=10)
    expect(page.locator("tbody th a").first).to_have_text(name)
    expect(page.locator("#said")).to_contain_text("found")
    expect(field).to_be_focused()
    expect(field).to_have_value(name)
    assert "q=" in page.url
    assert name in page.title()
    page.keyboard.press("Escape")
    expect(page.locator("tbody tr")).to_have_count(25)


def test_a_list_is_worked_by_keys_that_can_be_switched_off(page: Page) -> None:
    links = page.locator("tbody th a")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("searchbox").blur()
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("x")
    assert selected(page) == "1 selected"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    assert selected(page) == "3 selected"
    page.keyboard.press("Escape")
    expect(page.locator(".listfoot .chosen")).to_be_hidden()
    page.keyboard.press("?")
    keys = page.locator(".keylist")
    expect(keys).to_be_visible()
    keys.get_by_role("checkbox").uncheck()
    keys.get_by_role("button", name="Close").click()
    page.keyboard.press("x")
    expect(page.locator(".listfoot .chosen")).to_be_hidden()


def test_an_opened_filter_counts_its_choices(page: Page) -> None:
    page.locator("details.filter > summary").first.click()
    expect(page.locator("#choices-state span").first).to_be_visible()


def test_an_open_list_is_told_that_rows_have_changed(
    page: Page, demonstration: str
) -> None:
    page.goto(f"{demonstration}/en/{BADGES}?view=to-hand-out")
    notice = page.locator(".listfoot .changed")
    expect(notice).to_be_hidden()
    first = page.locator("tbody th a").first
    name = first.inner_text()
    other = page.context.new_page()
    other.goto(f"{demonstration}{first.get_attribute('href')}")
    other.get_by_role("button", name="Hand out").click()
    # Left open: closed in the middle of an answer, the driver waited for ever.
    expect(other.get_by_role("button", name="Hand out")).to_have_count(0)
    page.bring_to_front()
    # As when its reader comes back to it.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(notice).to_contain_text("1 row changed.")
    expect(page.locator("#said")).to_have_text("1 row changed.")
    expect(first).to_have_text(name)
    notice.get_by_role("link", name="Refresh").click()
    expect(page.locator("tbody th a").first).not_to_have_text(name)
    expect(page.locator(".listfoot .changed")).to_be_hidden()


def test_without_script_the_filters_are_a_form_and_the_deeds_are_there(
    visitor: Callable[..., Visitor], demonstration: str
) -> None:
    page = visitor("rosa", script=False).context.new_page()
    page.goto(f"{demonstration}/en/{BADGES}?view=all")
    page.locator("details.filter > summary").first.click()
    page.get_by_label("Revoked").check()
    page.locator(".panel button").first.click()
    assert "state=revoked" in page.url
    page.goto(f"{demonstration}/en/{BADGES}")
    expect(page.get_by_role("button", name="Print")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 1000])
def test_no_column_vanishes_however_many_there_are(
    visitor: Callable[..., Visitor], width: int
) -> None:
    """`Matched` joins the others while a search is on; a name needs 9 characters."""
    rosa = visitor("rosa", desk=True)
    rosa.page.set_viewport_size({"width": width, "height": 800})
    for address in (
        "vetting/registrations/?view=all",
        "vetting/registrations/?q=maria",
        "badges/?q=maria",
        "invitations/",
        "organisations/?q=water",
    ):
        heads = rosa.go(address).locator(".list thead th:not(.pick)")
        widths = heads.evaluate_all("all => all.map(th => th.offsetWidth)")
        assert min(widths) >= 72, (address, widths)
