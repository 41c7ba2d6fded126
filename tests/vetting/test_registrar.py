"""The registrar's list and one registration: found, paged, seen by the right people."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.delegations.models import Flag, Registration
from hemicycle.jobs import running
from hemicycle.lib.search import index_text
from hemicycle.people import sessions
from hemicycle.vetting.models import Assignment
from tests.cast import Cast, make_registration
from tests.conftest import sign_in
from tests.delegations.test_nominate import person, vetted

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
    return [line.registration.full_name for line in response.context["page"].rows]


def test_without_filters_it_shows_who_waits_for_a_decision(
    client: Client, cast: Cast
) -> None:
    make(cast, "Waits")
    make(cast, "Decided", state="approved")
    sign_in(client, cast.rosa)
    assert listed(client) == ["Waits"]
    assert listed(client, "?state=any") == ["Decided", "Waits"]
    assert "1 waits for a decision." in client.get(LIST).content.decode()


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


def test_search_finds_by_organisation_and_by_code(client: Client, cast: Cast) -> None:
    of_aurora = make(cast, "Of Aurora", state="approved")
    of_aurora.index()
    of_aurora.save()
    make(cast, "Of nobody", delegation=None, conference=cast.conference)
    sign_in(client, cast.rosa)
    assert listed(client, "?q=aurora") == ["Of Aurora"]
    assert listed(client, f"?q={of_aurora.code.lower()}") == ["Of Aurora"]
    assert listed(client, "?q=borealis") == []


def test_how_many_are_found_is_said_above_the_table_and_below(
    client: Client, cast: Cast
) -> None:
    for n in range(3):
        make(cast, f"P {n}")
    sign_in(client, cast.rosa)
    above, table, below = client.get(LIST).content.decode().partition("<table")
    assert table
    assert "1 to 3 of 3" in above
    assert "1 to 3 of 3" in below


def test_a_search_that_finds_nobody_in_its_state_looks_in_all_and_says_so(
    client: Client, cast: Cast
) -> None:
    for name, state in (("Wang Xiulan", "approved"), ("Lin Wei", "confirmed")):
        one = make(cast, name, state=state)
        one.index()
        one.save()
    sign_in(client, cast.rosa)
    said = "Found in other states"
    # What the page's own form sends, with the state it opened with.
    response = client.get(f"{LIST}?q=xiulan+wang&state=confirmed&order=name")
    lines = response.context["page"].rows
    assert [line.registration.full_name for line in lines] == ["Wang Xiulan"]
    assert said in response.content.decode()
    # Pages, files and "all that this list finds" are about what is shown.
    assert "state=any" in response.context["query"]
    there = client.get(f"{LIST}?q=lin&state=confirmed").content.decode()
    assert "Lin Wei" in there
    assert said not in there
    assert listed(client, "?q=nobody&state=confirmed") == []
    # Without a text, a state chosen stays chosen.
    assert listed(client, "?state=refused") == []


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
    assert listed(client, "?mine=on") == ["Mine"]
    assert listed(client, f"?delegation={cast.delegation.pk}") == [
        "Flagged", "Settled",
    ]  # fmt: skip
    # What makes no sense filters nothing.
    assert len(listed(client, "?country=XX&category=none&state=asleep")) == 3


@pytest.mark.parametrize("order", ["name", "confirmed"])
def test_pages_show_everybody_once_there_and_back(
    client: Client, cast: Cast, order: str
) -> None:
    moment = datetime(2019, 8, 1, tzinfo=UTC)
    # Equal names and moments, too: the key decides.
    for number in range(120):
        make(
            cast,
            f"Person {number % 40:02}",
            person_key=str(number),
            email=f"{number}@example.org",
            confirmed_at=moment + timedelta(minutes=number % 7),
        )
    sign_in(client, cast.rosa)
    query, seen, sizes = f"?order={order}", [], []
    while query:
        response = client.get(f"{LIST}{query}")
        page = response.context["page"]
        seen += [line.pk for line in page.rows]
        sizes.append((page.first, page.final, page.count))
        last, query = query, response.context["next"]
    assert sizes == [(1, 50, 120), (51, 100, 120), (101, 120, 120)]
    assert len(set(seen)) == len(seen) == 120
    back: list[str] = []
    query = last
    while query:
        response = client.get(f"{LIST}{query}")
        back = [line.pk for line in response.context["page"].rows] + back
        query = response.context["previous"]
    assert back == seen


def test_a_page_after_somebody_who_is_gone_is_the_first(
    client: Client, cast: Cast
) -> None:
    make(cast, "Here")
    sign_in(client, cast.rosa)
    page = client.get(f"{LIST}?after=nobody&from=451").context["page"]
    assert (len(page.rows), page.first, page.previous) == (1, 1, "")


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
    # Session, user, conference, hats; categories to choose from; how many, which, the
    # rows, their flags, their categories; how many are claimed, to be seconded.
    with django_assert_num_queries(12):
        assert len(listed(client)) == many


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
    with django_assert_num_queries(13):
        client.get(f"{LIST}{registration.pk}/")


def test_a_page_of_fifty_is_small(client: Client, cast: Cast) -> None:
    import gzip

    for number in range(50):
        make(
            cast, f"{NAMES[number % 7]} {number}", own_script="王秀兰", nationality="CN"
        )
    sign_in(client, cast.rosa)
    assert len(gzip.compress(client.get(LIST).content)) < 40_000


def test_its_many_filters_stand_in_columns(client: Client, cast: Cast) -> None:
    sign_in(client, cast.rosa)
    assert 'class="filters many"' in client.get(LIST).content.decode()
    css = finders.find("ui/hemicycle.css")
    assert ".filters.many { display: grid;" in Path(str(css)).read_text()


def test_names_in_the_list_are_escaped_and_isolated(client: Client, cast: Cast) -> None:
    make(cast, "<script>alert(1)</script>")
    sign_in(client, cast.rosa)
    html = client.get(LIST).content.decode()
    assert "<script>alert" not in html
    assert "<bdi>&lt;script&gt;alert(1)" in html


# -- One registration -----------------------------------------------------------------


def test_the_desk_sees_flags_history_and_namesakes(client: Client, cast: Cast) -> None:
    registration = make(cast, "Lin Wei", name_key="same", id_name="WEI, Lin X.")
    make(cast, "Wei Lin", name_key="same", delegation=None, conference=cast.conference)
    Flag.objects.create(registration=registration, kind="duplicate", details="same")
    sign_in(client, cast.rosa)
    html = client.get(f"{LIST}{registration.pk}/").content.decode()
    for words in ("possible duplicate", "Wei Lin", "WEI, Lin X.", "History", "Aurora"):
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


def exported(client: Client, kind: str) -> bytes:
    """The file, by its job, as its owner downloads it."""
    page = client.post(f"{LIST}{kind}")["Location"]
    running.run_all()
    file = client.get(client.get(f"{page}export/")["Location"])
    assert file["Content-Disposition"].startswith("attachment")
    return bytes(file.getvalue())


def test_the_list_as_filtered_is_exported_and_no_cell_is_a_formula(
    client: Client, cast: Cast
) -> None:
    make(cast, "=HYPERLINK(1)", nationality="TN", confirmed_at=datetime(
        2019, 8, 1, 12, tzinfo=UTC
    ))  # fmt: skip
    make(cast, "Decided", state="approved")
    sign_in(client, cast.rosa)
    text = exported(client, "export.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Full name"] for row in rows] == ["'=HYPERLINK(1)"]
    assert (rows[0]["Nationality"], rows[0]["Organisation"]) == ("Tunisia", "Aurora")
    assert rows[0]["Confirmed"] == "2019-08-01T06:00"  # in Salt Lake City

    book = openpyxl.load_workbook(io.BytesIO(exported(client, "export.xlsx?state=any")))
    sheet = book.active
    column = [cell.value for cell in sheet[1]].index("Full name")
    assert [row[column].value for row in sheet.iter_rows(min_row=2)] == [
        "'=HYPERLINK(1)", "Decided",
    ]  # fmt: skip


def test_an_export_asks_for_a_fresh_code(client: Client, cast: Cast) -> None:
    sign_in(client, cast.rosa)
    page = client.post(f"{LIST}export.csv")["Location"]
    running.run_all()
    session = client.session
    for shown in (sessions._CODE, sessions._FACTOR):
        session[shown] -= 11 * 60  # seconds ago
    session.save()
    asked = client.get(client.get(f"{page}result/")["Location"])
    assert asked.status_code == 302
    assert "/account/fresh-code/?next=" in asked["Location"]


def test_only_who_decides_exports(client: Client, cast: Cast) -> None:
    sign_in(client, cast.petra)
    assert client.post(f"{LIST}export.csv").status_code == 403
