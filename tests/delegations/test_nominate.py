"""Step 2: the focal point's page, one person at a time."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.conferences.models import Window
from hemicycle.delegations import mail
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.organisations.models import Accreditation
from hemicycle.people.models import Link
from hemicycle.post.models import MASK, Email
from hemicycle.tables.models import Import
from tests.cast import Cast, make_registration
from tests.conftest import look_and_send, sign_in

State = Registration.State


def page(cast: Cast, *more: str) -> str:
    parts = "/".join([cast.delegation.pk, *more])
    return f"/en/uncsc-2019/delegations/{parts}/"


def table_page(cast: Cast) -> str:
    return f"/en/uncsc-2019/lists/imports/new/people/{cast.delegation.pk}/"


def person(registration: Registration, *more: str) -> str:
    parts = "/".join([registration.pk, *more])
    return f"/en/uncsc-2019/delegations/registrations/{parts}/"


def vetted(registration: Registration, *path: str) -> str:
    """The same person's page at the registration desk, or something below it."""
    parts = "/".join([registration.pk, *path])
    return f"/en/uncsc-2019/vetting/registrations/{parts}/"


CHEN = {
    "full_name": "Chen Wei",
    "email": "Chen@Example.org",
    "part": "head",
    "functional_title": "Director",
    "relation": "Staff",
    "language": "en",
}


