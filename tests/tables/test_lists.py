"""What a list does, seen through the badges of the desk."""

import csv
import io
from collections.abc import Callable
from urllib.parse import parse_qs

import openpyxl
import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.badges import actions
from hemicycle.badges.lists import BADGES
from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Role
from hemicycle.jobs import running
from hemicycle.people import sessions
from hemicycle.tables import counts
from hemicycle.tables.models import SavedView
from hemicycle.tables.page import Page
from tests.cast import Cast, make_registration
from tests.conftest import sign_in
from tests.exports import ask_for_file, exported

LIST = "/en/uncsc-2019/badges/"
SAVE = "/en/uncsc-2019/lists/badges/views/"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.rosa)


@pytest.fixture
def make(cast: Cast) -> Callable[[str], Badge]:
    def badge(name: str) -> Badge:
        person = make_registration(
            delegation=cast.delegation, full_name=name, state="approved",
            email=f"{abs(hash(name))}@example.org",
        )  # fmt: skip
        return actions.issue(person, actor=cast.rosa)

    return badge


def listed(client: Client, query: str = "") -> Page:
    page = client.get(f"{LIST}{query}").context["page"]
    assert isinstance(page, Page)
    return page


def names(page: Page) -> list[str]:
    return [row.name for row in page.rows]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_fixed(
    desk: Client,
    make: Callable[[str], Badge],
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(rows):
        make(f"Name {n}")
    with django_assert_max_num_queries(18):
        assert len(listed(desk, "?columns=state,category,serial,issued").rows) == rows


def test_several_values_of_a_filter_and_the_search_work_together(
    desk: Client, cast: Cast, make: Callable[[str], Badge]
) -> None:
    amina, _lin, ana = make("Amina Haddad"), make("Lin Wei"), make("Ana Haddad")
    actions.hand_out(amina, actor=cast.rosa)
    actions.revoke(ana, reason="Lost.", actor=cast.rosa)
    assert names(listed(desk)) == ["Amina Haddad", "Lin Wei"]
    assert names(listed(desk, "?state=in-hand&state=revoked")) == [
        "Amina Haddad", "Ana Haddad",
    ]  # fmt: skip
    assert names(listed(desk, "?state=in-hand&state=revoked&q=ana")) == ["Ana Haddad"]
    assert names(listed(desk, "?q=haddad")) == ["Amina Haddad", "Ana Haddad"]


def test_a_search_says_how_many_its_filters_hide(
    desk: Client, cast: Cast, make: Callable[[str], Badge]
) -> None:
    actions.revoke(make("Ana Haddad"), reason="Lost.", actor=cast.rosa)
    page = listed(desk, "?q=haddad&state=in-hand")
    assert (names(page), page.elsewhere) == ([], "1")
    assert names(listed(desk, f"?{page.search_everywhere}")) == ["Ana Haddad"]


def test_heads_lead_to_the_order_and_say_which_one_is_there(
    desk: Client, make: Callable[[str], Badge]
) -> None:
    for name in ("Ana", "Bo", "Cy"):
        make(name)
    page = listed(desk)
    assert [head.direction for head in page.heads] == ["ascending", "", "", "", ""]
    down = listed(desk, f"?{page.heads[0].href}")
    assert names(down) == ["Cy", "Bo", "Ana"]
    assert down.heads[0].direction == "descending"
    html = desk.get(f"{LIST}?{page.heads[0].href}").text
    assert html.count("aria-sort") == 1
    assert names(listed(desk, "?sort=nonsense")) == ["Ana", "Bo", "Cy"]


def test_the_reader_chooses_columns_and_rows_on_a_page(
    desk: Client, make: Callable[[str], Badge]
) -> None:
    for n in range(30):
        make(f"Name {n:02}")
    page = listed(desk, "?columns=serial&columns=issued&columns=nonsense")
    assert [str(head.label) for head in page.heads] == ["Name", "Serial", "Issued"]
    assert (len(page.rows), page.span) == (25, "1–25 of 30")
    rest = listed(desk, f"?{page.next}")
    assert (len(rest.rows), rest.span) == (5, "26–30 of 30")
    assert names(listed(desk, f"?{rest.previous}")) == names(page)
    assert len(listed(desk, "?rows=100").rows) == 30
    assert len(listed(desk, "?rows=7").rows) == 25


def test_counts_are_exact_up_to_a_limit(
    desk: Client, make: Callable[[str], Badge], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "COUNTED", 2)
    make("Ana"), make("Bo")
    assert listed(desk).count == "2"
    make("Cy")
    assert listed(desk).count == "2+"


def test_views_show_how_many_they_find(
    desk: Client, cast: Cast, make: Callable[[str], Badge]
) -> None:
    actions.hand_out(make("Ana"), actor=cast.rosa)
    make("Bo")
    page = listed(desk)
    assert [(tab.key, tab.count) for tab in page.tabs] == [
        ("in-force", "2"), ("to-hand-out", "1"), ("in-hand", "1"), ("revoked", "0"),
        ("all", "2"),
    ]  # fmt: skip
    assert page.current
    assert page.current.key == "in-force"
    assert names(listed(desk, "?view=in-hand")) == ["Ana"]
    assert names(listed(desk, f"?{page.tabs[1].href}")) == ["Bo"]


def test_a_filter_counts_its_choices_when_it_is_opened(
    desk: Client, cast: Cast, make: Callable[[str], Badge]
) -> None:
    actions.hand_out(make("Ana"), actor=cast.rosa)
    make("Bo")
    page = listed(desk, "?state=in-hand&counts=state")
    assert [panel.is_counted for panel in page.panels] == [True, False]
    choices = {choice.value: choice.count for choice in page.panels[0].counted}
    assert choices == {"to-hand-out": "1", "in-hand": "1", "revoked": "0", "ended": "0"}


def test_a_reader_keeps_a_view_for_themselves(
    desk: Client, cast: Cast, make: Callable[[str], Badge]
) -> None:
    make("Ana"), make("Bo")
    page = listed(desk, "?view=in-force&q=ana&sort=-name")
    assert page.can_save
    answer = desk.post(SAVE, {"name": "Only Ana", "query": page.query})
    assert answer.status_code == 302
    kept = listed(desk, f"?{answer['Location'].partition('?')[2]}")
    assert names(kept) == ["Ana"]
    assert kept.current
    assert (kept.current.label, kept.current.is_own) == ("Only Ana", True)
    assert not kept.can_save
    assert not listed(sign_in(Client(), cast.ravi)).saved
    view = SavedView.objects.get()
    desk.post(f"/en/uncsc-2019/lists/views/{view.pk}/removal/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "Twice", "x" * 41])
def test_a_view_needs_a_name_of_its_own(desk: Client, cast: Cast, name: str) -> None:
    SavedView.objects.create(
        user=cast.rosa, conference=cast.conference, list_name="badges", name="Twice"
    )
    desk.post(SAVE, {"name": name, "query": "q=a"})
    assert SavedView.objects.count() == 1


def test_a_file_holds_exactly_what_is_seen(
    desk: Client, cast: Cast, make: Callable[[str], Badge]
) -> None:
    ana, bo, _cy = make("Ana"), make("=Bo"), make("Cy")
    for badge in (ana, bo):
        actions.hand_out(badge, actor=cast.rosa)
    query = "state=in-hand&sort=-name&columns=serial,state"
    text = exported(desk, "badges", query).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [
        ["Name", "Badge", "Serial"],
        ["Ana", "Handed out", str(ana)],
        ["'=Bo", "Handed out", str(bo)],
    ]
    file = exported(desk, "badges", query, kind="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(file))
    sheet = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert sheet == rows


def test_a_file_asks_for_a_recent_code(
    cast: Cast, make: Callable[[str], Badge]
) -> None:
    make("Ana")
    client = sign_in(Client(), cast.rosa)
    page = ask_for_file(client, "badges", "state=in-hand")
    running.run_all()
    session = client.session
    session[sessions._CODE] = session[sessions._FACTOR] = 0
    session.save()
    answer = client.get(client.get(f"{page}result/")["Location"])
    assert answer.status_code == 302
    asked = parse_qs(answer["Location"].partition("?")[2])
    assert asked["next"] == [f"{page}export/"]


def test_all_found_is_found_anew_by_the_verb(
    cast: Cast, make: Callable[[str], Badge]
) -> None:
    make("Ana"), make("Bo")

    class Sent:
        POST = QueryDict("all=1&query=q%3Dana")
        user = cast.rosa

    rows = Badge.objects.with_state()
    assert [str(b.registration) for b in BADGES.selected(Sent(), rows)] == ["Ana"]  # type: ignore[arg-type]
    make("Anatole")
    assert len(BADGES.selected(Sent(), rows)) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "rows=0",
        "after=x",
        "from=9999999999999",
        "columns=",
        "sort=-",
        "view=x",
        "counts=x",
    ],
)
def test_nonsense_in_the_address_is_ignored(
    desk: Client, make: Callable[[str], Badge], query: str
) -> None:
    make("Ana")
    assert desk.get(f"{LIST}?{query}").status_code == 200


def test_the_words_around_a_list_say_what_it_shows(
    desk: Client, make: Callable[[str], Badge]
) -> None:
    make("Ana")
    page = listed(desk, "?view=all")
    assert page.caption == "Badges: All, sorted by Name: 1–1 of 1"
    assert page.window_title == "Badges: All"
    assert listed(desk, "?q=ana").window_title == "Badges: 1 found for “ana”"


def save(client: Client, **typed: str) -> SavedView:
    answer = client.post(SAVE, {"name": "Ours", "query": "state=in-hand"} | typed)
    assert answer.status_code == 302
    return SavedView.objects.get(name=typed.get("name", "Ours"))


def help_desk_of(cast: Cast) -> Client:
    Role.objects.create(conference=cast.conference, user=cast.paul, hat="help-desk")
    return sign_in(Client(), cast.paul)


def labels(client: Client) -> list[str]:
    return [str(tab.label) for tab in listed(client).tabs if tab.is_saved]


def test_a_shared_view_is_seen_by_all_and_removed_by_whoever_may_share(
    desk: Client, cast: Cast, make: Callable[[str], Badge]
) -> None:
    make("Ana")
    shared = save(desk, shared="1")
    own = save(desk, name="Mine", query="state=revoked")
    ravi, help_desk = sign_in(Client(), cast.ravi), help_desk_of(cast)
    assert labels(desk) == ["Ours", "Mine"]
    assert labels(ravi) == labels(help_desk) == ["Ours"]
    removal = f"/en/uncsc-2019/lists/views/{shared.pk}/removal/"
    assert removal not in help_desk.get(f"{LIST}?view={shared.pk}").text
    assert help_desk.post(removal).status_code == 404
    assert removal in ravi.get(f"{LIST}?{listed(ravi).tabs[-1].href}").text
    ravi.post(f"/en/uncsc-2019/lists/views/{own.pk}/removal/")
    ravi.post(removal)
    assert [view.name for view in SavedView.objects.all()] == ["Mine"]


def test_who_may_not_share_keeps_views_alone(
    cast: Cast, make: Callable[[str], Badge]
) -> None:
    make("Ana")
    help_desk = help_desk_of(cast)
    assert 'name="shared"' not in help_desk.get(f"{LIST}?q=ana").text
    typed = {"name": "Ours", "query": "state=in-hand", "shared": "1"}
    assert help_desk.post(SAVE, typed).status_code == 403
    assert not SavedView.objects.exists()


def test_a_list_opens_with_its_readers_default_view(
    desk: Client, cast: Cast, make: Callable[[str], Badge]
) -> None:
    actions.hand_out(make("Ana"), actor=cast.rosa)
    make("Bo")
    first = save(desk, default="1", shared="1")
    page = listed(desk)
    assert (names(page), page.current and page.current.key) == (["Ana"], first.pk)
    assert names(listed(desk, "?view=")) == ["Ana", "Bo"]
    assert names(listed(desk, "?view=in-force")) == ["Ana", "Bo"]
    assert names(listed(sign_in(Client(), cast.ravi))) == ["Ana", "Bo"]
    assert b"Bo" not in exported(desk, "badges", page.query)
    save(desk, name="Other", query="q=bo", default="1")
    assert names(listed(desk)) == ["Bo"]
    assert SavedView.objects.filter(is_default=True).count() == 1
