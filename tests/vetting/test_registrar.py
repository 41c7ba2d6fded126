"""The registrar's list and one registration: found, paged, seen by the right people."""

import csv
import io
from datetime import UTC, datetime, timedelta
from time import monotonic

import openpyxl
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hemicycle.delegations.models import Flag, Registration
from hemicycle.journal import actions as journal
from hemicycle.lib import clock
from hemicycle.lib.search import index_text
from hemicycle.tables import counts
from hemicycle.ui import cells
from hemicycle.vetting import lists
from hemicycle.vetting.journal import Happened
from hemicycle.vetting.models import Assignment
from tests.cast import Cast, make_registration
from tests.conftest import sign_in
from tests.delegations.test_nominate import person, vetted
from tests.exports import exported

LIST = "/en/uncsc-2019/vetting/registrations/"
NAMES = (
    "Amina Haddad", "Wang Xiulan", "Nguyễn Thị Minh Châu", "Sukarno",
    "Ólafur Þór Jónsson", "Олена Ковальчук", "José Luis Pérez de la Cruz",
)  # fmt: skip


def make(cast: Cast, name: str, **kw: object) -> Registration:
    fields = {
        "delegation": cast.delegation,
        "state": Registration.State.CONFIRMED,
        "email": f"{abs(hash(name))}@example.org",
    } | kw
    return make_registration(full_name=name, **fields)


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{LIST}{query}")
    assert response.status_code == 200
    return [row.name for row in response.context["page"].rows]


def test_without_filters_it_shows_who_waits_for_a_decision(
    client: Client, cast: Cast
) -> None:
    make(cast, "Waits")
    make(cast, "Decided", state="approved")
    sign_in(client, cast.rosa)
    assert listed(client) == ["Waits"]
    assert listed(client, "?view=all") == ["Decided", "Waits"]
    tabs = client.get(LIST).context["page"].tabs
    assert [(tab.key, tab.count) for tab in tabs] == [
        ("pending", "1"), ("mine", "0"), ("flagged", "0"), ("waiting", "0"),
        ("approved", "1"), ("all", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("haddad amina", "Amina Haddad"),
        ("أمينة", "Amina Haddad"),
        ("xiulan wang", "Wang Xiulan"),
        ("王秀", "Wang Xiulan"),
        ("nguyen minh", "Nguyễn Thị Minh Châu"),
        ("olafur jonsson", "Ólafur Þór Jónsson"),
        ("kovalchuk", "Олена Ковальчук"),
        ("PEREZ", "José Luis Pérez de la Cruz"),
    ],
)
def test_search_finds_any_spelling_and_script(
    client: Client, cast: Cast, text: str, name: str
) -> None:
    scripts = {"Amina Haddad": "أمينة حداد", "Wang Xiulan": "王秀兰"}
    for one in NAMES:
        script = scripts.get(one, "")
        make(cast, one, own_script=script, search=index_text(one, script))
    sign_in(client, cast.rosa)
    assert listed(client, f"?q={text}") == [name]


def test_search_finds_by_organisation_code_and_address(
    client: Client, cast: Cast
) -> None:
    of_aurora = make(cast, "Of Aurora", state="approved", email="d.zhukov@example.org")
    of_aurora.index()
    of_aurora.save()
    make(cast, "Of nobody", delegation=None, conference=cast.conference)
    sign_in(client, cast.rosa)
    code = of_aurora.code
    for text in (
        "aurora", code.lower(), f"{code[:4]}-{code[4:]}", "zhukov",
        "D.Zhukov@example.org", "d.zhukov@exa",
    ):  # fmt: skip
        assert listed(client, f"?q={text}") == ["Of Aurora"], text
    for text in ("borealis", "zhukov@example.org", "%", "@"):
        assert listed(client, f"?q={text}") == [], text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("irina", "Name"),
        ("zhukova", "Same name, spelled: Irina Жукова"),
        ("أمينة", "Own script: أمينة"),
        ("passport", "Name on the ID: Passport, Irina"),
        ("aurora", "Organisation: Aurora"),
        ("mail", "E-mail: mail@example.org"),
        ("mail@ex", "E-mail: mail@example.org"),
        ("Mail@example.org", "E-mail: mail@example.org"),
    ],
)
def test_a_search_says_why_it_found_somebody(
    client: Client, cast: Cast, text: str, why: str
) -> None:
    found = make(
        cast, "Irina Жукова", own_script="أمينة", id_name="Passport, Irina",
        email="mail@example.org", confirmed_at=clock.now(),
    )  # fmt: skip
    found.index()
    found.save()
    sign_in(client, cast.rosa)
    page = client.get(f"{LIST}?q={text}").context["page"]
    assert [column.name for column in page.columns[:3]] == ["name", "matched", "state"]
    (person,) = page.things
    assert cells.text(page.columns[1].value(person)) == why
    assert "<mark>" in page.rows[0].html


