"""From the invitation to the door, by clicks alone: each at the screen they have."""

import re
import time
from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.demonstration import Visitor

NewVisitor = Callable[..., Visitor]
DISC, SQUARE = "50%", "0px"


class Story(NamedTuple):
    who: str  # of the cast: asked to bring a delegation, and its head
    name: str
    organisation: str
    colleague: str  # of the cast: registers alone and names the organisation
    script: bool


STORIES = [
    Story("mariam", "Mariam Darwish", "Riverbank Repair Cooperative", "hilde", True),
    Story("amina", "Amina Haddad", "Courtyard Libraries Union", "dina", False),
]


ANSWERS = [
    Story("hilde", "Hilde Ødegård", "Lakeside Weavers Guild", "", True),
    Story("hilde", "Hilde Ødegård", "Hillside Bakers Guild", "", False),
]


@pytest.mark.parametrize("story", ANSWERS, ids=["a phone", "a phone without script"])
def test_an_invitation_is_sent_verified_and_accepted(
    visitor: NewVisitor, story: Story
) -> None:
    is_invited_and_accepts(visitor, story)


@pytest.mark.parametrize("story", STORIES, ids=["a phone", "a phone without script"])
def test_a_delegation_walks_from_the_invitation_to_the_door(
    visitor: NewVisitor, story: Story
) -> None:
    chief = visitor("clara", desk=True)
    accepted = figure(chief, "invitations accepted")

    focal_point = is_invited_and_accepts(visitor, story)
    nominate_head(focal_point, story)
    paste_rows(focal_point, story)
    asks_to_join(visitor(story.colleague, script=story.script), story)
    admit(focal_point)

    representative = visitor(script=story.script)
    opens_the_letter_and_signs_in(representative, story, "please confirm your details")
    confirm_details(representative, story)

    registrar = visitor("rosa", desk=True)
    approve(registrar, story)
    opens_the_letter_and_signs_in(representative, story, "You are registered")
    serial = show_badge(representative, story)

    steward = visitor("sam", script=story.script)
    door = stand_at_a_door(steward)
    check(steward, serial)
    verdict = steward.page.locator("#verdict")
    expect(verdict.get_by_role("heading", name="Enter")).to_be_visible()
    expect(verdict).to_contain_text(story.name)
    expect(shape(steward.page)).to_have_css("border-radius", DISC)

    withdraw(representative)
    check(steward, serial)
    expect(verdict.get_by_role("heading", name="Stop")).to_be_visible()
    expect(verdict).to_contain_text("not approved")
    expect(verdict).to_contain_text("Help desk")
    expect(shape(steward.page)).to_have_css("border-radius", SQUARE)

    supervisor = visitor("dina", desk=True)
    supervisor.go("doors/").get_by_role("link", name=door, exact=True).click()
    rows = supervisor.page.locator("main table").first.locator("tbody tr")
    scans = rows.filter(has=supervisor.page.locator(".state"))
    expect(scans.nth(1)).to_contain_text(story.name)
    expect(scans.nth(0)).to_contain_text(story.name)
    expect(scans.nth(1).locator(".state.good")).to_be_visible()
    expect(scans.nth(0).locator(".state.stop")).to_be_visible()

    assert eventually(lambda: figure(chief, "invitations accepted") > accepted)


def test_the_public_page_says_what_is_known(visitor: NewVisitor) -> None:
    anyone = visitor(script=False)
    page = anyone.go("")
    expect(page.locator("h1")).to_have_text(
        "Building Inclusive and Sustainable Cities and Communities"
    )
    for words in (
        "68th United Nations Civil Society Conference",
        "26 to 28 August 2019", "Salt Lake City", "Opening Plenary Session", "MDT",
        "United Nations Department of Global Communications",
        "Demonstration with fictional data.",
    ):  # fmt: skip
        expect(page.locator("body")).to_contain_text(words)
    approved = page.locator(".figure").first
    assert int(approved.locator("b").inner_text().replace(",", "")) >= 400
    approved.locator("summary").click()
    expect(approved.get_by_text("Definition")).to_be_visible()
    expect(approved.get_by_text("Source")).to_be_visible()
    expect(approved.locator("time")).to_be_visible()
    assert anyone.context.cookies() == []


