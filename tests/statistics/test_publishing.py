"""Figures are seen, published, and never taken back; the next ones fit beside them."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from hemicycle.badges import actions as badges
from hemicycle.delegations.models import Registration
from hemicycle.journal.models import Entry
from hemicycle.lib.disclosure import Protected
from hemicycle.statistics import actions, publishing
from hemicycle.statistics.models import PublishedFigures
from tests.cast import Cast, make_registration
from tests.conftest import sign_in

PAGE = "/en/uncsc-2019/statistics/"


def approve(cast: Cast, number: int, **details: object) -> list[Registration]:
    start = Registration.objects.count()
    return [
        make_registration(
            delegation=cast.delegation,
            full_name=f"Person {start + n}",
            state=Registration.State.APPROVED,
            **{"nationality": "TN", "residence": "FR", "gender": "w"} | details,
        )
        for n in range(number)
    ]


def publish(cast: Cast, kind: str = "interim") -> PublishedFigures:
    seen = publishing.prepare(cast.conference, kind).fingerprint
    return actions.publish(cast.conference, kind=kind, seen=seen, actor=cast.clara)


def table(published: PublishedFigures, name: str) -> dict[tuple[str, ...], int]:
    protected = {each.name: each for each in published.protected}[name]
    return {
        row: numbers[0]
        for row, numbers in zip(protected.rows, protected.counts, strict=True)
        if numbers[0]
    }


def test_which_country_is_meant_is_never_mixed(cast: Cast) -> None:
    approve(cast, 8)
    published = publish(cast)
    assert table(published, "approved-country-nationality") == {("TN",): 8}
    assert table(published, "approved-country-residence") == {("FR",): 8}
    of = cast.delegation.organisation.country
    assert table(published, "approved-country-organisation") == {(of,): 8}


def test_figures_are_counted_from_raw_rows_and_equal(cast: Cast) -> None:
    """R22, for what is published: each protected number is the sum of its rows."""
    for country, number in {"TN": 9, "KE": 7, "DZ": 3, "IN": 6, "JP": 2}.items():
        approve(cast, number, nationality=country, gender="m" if number > 6 else "w")
    published = publish(cast)
    raw = Counter(Registration.objects.approved().values_list("nationality", flat=True))
    by_country = table(published, "approved-country-nationality")
    assert {row: sum(raw[c] for c in row) for row in by_country} == by_country
    assert sum(by_country.values()) == raw.total()
    assert by_country[("DZ", "KE")] == 10
    assert table(published, "approved-total") == {("",): raw.total()}


def test_registered_approved_and_arrived_are_three(cast: Cast) -> None:
    came = approve(cast, 12)
    make_registration(delegation=cast.delegation, full_name="Another")
    for registration in came[:6]:
        badge = badges.issue(registration, actor=cast.rosa)
        badges.hand_out(badge, actor=cast.rosa)
    interim = publish(cast)
    names = [each.name for each in interim.protected]
    assert not any(name.startswith("arrived") for name in names)
    closing = publish(cast, "closing")
    assert table(closing, "arrived-total") == {("",): 6}
    assert table(closing, "approved-total") == {("",): 12}
    assert "registered-total" not in [each.name for each in closing.protected], (
        "13 registered and 12 approved would leave one"
    )


def test_what_changed_since_it_was_seen_is_not_published(cast: Cast) -> None:
    approve(cast, 6)
    seen = publishing.prepare(cast.conference, "interim").fingerprint
    approve(cast, 1)
    with pytest.raises(ValidationError, match="have changed"):
        actions.publish(cast.conference, kind="interim", seen=seen, actor=cast.clara)
    assert not PublishedFigures.objects.exists()


def test_nothing_is_published_of_a_change_by_one(cast: Cast) -> None:
    approve(cast, 6)
    publish(cast)
    approve(cast, 1)
    with pytest.raises(ValidationError, match="five people or more"):
        publish(cast)
    shown = publishing.public(cast.conference)
    assert shown.tables["approved-total"].protected.counts == ((6,),)


def test_who_is_withheld_is_not_left_by_subtracting_the_list(cast: Cast) -> None:
    approve(cast, 20, is_withheld=False)
    approve(cast, 1, is_withheld=True)
    with pytest.raises(ValidationError):
        publish(cast)


def test_the_press_officer_sees_publishes_and_it_is_recorded(
    client: Client, cast: Cast
) -> None:
    approve(cast, 6)
    sign_in(client, cast.clara)
    page = client.get(PAGE)
    html = page.content.decode()
    assert "Publish these figures" in html
    assert "Exact numbers" in html
    answer = client.post(
        reverse("statistics:publish", args=["uncsc-2019"]),
        {"kind": "interim", "fingerprint": page.context["fingerprint"]},
        follow=True,
    )
    assert "Figures published." in answer.content.decode()
    assert Entry.objects.filter(verb="published figures").count() == 1
    kept = PublishedFigures.objects.get()
    assert all(isinstance(each, Protected) for each in kept.protected)
