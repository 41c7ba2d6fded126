"""The pages that pictures are taken of and that axe reads. Each room adds its lines.

`{c}` in an address is the conference. `who` is the cast member of the demonstration who
looks at it (docs/demo.md); nobody for a public page. `follow` are the links to click
from there, by selector: things have random names in addresses.
"""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path
from playwright.sync_api import Page, Response


class Look(NamedTuple):
    name: str  # of the picture
    page: str  # the name of the address where it ends; none for a page that is missing
    address: str  # after the language; whole, if it begins with a slash
    who: str = ""
    follow: tuple[str, ...] = ()


CONFERENCE = "uncsc-2019"
MEMBER = "tbody th a"
PAGES = [
    Look("front", "website:home", ""),
    Look("home", "website:home", "{c}/"),
    Look("programme", "website:programme", "{c}/programme/"),
    Look("news", "news:index", "{c}/news/"),
    Look("article", "news:article", "{c}/news/", "", (".news a",)),
    Look("page", "pages:page", "{c}/venue/"),
    Look("figures", "website:figures", "{c}/figures/"),
    Look("privacy", "website:privacy", "{c}/privacy/"),
    Look("contact", "website:contact", "{c}/contact/"),
    Look("contact-received", "website:contact_received", "{c}/contact/received/"),
    Look(
        "own-enquiry", "website:enquiry", "{c}/contact/", "chau", (".lines a",),
    ),
    Look("enquiries", "enquiries:index", "{c}/enquiries/?view=all", "rosa"),
    Look("enquiry", "enquiries:show", "{c}/enquiries/", "rosa", (MEMBER,)),
    Look(
        "answer", "enquiries:answer", "{c}/enquiries/", "rosa",
        (MEMBER, "a[href$='/answer/']"),
    ),
    Look("verify", "verify-any", "/v/"),
    Look("verify-unknown", "verify", "/v/AAAA-BBBB-CCCC-DDDD"),
    Look("sign-in", "people:sign_in", "account/sign-in/"),
    Look("cast", "demo:cast", "demo/"),
    Look("mailbox", "demo:mailbox", "demo/mailboxes/mariam/"),
    Look("mail", "demo:email", "demo/mailboxes/mariam/", "", (".agenda a",)),
    Look(
        "link", "people:link", "demo/mailboxes/mariam/", "",
        (".agenda a", ".letter a[href*='/l/']"),
    ),
    Look("moment", "demo:choose", "demo/moments/day-after/"),
    Look("components", "ui:gallery", "account/components/"),
    Look("components-errors", "ui:gallery", "account/components/?sent=1"),
    Look("missing", "", "{c}/no-such-page/"),
    Look("invited", "lobby:home", "{c}/lobby/", "mariam"),
    Look(
        "invitation", "invitations:show", "{c}/lobby/", "mariam",
        ("a[href*='/invitations/']",),
    ),
    Look("conferences", "me", "account/?all", "amina"),
    Look("account", "people:account", "account/settings/", "amina"),
    Look("passkeys", "people:passkeys", "account/passkeys/", "amina"),
    Look("letters", "people:emails", "account/emails/", "amina"),
    Look("letter", "people:email", "account/emails/", "amina", (".agenda a, tbody a",)),
    Look("delegations", "delegations:index", "{c}/delegations/", "amina"),
    Look("delegation", "delegations:show", "{c}/delegations/", "amina", (MEMBER,)),
    Look(
        "nominate", "delegations:nominate", "{c}/delegations/", "amina",
        (MEMBER, "a[href$='/registrations/']"),
    ),
    Look(
        "several", "tables:new_import", "{c}/delegations/", "amina",
        (MEMBER, "a[href*='/new/people/']"),
    ),
    Look(
        "member", "delegations:registration", "{c}/delegations/", "amina",
        (MEMBER, MEMBER),
    ),
    Look(
        "register", "delegations:register", "{c}/delegations/register/?q=water", "paul",
    ),
    Look(
        "register-alone", "delegations:register",
        "{c}/delegations/register/?organisation=none", "paul",
    ),
    Look("nominated", "lobby:home", "{c}/lobby/", "chau"),
    Look(
        "confirm", "delegations:confirm", "{c}/lobby/", "chau",
        ("a[href$='/confirm/']",),
    ),
    Look("offered", "lobby:home", "{c}/lobby/", "jose"),
    Look("approved", "lobby:home", "{c}/lobby/", "xiulan"),
    Look("badge", "badges:show", "{c}/lobby/", "xiulan", ("a[href*='/badges/']",)),
    Look("desk", "desk:today", "{c}/desk/", "clara"),
    Look("set-up", "conferences:show", "{c}/conference/", "clara"),
    Look("basics", "conferences:describe", "{c}/conference/basics/", "clara"),
    Look("categories", "conferences:parts", "{c}/conference/categories/", "clara"),
    Look("category", "conferences:add-part", "{c}/conference/categories/new/", "clara"),
    Look("windows", "conferences:parts", "{c}/conference/windows/", "clara"),
    Look("notices", "conferences:notices", "{c}/conference/notices/", "clara"),
    Look("roles", "conferences:roles", "{c}/conference/roles/", "clara"),
    Look(
        "assign-role", "conferences:assign-role",
        "{c}/conference/roles/assign/", "clara",
    ),
    Look("rights", "conferences:rights", "{c}/conference/roles/rights/", "clara"),
    Look("copy", "conferences:copy", "{c}/conference/copy/", "clara"),
    Look("new-conference", "new:conference", "new/", "clara"),
    Look("caps", "delegations:caps", "{c}/delegations/caps/", "clara"),
    Look("waiting", "vetting:waiting", "{c}/vetting/waiting/", "clara"),
    Look("sessions", "programme:index", "{c}/programme/sessions/", "clara"),
    Look(
        "session", "programme:show", "{c}/programme/sessions/", "clara",
        ("main tbody a, .agenda a",),
    ),
    Look("publish-figures", "statistics:index", "{c}/statistics/", "paul"),
    Look(
        "participants", "statistics:participants", "{c}/statistics/participants/",
        "paul",
    ),
    Look("newsroom", "newsroom:home", "{c}/newsroom/", "paul"),
    Look("articles", "newsroom:index", "{c}/newsroom/articles/?view=all", "paul"),
    Look("article-staff", "newsroom:show", "{c}/newsroom/", "paul", (MEMBER,)),
    Look(
        "write", "newsroom:write", "{c}/newsroom/", "paul",
        (MEMBER, "a[href$='/texts/en/']"),
    ),
    Look("pages", "newsroom:pages", "{c}/newsroom/pages/", "paul"),
    Look(
        "record-check", "newsroom:check", "{c}/newsroom/", "paul",
        (".lines a[href$='/check/']",),
    ),
    Look("named-people", "newsroom:people", "{c}/newsroom/people/", "paul"),
    Look(
        "named-person", "newsroom:person", "{c}/newsroom/people/", "paul", (MEMBER,)
    ),
    Look("add-person", "newsroom:add_person", "{c}/newsroom/people/new/", "paul"),
    Look(
        "named-office", "newsroom:change_office", "{c}/newsroom/people/", "paul",
        (MEMBER, "a[href*='/offices/']"),
    ),
    Look("statements", "newsroom:statements", "{c}/newsroom/statements/", "paul"),
    Look(
        "statement", "newsroom:statement", "{c}/newsroom/statements/", "paul",
        (MEMBER,),
    ),
    Look("start-article", "newsroom:add", "{c}/newsroom/articles/new/", "paul"),
    Look(
        "plan-release", "newsroom:plan", "{c}/newsroom/", "paul",
        (MEMBER, "a[href$='/plan/']"),
    ),
    Look(
        "article-preview", "newsroom:preview", "{c}/newsroom/", "paul",
        (MEMBER, "a[href$='/preview/']"),
    ),
    Look(
        "revisions", "newsroom:revisions", "{c}/newsroom/", "paul",
        (MEMBER, "a[href$='/texts/en/']", "a[href$='/revisions/']"),
    ),
    Look("post", "post:index", "{c}/post/", "clara"),
    Look("jobs", "jobs:index", "{c}/jobs/", "clara"),
    Look("organisations", "organisations:index", "{c}/organisations/", "rosa"),
    Look("organisation", "organisations:show", "{c}/organisations/", "rosa", (MEMBER,)),
    Look(
        "registrations", "vetting:registrations", "{c}/vetting/registrations/", "rosa",
    ),
    Look(
        "nobody", "vetting:registrations", "{c}/vetting/registrations/?q=zzzz", "rosa",
    ),
    Look(
        "registration", "vetting:registration", "{c}/vetting/registrations/", "rosa",
        (MEMBER,),
    ),
    Look(
        "preview", "vetting:decide", "{c}/vetting/registrations/", "rosa",
        (MEMBER, "button[value=refuse]"),
    ),
    Look("decisions", "vetting:decisions", "{c}/vetting/decisions/", "rosa"),
    Look("decision", "vetting:decision", "{c}/vetting/decisions/", "ravi", (MEMBER,)),
    Look("invitations", "invitations:index", "{c}/invitations/", "petra"),
    Look("invited-desk", "invitations:show", "{c}/invitations/", "petra", (MEMBER,)),
    Look("invite", "invitations:invite", "{c}/invitations/new/", "petra"),
    Look(
        "invite-many", "tables:new_import", "{c}/invitations/", "petra",
        ("a[href*='/imports/new/']",),
    ),
    Look("badges", "badges:index", "{c}/badges/", "hilde"),
    Look("badge-desk", "badges:show", "{c}/badges/", "hilde", ("tbody a",)),
    Look("doors", "doors:index", "{c}/doors/", "dina"),
    Look("door", "doors:show", "{c}/doors/", "dina", (MEMBER,)),
    Look(
        "remove-door", "doors:remove", "{c}/doors/", "dina",
        (MEMBER, "a[href$='/remove/']"),
    ),
    Look("gate", "doors:gate", "{c}/doors/", "sam", (MEMBER, "a[href$='/gate/']")),
    Look("held", "held", "account/held/", "amina"),
    Look("own-roles", "roles:mine", "account/roles/", "clara"),
    Look("fresh-code", "people:fresh", "account/fresh-code/", "amina"),
    Look("app", "people:app", "account/app/", "amina"),
    Look("second-factor", "people:second_factor", "account/second-factor/", "rosa"),
    Look(
        "details", "delegations:details", "{c}/lobby/", "xiulan",
        ("a[href*='/registrations/']", "a[href*='/details/']"),
    ),
    Look("hide", "conferences:unpublish", "{c}/conference/unpublish/", "clara"),
    Look(
        "notice", "conferences:write-notice",
        "{c}/conference/notices/conduct/", "clara",
    ),
    Look("series", "conferences:series", "{c}/conference/series/", "clara"),
    Look(
        "change-category", "conferences:change-part",
        "{c}/conference/categories/", "clara",
        ("main a[href*='/categories/']:not([href$='/new/'])",),
    ),
    Look(
        "change-role", "conferences:change-role", "{c}/conference/roles/", "clara",
        ("main a[href*='/roles/']:not([href$='/assign/']):not([href$='/rights/'])",),
    ),
    Look(
        "second-factors", "conferences:second-factors",
        "{c}/conference/second-factors/", "clara",
    ),
    Look("cap-rule", "delegations:add_cap", "{c}/delegations/caps/new/", "clara"),
    Look(
        "change-cap-rule", "delegations:change_cap", "{c}/delegations/caps/", "clara",
        ("main a[href*='/caps/']:not([href$='/new/'])",),
    ),
    Look("new-rule", "vetting:new_rule", "{c}/vetting/waiting/rules/new/", "rosa"),
    Look(
        "rule", "vetting:rule", "{c}/vetting/waiting/", "rosa",
        ("main a[href*='/rules/']:not([href$='/new/'])",),
    ),
    Look("add-session", "programme:add", "{c}/programme/sessions/new/", "clara"),
    Look("e-mail", "post:show", "{c}/post/", "clara", (MEMBER,)),
    Look("new-organisation", "organisations:new", "{c}/organisations/new/", "rosa"),
    Look(
        "edit-organisation", "organisations:edit", "{c}/organisations/", "rosa",
        (MEMBER, "a[href$='/edit/']"),
    ),
    Look(
        "names", "organisations:names", "{c}/organisations/", "rosa",
        (MEMBER, "a[href$='/names/']"),
    ),
    Look(
        "choose-other", "organisations:choose_other", "{c}/organisations/", "rosa",
        (MEMBER, "a[href$='/merge/']"),
    ),
    Look("send", "invitations:new_sending", "{c}/invitations/send/", "petra"),
    Look(
        "substitute", "delegations:substitute",
        "{c}/vetting/registrations/?state=approved", "rosa",
        (MEMBER, "a[href*='/substitute/']"),
    ),
    Look(
        "correct-details", "delegations:details",
        "{c}/vetting/registrations/?state=approved", "rosa",
        (MEMBER, "a[href*='/details/']"),
    ),
]  # fmt: skip

