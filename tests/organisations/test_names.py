"""An organisation is one, by whichever of its names it is called."""

import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hemicycle.lib.organisation_names import key_of, key_of_acronym
from hemicycle.organisations import actions
from hemicycle.organisations.matches import Named, Reason
from hemicycle.organisations.models import Name, NameKey, Organisation
from tests.cast import Cast, make_cast, make_name, make_organisation
from tests.conftest import sign_in

INDEX = "/en/uncsc-2019/organisations/"
same_as = Organisation.objects.same_as


def post(client: Client, path: str, **typed: str) -> Any:
    return client.post(f"{INDEX}{path}", {"kind": "ngo", "country": "TN"} | typed)


# -- Which organisation a name means ---------------------------------------------------


def test_a_name_means_an_organisation_by_any_of_its_names_in_its_country(
    cast: Cast,
) -> None:
    make_name(cast.borealis, "Norðurljós")
    for typed in ("Borealis", "BÓREALIS", "norðurljós", "Norður-ljós"):
        matches = same_as(typed, country="IS")
        assert (matches.exact, matches.likely) == ((cast.borealis,), ())
    assert same_as("Borealis Network", country="IS") == same_as("x", country="IS")


def test_what_only_may_be_the_same_says_why(cast: Cast) -> None:
    green = make_organisation("Green Belt Movement", country="KE", acronym="G.B.M.")

    def reasons(name: str, country: str, acronym: str = "") -> list[Any]:
        matches = same_as(name, country=country, acronym=acronym)
        assert matches.exact == ()
        return [(each.organisation, each.reason) for each in matches.likely]

    assert reasons("Green Belt", "KE", "GBM") == [(green, Reason.ACRONYM)]
    assert reasons("GBM", "KE") == [(green, Reason.ACRONYM)]
    assert reasons("Movement", "KE", "Green-Belt Movement") == [(green, Reason.ACRONYM)]
    assert reasons("green belt movement", "UG") == [(green, Reason.COUNTRY)]
    assert reasons("Green Belt Movement Ltd.", "KE") == [(green, Reason.NEAR)]
    assert reasons("Le Green Belt Movement", "KE") == [(green, Reason.NEAR)]
    assert reasons("Green Belt Movement Ltd.", "UG") == []
    friends = make_organisation("Les Amis du Fleuve", country="SN")
    assert reasons("Amis du Fleuve", "SN") == [(friends, Reason.NEAR)]
    # In another country an acronym says nothing, and an empty one never does.
    assert reasons("Grand Board of Music", "AT", "GBM") == []
    assert reasons("Cirrus", "TN", "-") == reasons("Cirrus", "TN") == []


def test_an_exact_match_is_no_likely_one(cast: Cast) -> None:
    gbm = make_organisation("GBM", country="KE", acronym="GBM")
    other = make_organisation("GBM", country="UG")
    matches = same_as("gbm", country="KE", acronym="gbm")
    assert matches.exact == (gbm,)
    assert [each.organisation for each in matches.likely] == [other]


def test_without_a_country_a_name_means_the_only_one_of_it(cast: Cast) -> None:
    green = make_organisation("Green Belt", country="KE", acronym="GB")
    assert same_as("green belt").only == same_as("gb").only == green
    assert same_as("Nobody Knows").only is None
    make_organisation("GB", country="FR")
    # A name says more than an acronym.
    only = same_as("gb").only
    assert only is not None
    assert only.country == "FR"
    make_organisation("Green Belt", country="TN")
    assert same_as("green belt").only is None


@pytest.mark.parametrize("many", [1, 500])
def test_many_names_are_asked_in_one_query(cast: Cast, many: int) -> None:
    named = [Named(f"Org {n}", "KE", f"O{n}") for n in range(many - 1)]
    named.append(Named("aurora", "TN"))
    with CaptureQueriesContext(connection) as queries:
        matches = Organisation.objects.same_as_each(named)
    assert len(queries) == 1
    assert [len(each.exact) for each in matches] == [0] * (many - 1) + [1]


def test_only_those_asked_among_are_meant(cast: Cast) -> None:
    others = Organisation.objects.exclude(pk=cast.aurora.pk)
    assert others.same_as("Aurora", country="TN").exact == ()


# -- A name is of one organisation -----------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "AURORA",
        "Aúrora",
        "au-rora",
        "شبكة الفجر",
        "الفجر",
        "The Aurora",
        "Aurora (the)",
    ],
)
def test_no_second_organisation_is_added_by_another_spelling_or_name(
    client: Client, cast: Cast, name: str
) -> None:
    make_name(cast.aurora, "شبكة الفجر")
    make_name(cast.aurora, "فجر")
    sign_in(client, cast.petra)
    refused = post(client, "new/", name=name)
    assert refused.status_code == 422
    (error,) = refused.context["form"].errors.as_data()["name"]
    assert (error.code, error.params["organisation"]) == ("listed", cast.aurora)
    assert "Aurora" in refused.content.decode()
    assert Organisation.objects.count() == 2