def test_what_a_search_finds_in_other_states_is_below_the_view(
    client: Client, cast: Cast
) -> None:
    for name, state in (
        ("Wang Xiulan", "approved"), ("Wang Wei", "confirmed"), ("Lin", "confirmed"),
    ):  # fmt: skip
        person = make(cast, name, state=state)
        person.index()
        person.save()
    sign_in(client, cast.rosa)
    page = client.get(f"{LIST}?q=wang&state=confirmed&view=pending").context["page"]
    assert [row.name for row in page.rows] == ["Wang Wei"]
    assert [row.name for row in page.others] == ["Wang Xiulan"]
    page = client.get(f"{LIST}?q=xiulan&state=confirmed").context["page"]
    assert ([row.name for row in page.rows], len(page.others)) == ([], 1)
    assert listed(client, f"?{page.search_everywhere}") == ["Wang Xiulan"]


def test_each_filter_narrows_and_the_pages_keep_it(client: Client, cast: Cast) -> None:
    flagged = make(cast, "Flagged", nationality="TN")
    Flag.objects.create(registration=flagged, kind="name")
    settled = make(cast, "Settled", category=cast.guest)
    Flag.objects.create(
        registration=settled, kind="name", cleared_at=datetime(2019, 8, 1, tzinfo=UTC)
    )
    mine = make(cast, "Mine", delegation=None, conference=cast.conference)
    Assignment.objects.create(registration=mine, by=cast.rosa)
    sign_in(client, cast.rosa)
    assert listed(client, "?flag=name") == ["Flagged"]
    assert listed(client, "?flag=any") == ["Flagged"]
    assert listed(client, "?flag=minor") == []
    assert listed(client, f"?category={cast.guest.pk}") == ["Settled"]
    assert listed(client, "?country=TN") == ["Flagged"]
    assert listed(client, "?assigned=me") == ["Mine"]
    assert listed(client, "?assigned=none") == ["Flagged", "Settled"]
    assert listed(client, f"?assigned={cast.rosa.pk}&assigned=none&flag=any") == [
        "Flagged"
    ]
    assert listed(client, f"?delegation={cast.delegation.pk}") == [
        "Flagged", "Settled",
    ]  # fmt: skip
    assert listed(client, "?country=TN&country=XX&part=member") == ["Flagged"]
    assert listed(client, "?state=asleep") == []


@pytest.mark.parametrize("order", ["name", "-name", "waiting", "-waiting"])
def test_pages_show_everybody_once_there_and_back(
    client: Client, cast: Cast, order: str
) -> None:
    moment = datetime(2019, 8, 1, tzinfo=UTC)
    # Equal names and moments, too: the key decides.
    for number in range(60):
        make(
            cast,
            f"Person {number % 20:02}",
            person_key=str(number),
            email=f"{number}@example.org",
            confirmed_at=moment + timedelta(minutes=number % 7),
        )
    sign_in(client, cast.rosa)
    query, seen, spans = f"view=pending&sort={order}", [], []
    while query:
        page = client.get(f"{LIST}?{query}").context["page"]
        seen += [row.key for row in page.rows]
        spans.append(page.span)
        last, query = query, page.next
    assert spans == ["1–25 of 60", "26–50 of 60", "51–60 of 60"]
    assert len(set(seen)) == len(seen) == 60
    back: list[str] = []
    query = last
    while query:
        page = client.get(f"{LIST}?{query}").context["page"]
        back = [row.key for row in page.rows] + back
        query = page.previous
    assert back == seen


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(many):
        Flag.objects.create(registration=make(cast, f"Person {number}"), kind="late")
    sign_in(client, cast.rosa)
    # Session, user, conference, hats; saved views; categories to choose from; which;
    # the rows, their flags, who works on them; how many decisions wait for a second
    # person; whether anything happened since the views were counted.
    listed(client)
    with django_assert_num_queries(12):
        assert len(listed(client)) == many
    # All columns, and why a search found the row: nothing is fetched row by row. The
    # search asks for delegations; all that it found is on the page.
    every = ",".join(column.name for column in lists.REGISTRATIONS.columns)
    with django_assert_num_queries(12):
        assert len(listed(client, f"?columns={every}&state=confirmed")) == many
    with django_assert_num_queries(13):
        assert len(listed(client, "?q=person")) == many


def test_views_are_counted_anew_once_something_happened(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, cast.rosa)

    def counted() -> list[str]:
        tabs = client.get(LIST).context["page"].tabs
        return [tab.count for tab in tabs if tab.key in ("pending", "all")]

    person = make(cast, "Ana")
    assert counted() == ["1", "1"]
    make(cast, "Bo")  # by the test, without an entry in the journal
    assert counted() == ["1", "1"]
    with transaction.atomic():
        journal.record(cast.conference, Happened.ADDED_NOTE, person, actor=cast.rosa)
    assert counted() == ["2", "2"]
    make(cast, "Cy")
    monkeypatch.setattr(counts, "monotonic", lambda: monotonic() + counts.SECONDS + 1)
    assert counted() == ["3", "3"]


