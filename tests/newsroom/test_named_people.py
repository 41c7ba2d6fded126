"""People named in texts and their statements: kept by the press officer, checked in
texts at once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hemicycle.delegations.models import Registration
from hemicycle.fields import personal
from hemicycle.journal.models import Entry
from hemicycle.newsroom.models import DatedOffice, NamedPerson, Spelling, Statement
from hemicycle.texts import record
from tests.cast import Cast, make_registration
from tests.conftest import sign_in

pytestmark = pytest.mark.django_db

ROOM = "/en/uncsc-2019/newsroom/"
NAMES = {
    "full_name": "Alara Nokrit",
    "right": "Алара Нокрит\nA. Nokrit\n\nAlara Nokrit",
    "variants": "Alara Nocritt",
    "source": "her own card",
}


@pytest.fixture
def paul(cast: Cast) -> Client:
    return sign_in(Client(), cast.paul)


@pytest.fixture
def alara(cast: Cast, paul: Client) -> NamedPerson:
    paul.post(f"{ROOM}people/new/", NAMES)
    return NamedPerson.objects.get()


def at(page: str, *keys: object) -> str:
    return reverse(f"newsroom:{page}", args=["uncsc-2019", *keys])


def reasons(cast: Cast, text: str) -> list[str]:
    found = record.findings(text, cast.conference, language="en")
    return [str(each.reason) for each in found]


def test_a_person_is_put_on_record_and_texts_are_checked(
    cast: Cast, paul: Client, alara: NamedPerson
) -> None:
    rows = alara.spellings.order_by("pk").values_list("text", "is_variant")
    assert list(rows) == [
        ("Алара Нокрит", False), ("A. Nokrit", False), ("Alara Nocritt", True),
    ]  # fmt: skip
    assert Entry.objects.filter(verb="added named person", actor=cast.paul).count() == 1
    assert reasons(cast, "Alara Nocritt spoke.") == ["person"]
    assert reasons(cast, "Alara Nokrit spoke.") == []


def test_spellings_change_as_they_are_written(paul: Client, alara: NamedPerson) -> None:
    kept = Spelling.objects.get(text="A. Nokrit").pk
    answer = paul.post(
        at("person", alara.pk), NAMES | {"right": "A. Nokrit\n阿拉拉", "variants": ""}
    )
    assert answer.status_code == 302
    rows = alara.spellings.order_by("pk").values_list("text", flat=True)
    assert list(rows) == ["A. Nokrit", "阿拉拉"]
    assert Spelling.objects.filter(pk=kept).exists()
    html = paul.get(at("person", alara.pk)).content.decode()
    assert "阿拉拉" in html


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"variants": "A. Nokrit"}, "is a right spelling, too"),
        ({"full_name": "", "right": ""}, "Name as it is to be written"),
        ({"right": "x" * 301}, "300 characters at most"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    paul: Client, alara: NamedPerson, wrong: dict[str, str], said: str
) -> None:
    answer = paul.post(at("person", alara.pk), NAMES | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert alara.spellings.count() == 3


def test_a_name_is_on_record_once(paul: Client, alara: NamedPerson) -> None:
    answer = paul.post(at("add_person"), NAMES)
    assert "This person is on record already." in answer.content.decode()
    assert NamedPerson.objects.count() == 1


def test_an_office_has_its_dates(cast: Cast, paul: Client, alara: NamedPerson) -> None:
    office: dict[str, Any] = {
        "title_en": "Mayor of Southport", "until_day": "31", "until_month": "12",
        "until_year": "2018",
    }  # fmt: skip
    page = paul.get(at("person", alara.pk)).content.decode()
    assert "No office is on record." in page
    answer = paul.post(at("add_office", alara.pk), office)
    assert answer.status_code == 302, answer.content.decode()
    held = DatedOffice.objects.get()
    assert (str(held), str(held.until)) == ("Mayor of Southport", "2018-12-31")
    text = "Alara Nokrit, Mayor of Southport, spoke."
    assert reasons(cast, text) == ["office"]
    change = at("change_office", alara.pk, held.pk)
    assert paul.get(change).status_code == 200
    later = office | {"until_year": "2019"}
    assert paul.post(change, later)["Location"] == at("person", alara.pk)
    assert reasons(cast, text) == []
    wrong = later | {"since_day": "1", "since_month": "1", "since_year": "2020"}
    answer = paul.post(change, wrong)
    assert "The office ends before it starts." in answer.content.decode()
    paul.post(at("remove_office", alara.pk, held.pk))
    assert not DatedOffice.objects.exists()
    assert Entry.objects.filter(verb="changed offices").count() == 3


def test_quotations_are_held_against_a_statement_on_file(
    cast: Cast, paul: Client, alara: NamedPerson
) -> None:
    quoted = (
        "Alara Nokrit said: “Cities are a promise that strangers make to one another.”"
    )
    first = paul.get(f"{at('add_statement')}?speaker={alara.pk}").content.decode()
    assert f'value="{alara.pk}" selected' in first
    said = {
        "speaker": alara.pk, "office": "Mayor", "title": "Message of support",
        "language": "en", "text": "We care for our cities every day.", "source": "mail",
    }  # fmt: skip
    answer = paul.post(at("add_statement"), said)
    statement = Statement.objects.get()
    assert answer["Location"] == at("statement", statement.pk)
    assert reasons(cast, quoted) == ["quotation"]
    right = said | {"text": "Cities are a promise that strangers make to one another."}
    paul.post(at("statement", statement.pk), right)
    assert reasons(cast, quoted) == []
    assert "Message of support" in paul.get(at("statements")).content.decode()
    paul.post(at("remove_statement", statement.pk))
    assert not Statement.objects.exists()


def test_a_participant_of_that_name_can_be_linked_and_is_forgotten_together(
    cast: Cast, paul: Client, alara: NamedPerson
) -> None:
    other = make_registration(
        delegation=cast.delegation, full_name="Someone Else", state="approved"
    )
    same = make_registration(
        delegation=cast.delegation, full_name="Alara Nokrit", state="approved"
    )
    assert Registration.objects.public().filter(pk=same.pk).exists()
    refused = paul.post(at("person", alara.pk), NAMES | {"registration": other.pk})
    assert refused.status_code == 422
    paul.post(at("person", alara.pk), NAMES | {"registration": same.pk})
    alara.refresh_from_db()
    assert alara.registration == same
    personal.forget(same)
    assert not NamedPerson.objects.exists()


def test_a_person_is_removed_with_everything(paul: Client, alara: NamedPerson) -> None:
    paul.post(at("remove_person", alara.pk))
    assert not NamedPerson.objects.exists()
    assert Entry.objects.filter(verb="removed named person").count() == 1


def test_the_list_is_searched_by_any_spelling(
    paul: Client, alara: NamedPerson, cast: Cast
) -> None:
    NamedPerson.objects.create(
        conference=cast.conference, full_name="Beno Tarrik", source="a page"
    )
    html = paul.get(at("people"), {"q": "Нокрит"}).content.decode()
    assert "Alara Nokrit" in html
    assert "Beno Tarrik" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_have_a_fixed_number_of_queries(
    cast: Cast, paul: Client, alara: NamedPerson, count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(count):
        person = NamedPerson.objects.create(
            conference=cast.conference, full_name=f"Person {n}", source="a page"
        )
        Statement.objects.create(
            conference=cast.conference, speaker=person, title=f"Text {n}", source="x"
        )
    for page in ("people", "statements"):
        paul.get(at(page))
        with django_assert_max_num_queries(10):
            assert paul.get(at(page)).status_code == 200
