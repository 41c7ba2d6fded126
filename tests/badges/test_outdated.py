"""A badge on paper whose person's details were corrected is to be replaced."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.badges import actions, lists
from hemicycle.badges.models import Badge
from hemicycle.delegations import actions as delegations
from hemicycle.delegations.models import Registration
from hemicycle.jobs import running
from hemicycle.journal.models import Entry
from hemicycle.post.models import Email
from tests.cast import Cast, make_registration
from tests.conftest import sign_in

BADGES = "/en/uncsc-2019/badges/"
LIST = "/en/uncsc-2019/vetting/registrations/"
PERSON = "/en/uncsc-2019/delegations/registrations/"


@pytest.fixture
def badge(cast: Cast) -> Badge:
    registration = make_registration(
        delegation=cast.delegation, full_name="Lin Wei", email="l@example.org",
        state="approved", nationality="CN", residence="CN", id_name="LIN WEI",
    )  # fmt: skip
    return actions.issue(registration, actor=cast.rosa)


def is_outdated(badge: Badge) -> bool:
    return Badge.objects.get(pk=badge.pk).is_outdated


def correct(cast: Cast, badge: Badge, **details: object) -> None:
    delegations.confirm.correct_on_behalf(
        badge.registration, details, reason="Misspelt.", actor=cast.rosa
    )


def test_what_was_never_printed_is_not_outdated(cast: Cast, badge: Badge) -> None:
    correct(cast, badge, badge_name="Wei")
    assert not is_outdated(badge)


def test_printed_then_corrected_it_is_to_be_replaced_until_it_is(
    client: Client, cast: Cast, badge: Badge
) -> None:
    sign_in(client, cast.rosa)
    client.post(f"{BADGES}print/", {"id": [badge.pk]})
    running.run_all()
    correct(cast, badge, id_name="LIN, WEI")  # not on the badge
    assert not is_outdated(badge)
    correct(cast, badge, badge_name="Wei")
    assert is_outdated(badge)
    assert "To be replaced" in client.get(BADGES).content.decode()
    html = client.get(f"{BADGES}{badge.pk}/").content.decode()
    assert "corrected after this badge was issued" in html
    client.post(f"{BADGES}print/", {"id": [badge.pk]})
    assert is_outdated(badge)  # the old paper still opens doors
    new = actions.replace(badge, reason="Corrected.", actor=cast.rosa)
    assert not is_outdated(new)
    assert "To be replaced" not in client.get(BADGES).content.decode()


def test_handed_out_counts_as_printed(cast: Cast, badge: Badge) -> None:
    actions.hand_out(badge, actor=cast.rosa)
    correct(cast, badge, own_script="林薇")
    assert is_outdated(badge)


def test_the_desk_corrects_after_the_decision_with_a_reason_in_the_history(
    client: Client, cast: Cast, badge: Badge
) -> None:
    registration = badge.registration
    page = f"{PERSON}{registration.pk}/details/"
    sign_in(client, cast.rosa)
    assert "Correct the details" in client.get(f"{LIST}{registration.pk}/").text
    typed = {
        "full_name": "Lin Wei", "id_name": "LIN WEI", "nationality": "CN",
        "residence": "CN", "is_adult": "yes", "badge_name": "Wei",
    }  # fmt: skip
    assert client.post(page, typed).status_code == 422  # no reason
    assert client.post(page, typed | {"reason": "Misspelt."}).status_code == 302
    registration.refresh_from_db()
    assert (registration.badge_name, registration.state) == ("Wei", "approved")
    entry = Entry.objects.get(verb="corrected on behalf")
    assert (entry.reason, entry.actor) == ("Misspelt.", cast.rosa)
    assert "badge_name" in entry.details["fields"]
    assert Email.objects.count() == 0
    html = client.get(f"{LIST}{registration.pk}/").text
    assert "details corrected by the secretariat" in html
    assert "Misspelt." in html


@pytest.mark.parametrize(
    ("state", "reason", "code"),
    [
        ("refused", "Misspelt.", "not-open"),
        ("approved", " ", "reason-missing"),
    ],
)
def test_it_is_refused(
    cast: Cast, badge: Badge, state: str, reason: str, code: str
) -> None:
    Registration.objects.update(state=state)
    with pytest.raises(ValidationError) as refusal:
        delegations.confirm.correct_on_behalf(
            badge.registration, {"badge_name": "Wei"}, reason=reason, actor=cast.rosa
        )
    errors = getattr(refusal.value, "error_dict", {"": [refusal.value]})
    assert [error.code for group in errors.values() for error in group] == [code]
    assert Registration.objects.get().badge_name == ""


def test_a_focal_point_does_not_correct_what_was_decided(
    client: Client, cast: Cast, badge: Badge
) -> None:
    sign_in(client, cast.amina)
    page = f"{PERSON}{badge.registration_id}/details/"
    assert client.post(page, {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_names_the_member_somebody_stands_for(
    client: Client,
    cast: Cast,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """In one query, however many stand for a member."""
    for n in range(rows):
        person = make_registration(
            delegation=cast.delegation,
            full_name=f"Lin {n}",
            state="approved",
            stands_for=cast.borealis,
        )
        actions.issue(person, actor=cast.rosa)
    shown = list(lists.BADGES.load(Badge.objects.all()))
    with django_assert_num_queries(0):
        assert {lists.organisation(badge) for badge in shown} == {"Borealis"}
        assert not any(badge.is_outdated for badge in shown)