def is_invited_and_accepts(visitor: NewVisitor, story: Story) -> Visitor:
    """Returns the focal point, at the page of the delegation."""
    protocol = visitor("petra", desk=True)
    code = invite(protocol, story)
    verifies(visitor(), code)

    focal_point = visitor(script=story.script)
    opens_the_letter_and_signs_in(focal_point, story, "Invitation")
    # Opening and signing in have answered nothing.
    protocol.page.reload()
    expect(protocol.page.locator(".title .state")).to_have_text("Sent")
    accept(focal_point, story)
    protocol.page.reload()
    expect(protocol.page.locator(".title .state")).to_have_text("Accepted")
    return focal_point


def invite(protocol: Visitor, story: Story) -> str:
    """Prepare an invitation, look at its letter, send it. Returns the letter's code."""
    page = protocol.page
    page.get_by_role("link", name="Invite an organisation").click()
    page.get_by_label("Organisation", exact=True).fill(story.organisation)
    page.get_by_role("combobox", name="Country or area").fill("Jordan")
    page.get_by_role("option", name="Jordan").first.click()
    page.get_by_label("Addressed to").fill(story.name)
    page.get_by_label("E-mail address").fill(f"{story.who}@demo.example")
    page.get_by_label("In the name of").select_option(index=1)
    signatory = page.get_by_label("In the name of").locator("option").nth(1)
    name = signatory.inner_text().split(",")[0]
    page.get_by_role("button", name="Continue to the letter").click()
    expect(page.locator("main article").last).to_contain_text(name)
    expect(page.locator("main article").last).to_contain_text("SPECIMEN")
    code = page.locator(".facts .identifier").inner_text()
    page.get_by_role("button", name="Send 1 e-mail").click()
    expect(page.locator(".title .state")).to_have_text("Sent")
    return code


def verifies(anyone: Visitor, code: str) -> None:
    """Whoever holds the letter types its code."""
    page = anyone.go("/v/")
    page.get_by_label("Code printed on the letter").fill(code.lower())
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("This letter is genuine and valid.")).to_be_visible()


def opens_the_letter_and_signs_in(one: Visitor, story: Story, subject: str) -> None:
    page = one.open_letter(story.who, subject)
    page.locator(".letter a[href*='/l/']").first.click()
    page.wait_for_load_state()
    ask = page.get_by_role("button", name="E-mail me a code")
    if not ask.is_visible():  # signed in with this address already
        return
    ask.click()
    form = page.url
    one.open_letter(story.who, "Your code")
    found = re.search(r"\d{4} \d{4}", page.locator(".letter").inner_text())
    assert found
    page.goto(form)
    page.locator("input[name=code]").fill(found[0])
    page.get_by_role("button", name="Continue").click()


def accept(focal_point: Visitor, story: Story) -> None:
    page = focal_point.page
    expect(page.locator("main")).to_contain_text(
        f"Will {story.organisation} take part?"
    )
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("main")).to_contain_text("20 places left of 20")


def nominate_head(focal_point: Visitor, story: Story) -> None:
    page = focal_point.page
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Full name").fill(story.name)
    page.get_by_label("E-mail address").fill(f"{story.who}@demo.example")
    page.get_by_label("Part in the delegation").select_option("head")
    page.get_by_label("Language of our e-mails").select_option("en")
    page.get_by_label("Category").select_option(label="Representative")
    page.get_by_role("button", name="Nominate", exact=True).click()
    expect(page.locator("main")).to_contain_text("19 places left of 20")


def paste_rows(focal_point: Visitor, story: Story) -> None:
    """Two good rows and a wrong one: the wrong one is corrected where it stands."""
    page = focal_point.page
    delegation = page.url
    page.get_by_role("link", name="Add many from a table").click()
    page.get_by_label("Rows").fill(
        "Full name\tE-mail\tPart\n"
        f"Þórdís Ósk Ævarsdóttir\tthordis.{story.who}@example.org\tdeputy\n"
        f"ሰላም ተስፋዬ\tselam.{story.who}@example.org\tmember\n"
        "O’Neill-Nguyễn Jr.\tno address\tmember\n"
    )
    page.get_by_role("button", name="Check the rows").click()
    wrong = page.locator("input[aria-invalid]")
    expect(wrong).to_have_value("no address")
    wrong.fill(f"oneill.{story.who}@example.org")
    category = page.get_by_label("Category, for all rows")
    category.select_option(label="Representative, takes a place")
    page.get_by_role("button", name="Check again").click()
    page.get_by_role("button", name=re.compile("^Nominate")).click()
    page.goto(delegation.partition("?")[0])
    expect(page.locator("main")).to_contain_text("16 places left of 20")
    expect(page.get_by_role("link", name="ሰላም ተስፋዬ")).to_be_visible()


