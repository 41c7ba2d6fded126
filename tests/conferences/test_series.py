"""A conference is an edition of a series; earlier ones are known by facts alone."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hemicycle.conferences import actions
from hemicycle.conferences.models import Conference, EarlierEdition, Role, Series
from tests.cast import Cast, make_conference
from tests.conftest import sign_in

PAGE = "/en/uncsc-2019/conference/series/"
HOME = "/en/uncsc-2019/"
FACTS = {"number": "67", "year": "2018", "place": "New York", "source": "un.org"}


@pytest.fixture
def chief(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.clara)


def start(cast: Cast) -> Series:
    return actions.start_series(
        cast.conference, name={"en": "The Series"}, actor=cast.clara
    )


def editions(client: Client, path: str = HOME) -> list[tuple[int | None, bool]]:
    found = client.get(path).context["editions"]
    return [(each.number, each.conference is not None) for each in found]


def test_a_chief_starts_a_series_and_records_an_earlier_edition(
    chief: Client, cast: Cast
) -> None:
    words = {"name_en": "The Series", "name_ar": "السلسلة"}
    assert chief.post(PAGE, words).status_code == 302
    assert chief.post(PAGE, FACTS).status_code == 302
    cast.conference.refresh_from_db()
    assert cast.conference.series == Series.objects.get()
    assert editions(chief) == [(68, True), (67, False)]
    html = Client().get(HOME).content.decode()
    assert "New York" in html
    edition = EarlierEdition.objects.get()
    assert chief.post(f"{PAGE}{edition.pk}/remove/").status_code == 302
    assert editions(Client()) == [(68, True)]


def test_what_is_not_known_of_an_earlier_edition_stays_unknown(
    chief: Client, cast: Cast
) -> None:
    start(cast)
    chief.post(PAGE, FACTS | {"year": "", "place": ""})
    edition = EarlierEdition.objects.get()
    assert (edition.year, edition.place) == (None, "")


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"source": ""}, "source"), ({"number": "68"}, "number"), ({"year": "1"}, "year")],
)
def test_facts_without_source_or_of_an_edition_with_pages_are_refused(
    chief: Client, cast: Cast, changed: dict[str, Any], field: str
) -> None:
    start(cast)
    response = chief.post(PAGE, FACTS | changed)
    assert list(response.context["form"].errors) == [field]
    assert not EarlierEdition.objects.exists()


def test_strangers_see_only_public_editions(chief: Client, cast: Cast) -> None:
    series = start(cast)
    Role.objects.filter(user=cast.clara).update(conference=cast.conference)
    other = make_conference(
        slug="hidden-2024", edition=69, series=series, is_published=False
    )
    assert editions(Client()) == [(68, True)]
    Conference.objects.filter(pk=other.pk).update(is_published=True)
    actions.record_edition(
        EarlierEdition(series=series, number=67, source="x"),
        conference=cast.conference,
        actor=cast.clara,
    )
    everything = [(69, True), (68, True), (67, False)]
    assert editions(Client()) == everything
    assert editions(Client(), "/en/hidden-2024/") == everything


def test_only_a_chief_of_an_edition_adds_to_a_series(cast: Cast) -> None:
    series = start(cast)
    theirs = make_conference(slug="other-2020", edition=70)
    Role.objects.create(conference=theirs, user=cast.eve, hat="chief")
    with pytest.raises(ValidationError) as refusal:
        actions.join_series(theirs, series=series, actor=cast.eve)
    assert refusal.value.code == "not-your-series"
    Role.objects.create(conference=cast.conference, user=cast.eve, hat="chief")
    actions.join_series(theirs, series=series, actor=cast.eve)
    assert Conference.objects.get(pk=theirs.pk).series == series


def test_two_conferences_are_not_one_edition(cast: Cast) -> None:
    series = start(cast)
    twin = make_conference(slug="other-2020")
    with pytest.raises(ValidationError):
        actions.join_series(twin, series=series, actor=cast.clara)
    assert Conference.objects.get(pk=twin.pk).series is None


def test_a_series_without_editions_ends(chief: Client, cast: Cast) -> None:
    start(cast)
    assert chief.post(f"{PAGE}leave/").status_code == 302
    assert not Series.objects.exists()


def test_the_edition_of_another_series_is_not_found(chief: Client, cast: Cast) -> None:
    start(cast)
    other = Series.objects.create(name={"en": "Other"})
    edition = EarlierEdition.objects.create(series=other, number=1, source="x")
    assert chief.post(f"{PAGE}{edition.pk}/remove/").status_code == 404
