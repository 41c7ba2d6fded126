"""Long forms with a mistake: the summary has the focus, and what was typed is there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demonstration import Visitor
from tests.browser.pages import PAGES, Look

FORMS: dict[str, dict[str, str]] = {
    # Page of the table: what is typed; what is wrong is in the comment.
    "nominate": {
        "full_name": "Ngọc", "email": "not an address",  # an address without @
        "functional_title": "Coördinator", "relation": "staff",
    },
    "confirm": {  # nationality, residence and both notices are missing
        "id_name": "NGUYEN THI MINH CHAU", "badge_name": "Châu",
        "own_script": "Nguyễn Thị Minh Châu", "functional_title": "Kỹ sư",
    },
    "register-alone": {
        "full_name": "", "affiliation": "Cooperative of no name",  # no name
    },
    "basics": {  # no word for an address
        "slug": "two words!", "short_name": "Salt Lake", "address": "100 South Temple",
    },
    "invite": {
        "organisation": "Ligue des jardins", "addressee": "Zoë",
        "email": "zoe at example.org",
    },
    "category": {"code": "XYZ"},  # no name in any language
}  # fmt: skip


SAVE = "main form[method=post] :is(.actions, .savebar) button"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_mistake_keeps_what_was_typed_and_takes_the_focus(
    visitor: Callable[..., Visitor], name: str, script: bool
) -> None:
    look = next(look for look in PAGES if look.name == name)
    page = fill(visitor(look.who, script=script), look)
    page.locator(SAVE).first.click()
    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    for field, typed in FORMS[name].items():
        box = page.locator(f"main [name='{field}']").first
        if typed and box.is_visible():
            expect(box).to_have_value(typed)
    first = summary.get_by_role("link").first
    target = (first.get_attribute("href") or "").removeprefix("#")
    said = first.inner_text().rpartition(": ")[2].strip()
    first.click()
    expect(page.locator(f"[id='{target}']")).to_be_in_viewport()
    # The same words stand at the field.
    expect(page.locator("main .invalid, main .error").first).to_be_visible()
    words = page.locator("main form").filter(has=page.locator(".error")).inner_text()
    assert said.lower().rstrip(".") in words.lower()


def test_back_to_a_refused_form_sends_nothing_and_keeps_what_was_typed(
    visitor: Callable[..., Visitor],
) -> None:
    look = next(look for look in PAGES if look.name == "nominate")
    page = fill(visitor(look.who), look)
    page.locator(SAVE).first.click()
    expect(page.locator(".summary")).to_be_focused()
    page.locator(".bar .mark").click()
    page.wait_for_load_state()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.go_back()
    expect(page.locator("main [name='email']")).to_have_value("not an address")
    page.reload()
    expect(page.locator("main [name='full_name']")).to_have_value("Ngọc")
    assert "GET" in sent
    assert "POST" not in sent


def test_what_happened_is_spoken_by_a_region_that_stays(
    visitor: Callable[..., Visitor],
) -> None:
    look = next(look for look in PAGES if look.name == "basics")
    page = visitor(look.who).look_at(look, "en")
    region = page.locator("#said[role=status]")
    expect(region).to_be_empty()
    page.locator(SAVE).first.click()
    expect(page.locator(".notices .notice")).to_be_visible()
    expect(region).to_have_text(page.locator(".notices [data-say]").inner_text())


def test_a_wrong_row_of_many_is_corrected_where_it_stands(
    visitor: Callable[..., Visitor],
) -> None:
    look = next(look for look in PAGES if look.name == "several")
    page = visitor(look.who).look_at(look, "en")
    page.get_by_label("Rows").fill(
        "name\te-mail\nĐặng\tdang\nIbn Ḥamdūn\tibn@example.org\n"
    )
    page.get_by_role("button", name="Check the rows").click()
    wrong = page.locator("main tbody input[aria-invalid=true]")
    expect(wrong.first).to_have_value("dang")
    page.get_by_role("button", name="Check again").click()
    expect(wrong.first).to_have_value("dang")
    expect(page.locator("main tbody")).to_contain_text("Ibn Ḥamdūn")


@pytest.mark.parametrize("name", ["new-conference", "copy", "basics", "session"])
def test_a_long_form_that_nobody_touched_has_nothing_unsaved(
    visitor: Callable[..., Visitor], name: str
) -> None:
    look = next(look for look in PAGES if look.name == name)
    page = visitor(look.who).look_at(look, "en")
    bar = page.locator(".savebar")
    expect(bar).to_be_visible()
    nothing = bar.get_attribute("data-nothing") or ""
    expect(bar.locator("[role=status]")).to_have_text(nothing)
    page.locator("main input[type=text]").first.fill("typed")
    expect(bar.locator("[role=status]")).not_to_have_text(nothing)


def fill(one: Visitor, look: Look) -> Page:
    page = one.look_at(look, "en")
    for field, typed in FORMS[look.name].items():
        box = page.locator(f"main [name='{field}']").first
        if box.count() and box.is_visible():
            if box.evaluate("e => e.tagName") == "SELECT":
                continue
            box.fill(typed)
    return page