def test_adding_one_that_is_likely_on_record_asks_first(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.petra)
    asked = post(client, "new/", name="Borealis", country="KE", city="Nairobi")
    assert asked.status_code == 422
    assert list(asked.context["form"].errors) == ["on_record"]
    assert 'value="Nairobi"' in asked.content.decode()
    (same, _same), (new, _new) = asked.context["form"].fields["on_record"].choices
    shown = post(client, "new/", name="Borealis", country="KE", on_record=same)
    assert shown["Location"] == f"{INDEX}{cast.borealis.pk}/"
    assert Organisation.objects.count() == 2
    post(client, "new/", name="Borealis", country="KE", on_record=new)
    assert Organisation.objects.filter(name="Borealis").count() == 2
    changed = post(client, f"{cast.aurora.pk}/edit/", name="Borealis", country="TN")
    assert changed.status_code == 302


def test_a_name_of_another_organisation_is_refused_at_every_way_to_it(
    client: Client, cast: Cast
) -> None:
    other = make_organisation("Cirrus", country="IS")
    page = f"{other.pk}/"
    sign_in(client, cast.petra)
    renamed = post(client, f"{page}edit/", name="boréalis", country="IS")
    moved = post(client, f"{page}edit/", name="Aurora", country="TN")
    also = client.post(f"{INDEX}{page}names/", {"name": "Borealis"})
    for refused, form, name in (
        (renamed, "form", cast.borealis),
        (moved, "form", cast.aurora),
        (also, "form", cast.borealis),
    ):
        (error,) = refused.context[form].errors.as_data()["name"]
        assert (error.code, error.params["organisation"]) == ("listed", name)
        assert refused.status_code == 422
        assert f'href="{INDEX}{name.pk}/"' in refused.content.decode()
    other.refresh_from_db()
    assert (other.name, other.country) == ("Cirrus", "IS")
    assert not other.names.exists()


def test_moving_to_a_country_takes_every_name_there(cast: Cast) -> None:
    other = make_organisation("Cirrus", country="KE")
    make_name(other, "Borealis")
    with pytest.raises(ValidationError) as refusal:
        actions.change(
            other, country="IS", conference=cast.conference, actor=cast.petra
        )
    (error,) = refusal.value.error_dict["name"]
    assert (error.code, error.params and error.params["name"]) == ("listed", "Borealis")


def test_an_organisation_may_spell_its_own_name_in_two_ways(cast: Cast) -> None:
    actions.add_name(
        cast.aurora, name="AURORA", conference=cast.conference, actor=cast.petra
    )
    assert same_as("aurora", country="TN").exact == (cast.aurora,)
    actions.remove_name(
        Name.objects.get(), conference=cast.conference, actor=cast.petra
    )
    assert same_as("aurora", country="TN").exact == (cast.aurora,)


def test_two_of_one_acronym_live_side_by_side(cast: Cast) -> None:
    for name in ("Green Belt", "Grey Box"):
        actions.add(
            cast.conference, name=name, acronym="GB", country="KE", actor=cast.petra
        )
    assert len(same_as("x", country="KE", acronym="gb").likely) == 2


def test_a_name_given_up_is_free(cast: Cast) -> None:
    also = make_name(cast.aurora, "Dawn")
    actions.change(
        cast.aurora, name="Eos", conference=cast.conference, actor=cast.petra
    )
    actions.remove_name(also, conference=cast.conference, actor=cast.petra)
    for name in ("Aurora", "Dawn"):
        actions.add(cast.conference, name=name, country="TN", actor=cast.petra)
    assert Organisation.objects.count() == 4


def test_many_added_at_once_hold_the_lock_for_as_many_statements_as_one(
    cast: Cast,
) -> None:
    """It asked each new organisation for its other names, with the database locked."""
    costs = []
    for many in (1, 30):
        new = [
            Organisation(name=f"Unheard {many} {n}", country="KE") for n in range(many)
        ]
        with CaptureQueriesContext(connection) as queries:
            actions.add_many(cast.conference, new, actor=cast.petra)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_of_many_added_at_once_none_is_stored_when_one_is_on_record(
    cast: Cast,
) -> None:
    new = [Organisation(name=name, country="IS") for name in ("Cirrus", "borealis")]
    with pytest.raises(ValidationError) as refusal:
        actions.add_many(cast.conference, new, actor=cast.petra)
    assert refusal.value.error_dict["name"][0].code == "listed"
    assert Organisation.objects.count() == 2


def expected_keys() -> set[tuple[str, str, str, str]]:
    rows = set()
    for organisation in Organisation.objects.all():
        here = organisation.country, organisation.pk
        for name in [organisation.name, *(n.name for n in organisation.names.all())]:
            rows.add(("name", key_of(name), *here))
        if acronym := key_of_acronym(organisation.acronym):
            rows.add(("acronym", acronym, *here))
    return rows


def stored_keys() -> list[tuple[str, str, str, str]]:
    rows = NameKey.objects.values_list("kind", "key", "country", "organisation_id")
    return sorted(rows)