@pytest.mark.parametrize("many", [1, 3])
def test_one_registration_costs_the_same_with_one_or_three_flags(
    client: Client,
    cast: Cast,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    registration = make(cast, "Lin Wei")
    for kind in ("name", "late", "minor")[:many]:
        Flag.objects.create(registration=registration, kind=kind)
    sign_in(client, cast.rosa)
    # One of them asks the counters whether an approval would find its places.
    with django_assert_num_queries(14):
        client.get(f"{LIST}{registration.pk}/")


def test_a_page_of_fifty_is_small(client: Client, cast: Cast) -> None:
    import gzip

    for number in range(50):
        make(
            cast, f"{NAMES[number % 7]} {number}", own_script="王秀兰", nationality="CN"
        )
    sign_in(client, cast.rosa)
    assert len(gzip.compress(client.get(LIST).content)) < 40_000


def test_names_in_the_list_are_escaped_and_isolated(client: Client, cast: Cast) -> None:
    make(cast, "<script>alert(1)</script>")
    sign_in(client, cast.rosa)
    html = client.get(LIST).content.decode()
    assert "<script>alert" not in html
    assert ">&lt;script&gt;alert(1)" in html


# -- One registration -----------------------------------------------------------------


def test_the_desk_sees_flags_history_and_namesakes(client: Client, cast: Cast) -> None:
    registration = make(cast, "Lin Wei", name_key="same", id_name="WEI, Lin X.")
    make(cast, "Wei Lin", name_key="same", delegation=None, conference=cast.conference)
    Flag.objects.create(registration=registration, kind="duplicate", details="same")
    sign_in(client, cast.rosa)
    html = client.get(f"{LIST}{registration.pk}/").content.decode()
    for words in ("Possible duplicate", "Wei Lin", "WEI, Lin X.", "History", "Aurora"):
        assert words in html


@pytest.mark.parametrize("state", ["withdrawn", "lapsed", "substituted"])
def test_beside_an_ended_state_stands_when_it_ended(
    client: Client, cast: Cast, state: str
) -> None:
    registration = make(
        cast,
        "Lin Wei",
        state=state,
        decided_at=datetime(2019, 7, 1, 12, tzinfo=UTC),
        ended_at=datetime(2019, 8, 5, 12, tzinfo=UTC),
    )
    sign_in(client, cast.rosa)
    html = client.get(f"{LIST}{registration.pk}/").content.decode()
    assert "2019-08-05" in html
    assert "2019-07-01" not in html


def test_the_person_and_the_focal_point_see_less_and_others_nothing(
    client: Client, cast: Cast
) -> None:
    registration = make(cast, "Lin Wei", user=cast.lin)
    Flag.objects.create(registration=registration, kind="note", details="Ask Interpol")
    for who in (cast.lin, cast.amina):
        sign_in(client, who)
        assert client.get(vetted(registration)).status_code == 403
        html = client.get(person(registration)).content.decode()
        assert "Lin Wei" in html
        assert "Interpol" not in html
        assert "Preview" not in html
    for who in (cast.eve, cast.bruno, cast.sam):
        sign_in(client, who)
        assert client.get(vetted(registration)).status_code == 404
        assert client.get(person(registration)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("rosa", 200), ("clara", 200), ("petra", 200),
        ("sam", 403), ("paul", 403), ("amina", 403), ("eve", 403),
    ],
)  # fmt: skip
def test_who_may_see_the_list(
    client: Client, cast: Cast, who: str, status: int
) -> None:
    sign_in(client, getattr(cast, who))
    assert client.get(LIST).status_code == status


# -- Exports --------------------------------------------------------------------------


def test_the_list_as_filtered_is_exported_and_no_cell_is_a_formula(
    client: Client, cast: Cast
) -> None:
    make(cast, "=HYPERLINK(1)", nationality="TN", confirmed_at=datetime(
        2019, 8, 1, 12, tzinfo=UTC
    ))  # fmt: skip
    make(cast, "Decided", state="approved")
    sign_in(client, cast.rosa)
    text = exported(client, "registrations", "state=confirmed").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Name"] for row in rows] == ["'=HYPERLINK(1)"]
    assert (rows[0]["Nationality"], rows[0]["Organisation"]) == ("Tunisia", "Aurora")

    query = "view=all&sort=-name&columns=code,confirmed"
    file = exported(client, "registrations", query, kind="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(file))
    heads, *people = book.worksheets[0].iter_rows(values_only=True)
    assert heads == ("Name", "Code", "Confirmed")
    assert [row[0] for row in people] == ["Decided", "'=HYPERLINK(1)"]
    assert people[1][2] == datetime(2019, 8, 1, 6)  # in Salt Lake City


def test_only_who_decides_exports(client: Client, cast: Cast) -> None:
    sign_in(client, cast.petra)
    for name in ("registrations", "registrations-protocol"):
        page = reverse("jobs:new_export", args=["uncsc-2019", name])
        assert client.post(page).status_code == 403