def test_a_nomination_takes_a_place_and_writes_to_the_person(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    response = client.post(page(cast, "registrations"), CHEN)
    assert response.status_code == 302
    registration = Registration.objects.get()
    assert (registration.full_name, registration.email) == (
        "Chen Wei",
        "chen@example.org",
    )
    assert registration.state == State.NOMINATED
    assert registration.nominated_by == cast.amina
    assert Delegation.objects.get().taken == 1
    assert Entry.objects.about(registration).get().verb == "nominated"
    letter = Email.objects.get()
    assert letter.to == "chen@example.org"
    assert MASK in letter.body
    assert "/l/" not in letter.body
    assert "/l/" in letter.full_body()
    assert Link.objects.get().path == person(registration, "confirm")
    html = client.get(page(cast)).content.decode()
    assert "39 places left of 40" in html
    assert "Chen Wei" in html
    assert "We have sent an e-mail to chen@example.org" in html


def test_a_full_delegation_says_so_and_changes_nothing(
    client: Client, cast: Cast
) -> None:
    Delegation.objects.update(cap=0)
    sign_in(client, cast.amina)
    response = client.post(page(cast, "registrations"), CHEN)
    html = response.content.decode()
    assert "The delegation has no places left." in html
    assert 'value="Chen Wei"' in html
    assert 'value="Director"' in html
    assert list(Registration.objects.all()) == []
    assert list(Entry.objects.filter(verb="nominated")) == []
    assert list(Email.objects.all()) == []


def test_the_same_submission_twice_is_stored_once(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    sent = CHEN | {"submission": "k" * 22}
    for _time in range(2):
        assert client.post(page(cast, "registrations"), sent).status_code == 302
    assert Registration.objects.count() == 1
    assert Delegation.objects.get().taken == 1


def test_the_same_person_twice_is_refused_at_the_name(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    client.post(page(cast, "registrations"), CHEN)
    again = CHEN | {"full_name": "WEI Chén", "part": "member"}
    html = client.post(page(cast, "registrations"), again).content.decode()
    assert "This person is already in your delegation." in html
    assert Registration.objects.count() == 1
    assert Delegation.objects.get().taken == 1


def test_two_people_may_share_an_address(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    client.post(page(cast, "registrations"), CHEN)
    client.post(
        page(cast, "registrations"), CHEN | {"full_name": "Lu Yan", "part": "member"}
    )
    assert Registration.objects.count() == 2


def test_there_is_one_head(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    client.post(page(cast, "registrations"), CHEN)
    second = CHEN | {"full_name": "Lu Yan", "email": "lu@example.org"}
    html = client.post(page(cast, "registrations"), second).content.decode()
    assert "This delegation already has a head." in html
    assert [r.full_name for r in Registration.objects.all()] == ["Chen Wei"]


def test_nobody_is_nominated_after_the_grace(client: Client, cast: Cast) -> None:
    window = Window.objects.get(kind="nomination")
    window.closes_at = window.opens_at.replace(month=4)
    window.save()
    sign_in(client, cast.amina)
    html = client.post(page(cast, "registrations"), CHEN).content.decode()
    assert "This was open until" in html
    assert list(Registration.objects.all()) == []


@pytest.mark.parametrize("who", ["eve", "sam", "lin", "bruno", "paul"])
def test_outsiders_find_nothing(client: Client, cast: Cast, who: str) -> None:
    registration = make_registration(delegation=cast.delegation)
    sign_in(client, getattr(cast, who))
    for address in (
        page(cast),
        table_page(cast),
        person(registration),
        person(registration, "confirm"),
        person(registration, "correct"),
        person(registration, "substitute"),
    ):
        assert client.get(address).status_code == 404, address
    for address in (
        page(cast, "registrations"),
        person(registration, "withdraw"),
        person(registration, "remind"),
        person(registration, "admit"),
    ):
        assert client.post(address, CHEN).status_code == 404, address
    registration.refresh_from_db()
    assert registration.state == State.NOMINATED


def test_protocol_reads_and_does_not_write(client: Client, cast: Cast) -> None:
    registration = make_registration(delegation=cast.delegation)
    sign_in(client, cast.petra)
    assert client.get(page(cast)).status_code == 200
    assert client.post(page(cast, "registrations"), CHEN).status_code == 403
    assert client.post(person(registration, "withdraw")).status_code == 403
    assert Registration.objects.get().state == State.NOMINATED


def test_another_fields_than_the_forms_change_nothing(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    sent = CHEN | {
        "state": "approved",
        "holds_conference": "on",
        "user": cast.amina.pk,
        "code": "AAAAAAAA",
        "conference": "x",
        "delegation": "y",
        "confirmed_at": "2019-08-01",
    }
    client.post(page(cast, "registrations"), sent)
    registration = Registration.objects.get()
    assert registration.state == State.NOMINATED
    assert registration.user is None
    assert registration.code != "AAAAAAAA"
    assert registration.confirmed_at is None
    assert not registration.holds_conference


def test_a_correction_moves_the_letter_to_the_new_address(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    client.post(page(cast, "registrations"), CHEN)
    registration = Registration.objects.get()
    changed = CHEN | {"email": "wei@example.org", "full_name": "Chen Wěi"}
    response = client.post(person(registration, "correct"), changed)
    assert response.status_code == 302
    registration.refresh_from_db()
    assert (registration.full_name, registration.email) == (
        "Chen Wěi",
        "wei@example.org",
    )
    assert sorted(Email.objects.values_list("to", "template")) == [
        ("chen@example.org", "delegations/nominated"),
        ("chen@example.org", "delegations/removed"),
        ("wei@example.org", "delegations/nominated"),
    ]


def test_withdrawing_gives_the_place_back(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    client.post(page(cast, "registrations"), CHEN)
    registration = Registration.objects.get()
    client.post(person(registration, "withdraw"), {"reason": "Ill"})
    registration.refresh_from_db()
    assert registration.state == State.WITHDRAWN
    assert Delegation.objects.get().taken == 0
    entry = Entry.objects.about(registration).first()
    assert entry is not None
    assert (entry.verb, entry.reason) == ("withdrew", "Ill")
    # The same person may come back.
    client.post(page(cast, "registrations"), CHEN)
    assert Delegation.objects.get().taken == 1


@pytest.mark.parametrize("who", ["amina", "lin"])
def test_a_reason_that_is_too_long_is_refused_and_kept(
    client: Client, cast: Cast, who: str
) -> None:
    registration = make_registration(
        delegation=cast.delegation, user=cast.lin, state=State.CONFIRMED
    )
    sign_in(client, getattr(cast, who))
    reason = "Ill. " * 401
    response = client.post(person(registration, "withdraw"), {"reason": reason})
    assert response.status_code == 422
    html = response.content.decode()
    assert f'value="{reason}"' in html
    assert "Withdraw this registration" in html
    registration.refresh_from_db()
    assert registration.state == State.CONFIRMED
    client.post(person(registration, "withdraw"), {"reason": reason[:2000]})
    registration.refresh_from_db()
    assert registration.state == State.WITHDRAWN


def test_the_letter_is_written_again_once_a_minute(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    client.post(page(cast, "registrations"), CHEN)
    registration = Registration.objects.get()
    address = person(registration, "remind")
    shown = client.get(address).context["preview"].draft
    client.post(address)
    client.post(address, {"step": "send", "seen": "0" * 64})
    assert Email.objects.count() == 1
    look_and_send(client, address)
    assert Email.objects.count() == 2
    assert {email.body for email in Email.objects.all()} == {shown.body}


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(people):
        make_registration(delegation=cast.delegation, full_name=f"Person {n}")
        make_registration(
            delegation=cast.delegation,
            full_name=f"Asking {n}",
            state=State.DRAFT,
            asked_at=cast.delegation.created_at,
        )
    sign_in(client, cast.amina)
    client.get(page(cast))
    # Session, user, conference; the delegation, and who leads it; the window; who asks;
    # places by state, and those taken for umbrellas. Of the members: whether anybody
    # stands for another, the journal's newest entry, which, and the rows.
    with django_assert_num_queries(14):
        client.get(page(cast))


@pytest.mark.parametrize("others", [1, 3])
def test_a_nomination_costs_the_same_in_a_small_and_a_larger_delegation(
    client: Client,
    cast: Cast,
    others: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(others):
        make_registration(delegation=cast.delegation, full_name=f"Person {n}")
    sign_in(client, cast.amina)
    with django_assert_num_queries(21):
        client.post(page(cast, "registrations"), CHEN | {"submission": "k" * 22})


def test_a_refused_organisation_sends_nobody(client: Client, cast: Cast) -> None:
    Accreditation.objects.update_or_create(
        conference=cast.conference,
        organisation=cast.delegation.organisation,
        defaults={"state": Accreditation.State.REFUSED},
    )
    sign_in(client, cast.amina)
    html = client.post(page(cast, "registrations"), CHEN).content.decode()
    assert "This organisation was not accredited" in html
    assert 'value="Chen Wei"' in html
    assert Registration.objects.count() == 0
    client.post(table_page(cast), {"pasted": "Full name\nAda\nBo"})
    table = Import.objects.get()
    sent = {"accept": "1", "category": cast.representative.pk, "row": ["2", "3"]}
    address = f"/en/uncsc-2019/lists/imports/{table.pk}/rows/"
    html = client.post(address, sent, follow=True).content.decode()
    assert "Row 2: This organisation was not accredited" in html
    assert Registration.objects.count() == 0
    asking = make_registration(
        delegation=cast.delegation, state=State.DRAFT, asked_at=clock.now()
    )
    html = client.post(person(asking, "admit"), follow=True).content.decode()
    assert "This organisation was not accredited" in html
    asking.refresh_from_db()
    assert asking.state == State.DRAFT


def test_a_letter_names_a_person_in_the_script_of_its_language(cast: Cast) -> None:
    for own_script, language, name in (
        ("مريم درويش", "ar", "مريم درويش"),
        ("مريم درويش", "en", "Mariam Darwish"),
        ("王秀兰", "ar", "Mariam Darwish"),
        ("", "ar", "Mariam Darwish"),
    ):
        registration = make_registration(
            delegation=cast.delegation,
            full_name="Mariam Darwish",
            own_script=own_script,
            email=f"{len(own_script)}{language}@example.org",
        )
        email = mail.draft("delegations/confirmed", registration, language=language)
        assert name in email.body