@pytest.mark.parametrize("seed", range(5))
def test_the_table_says_what_the_names_say_after_every_verb(
    cast: Cast, seed: int
) -> None:
    """Names of very few words, so that many verbs are refused, and change nothing."""
    chance = random.Random(seed)
    conference, petra = cast.conference, cast.petra
    refused = 0

    def name() -> str:
        word = chance.choice(["Green", "Belt", "Blue", "فجر", "Ligne"])
        return chance.choice([word, word.upper(), f"{word}.", f"{word} 2"])

    def place() -> dict[str, str]:
        return {
            "country": chance.choice(["KE", "UG"]),
            "acronym": chance.choice(["", "-", "GB", "g.b.", "Blue"]),
        }

    def add() -> None:
        actions.add(conference, name=name(), actor=petra, **place())

    def add_many() -> None:
        new = [Organisation(name=name(), **place()) for _n in range(2)]
        if key_of(new[0].name) != key_of(new[1].name):
            actions.add_many(conference, new, actor=petra)

    def change() -> None:
        fields = place() | chance.choice([{}, {"name": name()}])
        actions.change(of(), conference=conference, actor=petra, **fields)

    def add_name() -> None:
        actions.add_name(of(), name=name(), conference=conference, actor=petra)

    def remove_name() -> None:
        for other in list(Name.objects.all())[:1]:
            actions.remove_name(other, conference=conference, actor=petra)

    def of() -> Organisation:
        return chance.choice(list(Organisation.objects.all()))

    for _step in range(60):
        verb = chance.choice([add, add_many, change, add_name, remove_name])
        try:
            verb()
        except ValidationError:
            refused += 1
        assert stored_keys() == sorted(expected_keys())
    assert 0 < refused < 60


# -- The page of names ----------------------------------------------------------------


def test_a_name_may_be_of_any_united_nations_language(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.petra)
    page = f"{INDEX}{cast.aurora.pk}/names/"
    for name, language in (("Аврора", "ru"), ("黎明", "zh"), ("Auróra", "")):
        client.post(page, {"name": name, "language": language})
    html = client.get(page).content.decode()
    assert '<bdi lang="zh">黎明</bdi>' in html.replace("\n", "")
    assert list(cast.aurora.names.values_list("language", flat=True)) == [
        "ru",
        "zh",
        "",
    ]


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_names_costs_the_same_for_one_or_three(
    client: Client, cast: Cast, many: int
) -> None:
    for n in range(many):
        make_name(cast.aurora, f"Name {n}", language="ar")
    sign_in(client, cast.petra)
    client.get(f"{INDEX}{cast.aurora.pk}/names/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"{INDEX}{cast.aurora.pk}/names/")
    assert len(page.context["names"]) == many
    assert len(queries) == 6


# -- Two at once -----------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor == "sqlite", reason="its tests run in memory")
@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_same_at_once_end_with_one_and_a_refusal() -> None:
    cast = make_cast()
    refused: list[str] = []

    def add_second() -> None:
        try:
            actions.add(cast.conference, name="CÍRRUS", country="KE", actor=cast.petra)
        except ValidationError as refusal:
            (error,) = refusal.error_dict["name"]
            assert error.params is not None
            refused.extend([str(error.code), str(error.params["organisation"])])
        finally:
            connection.close()

    second = threading.Thread(target=add_second)
    with transaction.atomic():
        actions.add(cast.conference, name="Cirrus", country="KE", actor=cast.petra)
        second.start()
        second.join(1)  # by now it waits for what the first one says
        assert second.is_alive()
    second.join()
    assert refused == ["listed", "Cirrus"]
    assert Organisation.objects.filter(country="KE").count() == 1


EIGHT = """
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from hemicycle.organisations import actions
from hemicycle.organisations.models import NameKey, Organisation
from tests.cast import make_conference, make_user

conference, petra = make_conference(), make_user("Petra")

def add(name):
    try:
        actions.add(conference, name=name, country="KE", actor=petra)
        return "added"
    except ValidationError as refusal:
        return refusal.error_dict["name"][0].code
    finally:
        connection.close()

names = ["Cirrus", "CIRRUS", "Cirrus.", "Círrus"] * 2
with ThreadPoolExecutor(8) as pool:
    answers = sorted(pool.map(add, names))
print(*answers, Organisation.objects.count(), NameKey.objects.count())
"""


def test_eight_who_add_the_same_at_once_to_a_sqlite_file_end_with_one(
    tmp_path: Path,
) -> None:
    """Tests run in memory, where threads can't wait for each other: so, a process."""
    environment = os.environ | {
        "HEMICYCLE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "hemicycle.settings",
        "PYTHONPATH": os.getcwd(),
    }
    environment.pop("HEMICYCLE_DATABASE_URL", None)
    shown = subprocess.run(
        [sys.executable, "-c", EIGHT], env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert shown.stdout.split() == ["added", *["listed"] * 7, "1", "1"], shown.stderr
