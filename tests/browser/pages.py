"""The pages that pictures are taken of and that axe reads. Each room adds its lines.

`{c}` in an address is the conference. `who` is the cast member of the demonstration who
looks at it (docs/demo.md); nobody for a public page. `follow` are the links to click
from there, by selector: things have random names in addresses.
"""

from typing import NamedTuple

from playwright.sync_api import Page, Response


class Look(NamedTuple):
    name: str  # of the picture
    address: str  # after the language; whole, if it begins with a slash
    who: str = ""
    follow: tuple[str, ...] = ()


CONFERENCE = "uncsc-2019"
MEMBER = "tbody th a"
PAGES = [
    Look("front", ""),
    Look("home", "{c}/"),
    Look("programme", "{c}/programme/"),
    Look("figures", "{c}/figures/"),
    Look("privacy", "{c}/privacy/"),
    Look("verify", "/v/"),
    Look("verify-unknown", "/v/AAAA-BBBB-CCCC-DDDD"),
    Look("sign-in", "account/sign-in/"),
    Look("cast", "demo/"),
    Look("mailbox", "demo/mailboxes/mariam/"),
    Look("mail", "demo/mailboxes/mariam/", "", (".agenda a",)),
    Look("link", "demo/mailboxes/mariam/", "", (".agenda a", ".letter a[href*='/l/']")),
    Look("moment", "demo/moments/day-after/"),
    Look("components", "account/components/"),
    Look("components-errors", "account/components/?sent=1"),
    Look("missing", "{c}/no-such-page/"),
    Look("invited", "{c}/lobby/", "mariam"),
    Look("invitation", "{c}/lobby/", "mariam", ("a[href*='/invitations/']",)),
    Look("conferences", "account/?all", "amina"),
    Look("account", "account/settings/", "amina"),
    Look("passkeys", "account/passkeys/", "amina"),
    Look("letters", "account/emails/", "amina"),
    Look("letter", "account/emails/", "amina", (".agenda a, tbody a",)),
    Look("delegations", "{c}/delegations/", "amina"),
    Look("delegation", "{c}/delegations/", "amina", (MEMBER,)),
    Look(
        "nominate", "{c}/delegations/", "amina", (MEMBER, "a[href$='/registrations/']")
    ),
    Look(
        "several", "{c}/delegations/", "amina", (MEMBER, "a[href*='/new/people/']")
    ),
    Look("member", "{c}/delegations/", "amina", (MEMBER, MEMBER)),
    Look("register", "{c}/delegations/register/?q=water", "paul"),
    Look("register-alone", "{c}/delegations/register/?organisation=none", "paul"),
    Look("nominated", "{c}/lobby/", "chau"),
    Look("confirm", "{c}/lobby/", "chau", ("a[href$='/confirm/']",)),
    Look("offered", "{c}/lobby/", "jose"),
    Look("approved", "{c}/lobby/", "xiulan"),
    Look("badge", "{c}/lobby/", "xiulan", ("a[href*='/badges/']",)),
    Look("desk", "{c}/desk/", "clara"),
    Look("set-up", "{c}/conference/", "clara"),
    Look("basics", "{c}/conference/basics/", "clara"),
    Look("categories", "{c}/conference/categories/", "clara"),
    Look("category", "{c}/conference/categories/new/", "clara"),
    Look("windows", "{c}/conference/windows/", "clara"),
    Look("notices", "{c}/conference/notices/", "clara"),
    Look("roles", "{c}/conference/roles/", "clara"),
    Look("assign-role", "{c}/conference/roles/assign/", "clara"),
    Look("rights", "{c}/conference/roles/rights/", "clara"),
    Look("copy", "{c}/conference/copy/", "clara"),
    Look("new-conference", "new/", "clara"),
    Look("caps", "{c}/delegations/caps/", "clara"),
    Look("waiting", "{c}/vetting/waiting/", "clara"),
    Look("sessions", "{c}/programme/sessions/", "clara"),
    Look("session", "{c}/programme/sessions/", "clara", ("main tbody a, .agenda a",)),
    Look("post", "{c}/post/", "clara"),
    Look("jobs", "{c}/jobs/", "clara"),
    Look("organisations", "{c}/organisations/", "rosa"),
    Look("organisation", "{c}/organisations/", "rosa", (MEMBER,)),
    Look("registrations", "{c}/vetting/registrations/", "rosa"),
    Look("nobody", "{c}/vetting/registrations/?q=zzzz", "rosa"),
    Look("registration", "{c}/vetting/registrations/", "rosa", (MEMBER,)),
    Look(
        "preview", "{c}/vetting/registrations/", "rosa",
        (MEMBER, "button[value=refuse]"),
    ),
    Look("decisions", "{c}/vetting/decisions/", "rosa"),
    Look("decision", "{c}/vetting/decisions/", "ravi", (MEMBER,)),
    Look("invitations", "{c}/invitations/", "petra"),
    Look("invited-desk", "{c}/invitations/", "petra", (MEMBER,)),
    Look("invite", "{c}/invitations/new/", "petra"),
    Look(
        "invite-many", "{c}/invitations/", "petra",
        ("a[href*='/imports/new/']",),
    ),
    Look("badges", "{c}/badges/", "hilde"),
    Look("badge-desk", "{c}/badges/", "hilde", ("tbody a",)),
    Look("doors", "{c}/doors/", "dina"),
    Look("door", "{c}/doors/", "dina", (MEMBER,)),
    Look("gate", "{c}/doors/", "sam", (MEMBER, "a[href$='/gate/']")),
]  # fmt: skip


def open_look(page: Page, look: Look, server: str, language: str) -> Response | None:
    """Go where the line says. Returns the answer of its first page."""
    address = look.address.format(c=CONFERENCE)
    if not address.startswith("/"):
        address = f"/{language}/{address}"
    answer = page.goto(server + address)
    for selector in look.follow:
        link = page.locator("main, body").first.locator(selector).first
        with page.expect_navigation():
            link.click()
    page.wait_for_load_state("load")
    return answer