A_FILE = "a file"
NOT_SHOWN = {
    "root": "leads to the reader's language",
    "front": "leads to the conference while there is only one",
    "link": "leads to people:link in the reader's language",
    "healthz": "for machines",
    "readyz": "for machines",
    "robots": "for machines",
    "security": "for machines",
    "download-held": A_FILE,
    "files:download": A_FILE,
    "tables:template": A_FILE,
    "tables:import_problems": A_FILE,
    "invitations:logo": A_FILE,
    "invitations:pdf": A_FILE,
    "badges:pdf": A_FILE,
    "jobs:result": A_FILE,
    "jobs:export": A_FILE,
    "jobs:progress": "a part of jobs:show, which asks for it",
    "jobs:show": "the demonstration has no task; seen in test_lists",
    "people:sign_in_code": "seen in test_sign_in",
    "new:first": "one-time address; the form is that of new:conference",
    "tables:import": "seen in test_imports",
    "doors:enrolment": "one-time address; seen in test_door",
    "conferences:remove-role": "asks as conferences:unpublish does",
    "conferences:offer": "no offer of a role is open in the demonstration",
    "conferences:reset": "no reset is asked for in the demonstration",
    "delegations:correct": "the page of delegations:substitute",
    "delegations:send_back": "the page of delegations:substitute",
    "delegations:remind": "an e-mail looked at, as in vetting:decide",
    "post:resend": "an e-mail looked at, as in vetting:decide",
    "conferences:send-offer": "an e-mail looked at, as in vetting:decide",
    "vetting:offer": "asks what lobby:home asks",
    "organisations:public": "no organisation has a public page in the demonstration",
    "organisations:merge": "no organisation is on record twice in the demonstration",
    "invitations:edit": "none is prepared in the demonstration; the form of invite",
    "website:figure_svg": "the drawing of website:figures as a file",
    "website:figure_csv": "a table of website:figures as a file",
    "newsroom:describe": "the page of newsroom:plan",
    "newsroom:submit": "the page of newsroom:plan",
    "newsroom:send_back": "the page of newsroom:plan",
    "newsroom:take_back": "the page of newsroom:plan",
    "newsroom:notify": "the page of newsroom:plan",
    "newsroom:withdraw": "the page of newsroom:plan",
    "newsroom:update": "the page of newsroom:add",
    "newsroom:begin_page": "the page of newsroom:add",
    "newsroom:reissue": "the page of newsroom:correct",
    "pages-in:page": "pages:page in another language",
    "newsroom:add_statement": "the form of newsroom:statement",
    "newsroom:correct": "the comparison of newsroom:revisions and a form",
    "news:version": "news:article with a remark above it",
    "sitemap": "for machines",
    "news:rss": "for machines",
    "news:atom": "for machines",
    "news-in:rss": "for machines",
    "news-in:atom": "for machines",
    "news-in:index": "news:index in another language",
    "news-in:article": "news:article in another language",
    "news-in:version": "news:version in another language",
    "invitations:sending": "each was sent alone in the demonstration",
}
"""Addresses that are read and of which there is no picture, and why."""


def name_of(url: str) -> str:
    """The name of an address, in whichever language it is; "" for one that is none."""
    path = urlsplit(url).path
    with translation.override(get_language_from_path(path) or "en"):
        try:
            return resolve(path).view_name
        except Resolver404:
            return ""


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
    # The demonstration's own addresses are not among those of the tests.
    assert look.page.startswith("demo:") or name_of(page.url) == look.page, page.url
    return answer