def asks_to_join(colleague: Visitor, story: Story) -> None:
    """Somebody registers alone and names the organisation."""
    page = colleague.go("delegations/register/")
    page.get_by_label("Name of the organisation").fill(story.organisation.split()[0])
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=story.organisation).click()
    page.get_by_label("Your role there").fill("volunteer")
    page.get_by_label("Participation category").select_option(label="Representative")
    page.get_by_role("button", name="Save and continue").click()
    fill_details(page, story, "Somebody Else")
    page.get_by_role("button", name=f"Send to {story.organisation}").click()
    expect(page).not_to_have_url(re.compile("/confirm/$"))


def admit(focal_point: Visitor) -> None:
    page = focal_point.page
    page.reload()
    page.get_by_role("button", name="Add to the delegation").click()
    page.locator("a.back").click()
    expect(page.locator("main")).to_contain_text("15 places left of 20")


def fill_details(page: Page, story: Story, name: str) -> None:
    page.get_by_label("Name as on your ID").fill(name)
    page.get_by_label("Name in your own script").fill("مريم درويش")
    for field in ("Nationality", "Country of residence"):
        if story.script:
            page.get_by_role("combobox", name=field).fill("Jordan")
            page.get_by_role("combobox", name=field).press("Enter")
        else:
            page.get_by_label(field).select_option(label="Jordan")
    page.get_by_label("Yes").check()


def confirm_details(representative: Visitor, story: Story) -> None:
    """The privacy notice is forgotten: the page says so, and keeps the rest."""
    page = representative.page
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    fill_details(page, story, story.name.upper())
    page.get_by_label("I accept the code of conduct").check()
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.locator(".summary")).to_be_focused()
    expect(page.get_by_label("Name as on your ID")).to_have_value(story.name.upper())
    expect(page.get_by_label("I accept the code of conduct")).to_be_checked()
    page.get_by_label("I have read the privacy notice").check()
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.locator("main")).to_contain_text("Your details are confirmed.")


def approve(registrar: Visitor, story: Story) -> None:
    """Find by name in capital letters, read the letter that will leave, approve."""
    page = registrar.page
    page.locator("input[type=search]").fill(story.name.upper())
    page.locator("input[type=search]").press("Enter")
    page.locator("tbody tr", has_text=story.organisation).get_by_role("link").click()
    page.get_by_role("button", name="Preview the approval").click()
    expect(page.locator("main article")).to_contain_text(story.organisation)
    page.get_by_role("button", name="Approve and send 1 e-mail").click()
    expect(
        page.locator(".title .state, main .notice, [role=status]").first
    ).to_be_visible()


def show_badge(representative: Visitor, story: Story) -> str:
    """The badge is made by the worker within seconds. Returns its eight characters."""
    page = representative.go("lobby/")
    badge = page.get_by_role("link", name="Show the badge")
    assert eventually(lambda: bool(page.reload() and badge.count()), seconds=45)
    badge.click()
    card = page.locator(".badge-card")
    expect(card).to_contain_text(story.name)
    expect(card).to_contain_text("SPECIMEN")
    expect(card.locator(".code svg")).to_be_visible()
    address = page.get_by_role("link", name="Print the badge (PDF)").get_attribute(
        "href"
    )
    pdf = representative.context.request.get(f"{representative.server}{address}")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF")
    return card.locator(".serial").inner_text()


def stand_at_a_door(steward: Visitor) -> str:
    """The first door that is in use. Returns its name."""
    page = steward.page
    row = page.locator("tbody tr", has=page.locator(".state.good")).first
    name = row.get_by_role("link").inner_text()
    row.get_by_role("link").click()
    page.get_by_role("link", name="Check badges here").click()
    return name


def check(steward: Visitor, code: str) -> None:
    page = steward.page
    page.get_by_label("Code").fill(code)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Check").click()


def withdraw(representative: Visitor) -> None:
    page = representative.go("lobby/")
    page.get_by_role("link", name="View or withdraw the registration").click()
    page.locator("details.confirm summary", has_text="Withdraw").click()
    page.locator("details.confirm form button", has_text="Withdraw").click()
    expect(page.locator("main")).to_contain_text("withdrawn")


def shape(page: Page) -> Locator:
    return page.locator("#verdict .shape")


def figure(chief: Visitor, label: str) -> int:
    page = chief.go("desk/")
    found = page.locator(".figure", has_text=label).first.locator("b").inner_text()
    return int(found.replace(",", ""))


def eventually(is_so: Callable[[], bool], *, seconds: float = 90) -> bool:
    """The desk counts once a minute, the worker every few seconds."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(1)
    return True
