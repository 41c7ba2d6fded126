"""A person registers alone; the focal point takes them in or sends them back."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.test import Client

from hemicycle.conferences.models import Category
from hemicycle.delegations import actions
from hemicycle.delegations.actions.register import MOST_OF_ONE_ACCOUNT
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.journal.models import Entry
from hemicycle.organisations.models import Accreditation
from hemicycle.post.models import Email
from hemicycle.ui.refusals import codes_of
from tests.cast import Cast, make_registration
from tests.conftest import sign_in
from tests.delegations.test_confirm import details
from tests.delegations.test_nominate import page, person, vetted

State = Registration.State
REGISTER = "/en/uncsc-2019/delegations/register/"


def ask(client: Client, cast: Cast) -> Registration:
    """Eve registers and names Aurora."""
    sign_in(client, cast.eve)
    client.post(
        REGISTER,
        {"full_name": "Eve", "organisation": cast.aurora.pk, "relation": "Volunteer"},
    )
    registration = Registration.objects.get()
    client.post(person(registration, "confirm"), details(full_name="Eve", notices=""))
    registration.refresh_from_db()
    return registration


def test_an_accredited_organisation_is_found_in_any_spelling(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.eve)
    assert "Aurora" in client.get(f"{REGISTER}?q=áurora").content.decode()
    html = client.get(f"{REGISTER}?q=borealis").content.decode()
    assert f"organisation={cast.borealis.pk}" in html
    Accreditation.objects.filter(organisation=cast.borealis).update(state="refused")
    html = client.get(f"{REGISTER}?q=borealis").content.decode()
    assert "No accredited organisation has this name." in html
    response = client.post(
        REGISTER, {"full_name": "Eve", "organisation": cast.borealis.pk}
    )
    # An address typed by hand: taken as coming without an organisation.
    assert response.status_code == 302
    assert Registration.objects.get().delegation is None


def test_who_names_an_organisation_waits_for_its_focal_point(
    client: Client, cast: Cast
) -> None:
    registration = ask(client, cast)
    assert registration.is_asking
    assert registration.delegation == cast.delegation
    assert registration.nationality == "CN"
    assert Delegation.objects.get().taken == 0
    letter = Email.objects.get()
    assert (letter.to, letter.template) == ("amina@example.org", "delegations/asked")
    focal = sign_in(Client(), cast.amina)
    html = focal.get(page(cast)).content.decode()
    assert "Waiting for your answer" in html
    assert focal.post(person(registration, "admit")).status_code == 302
    registration.refresh_from_db()
    assert (registration.state, registration.nominated_by) == (
        State.NOMINATED,
        cast.amina,
    )
    assert Delegation.objects.get().taken == 1
    # All that is left is to accept, with everything typed still there.
    html = client.get(person(registration, "confirm")).content.decode()
    assert 'value="LIN YAN"' in html
    client.post(person(registration, "confirm"), details(full_name="Eve"))
    registration.refresh_from_db()
    assert registration.state == State.CONFIRMED


def test_a_returned_request_says_why_and_can_name_another(
    client: Client, cast: Cast
) -> None:
    registration = ask(client, cast)
    focal = sign_in(Client(), cast.amina)
    assert focal.post(person(registration, "send-back"), {}).status_code == 200
    focal.post(person(registration, "send-back"), {"reason": "We do not know you."})
    registration.refresh_from_db()
    assert not registration.is_asking
    letter = Email.objects.filter(template="delegations/returned").get()
    assert "We do not know you." in letter.body
    assert client.get(REGISTER).url == person(registration, "draft")  # type: ignore[attr-defined]
    html = client.get(person(registration, "draft")).content.decode()
    assert "We do not know you." in html
    client.post(
        person(registration, "draft"),
        {"full_name": "Eve", "organisation": "none", "affiliation": "Freelance"},
    )
    client.post(person(registration, "confirm"), details(full_name="Eve"))
    registration.refresh_from_db()
    assert (registration.state, registration.delegation, registration.affiliation) == (
        State.CONFIRMED,
        None,
        "Freelance",
    )


def test_without_an_organisation_a_person_registers_in_one_go(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.eve)
    client.post(REGISTER, {"full_name": "Eve", "organisation": "none"})
    registration = Registration.objects.get()
    assert registration.state == State.DRAFT
    client.post(person(registration, "confirm"), details(full_name="Eve"))
    registration.refresh_from_db()
    assert registration.state == State.CONFIRMED
    assert [e.verb for e in Entry.objects.about(registration)] == [
        "confirmed",
        "registered",
        "started registration",
    ]


def test_one_account_registers_a_family_and_no_crowd(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.eve)
    for number in range(MOST_OF_ONE_ACCOUNT):
        answer = client.post(REGISTER, {"full_name": f"Eve {number}"})
        assert answer.status_code == 302
    refused = client.post(REGISTER, {"full_name": "One more"})
    assert refused.status_code == 422
    assert refused.context["form"].has_error(NON_FIELD_ERRORS, "too-many")
    own = Registration.objects.filter(user=cast.eve)
    assert own.count() == MOST_OF_ONE_ACCOUNT
    # What has ended does not count.
    Registration.objects.filter(full_name="Eve 0").update(state="withdrawn")
    assert client.post(REGISTER, {"full_name": "Another"}).status_code == 302


def test_a_full_delegation_takes_nobody_in(client: Client, cast: Cast) -> None:
    registration = ask(client, cast)
    Delegation.objects.update(cap=0)
    focal = sign_in(Client(), cast.amina)
    html = focal.post(person(registration, "admit"), follow=True).content.decode()
    assert "The delegation has no places left." in html
    registration.refresh_from_db()
    assert registration.is_asking


@pytest.mark.parametrize("who", ["bruno", "lin", "paul"])
def test_only_the_focal_point_answers(client: Client, cast: Cast, who: str) -> None:
    registration = ask(client, cast)
    other = sign_in(Client(), getattr(cast, who))
    for verb in ("admit", "send-back"):
        response = other.post(person(registration, verb), {"reason": "x"})
        assert response.status_code == 404
    assert client.post(person(registration, "admit")).status_code == 403
    registration.refresh_from_db()
    assert registration.is_asking


def test_who_is_nominated_already_is_led_there(client: Client, cast: Cast) -> None:
    registration = make_registration(
        delegation=cast.delegation, full_name="Lin", email="lin@example.org"
    )
    sign_in(client, cast.lin)
    assert client.get(REGISTER).url == person(registration)  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["amina", "petra"])
def test_a_draft_is_its_persons_until_it_is_sent(
    client: Client, cast: Cast, who: str
) -> None:
    """Neither the organisation it names nor the protocol reads along; returned, it is
    its person's again."""
    sign_in(client, cast.eve)
    client.post(REGISTER, {"full_name": "Eve", "organisation": cast.aurora.pk})
    registration = Registration.objects.get()
    reader = sign_in(Client(), getattr(cast, who))
    assert reader.get(person(registration), follow=True).status_code == 404
    assert reader.get(person(registration, "send-back")).status_code == 404
    client.post(person(registration, "confirm"), details(full_name="Eve", notices=""))
    assert reader.get(person(registration), follow=True).status_code == 200
    focal = sign_in(Client(), cast.amina)
    response = focal.post(person(registration, "send-back"), {"reason": "Who?"})
    assert response["Location"] == page(cast)
    assert reader.get(person(registration), follow=True).status_code == 404
    assert client.get(person(registration)).status_code == 200
    listed = sign_in(Client(), cast.petra).get(
        "/en/uncsc-2019/vetting/registrations/?view=all"
    )
    assert "Eve" not in listed.content.decode()
    # The desk helps with it, and says so on its list.
    rosa = sign_in(Client(), cast.rosa)
    assert rosa.get(vetted(registration)).status_code == 200


def test_who_discards_an_own_draft_is_not_promised_an_e_mail(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.eve)
    client.post(REGISTER, {"full_name": "Eve", "organisation": cast.aurora.pk})
    registration = Registration.objects.get()
    response = client.post(person(registration, "withdraw"), follow=True)
    sentences = [str(message) for message in response.context["messages"]]
    assert sentences == ["Draft discarded. Nothing was sent."]
    assert not Email.objects.filter(thing_id=registration.pk).exists()


def test_no_category_is_guessed_for_who_registers_alone(
    client: Client, cast: Cast
) -> None:
    """With two open ones the first would be taken unseen: it may take no place."""
    press = Category.objects.create(
        conference=cast.conference, code="PRE", name={"en": "Press"},
        counts_in_delegation=False,
    )  # fmt: skip
    sign_in(client, cast.eve)
    typed = {"full_name": "Eve", "organisation": cast.aurora.pk, "relation": "Staff"}
    page = client.get(f"{REGISTER}?organisation={cast.aurora.pk}")
    assert not page.context["form"]["category"].value()
    asked = client.post(REGISTER, typed)
    assert asked.status_code == 422
    assert list(asked.context["form"].errors) == ["category"]
    assert not Registration.objects.exists()
    closed = client.post(REGISTER, typed | {"category": cast.guest.pk})
    assert closed.status_code == 422
    client.post(REGISTER, typed | {"category": cast.representative.pk})
    registration = Registration.objects.get()
    assert registration.category == cast.representative
    # The draft shows the own choice, and can be changed.
    address = f"/en/uncsc-2019/delegations/registrations/{registration.pk}/draft/"
    shown = client.get(address).context["form"]
    assert shown["category"].value() == cast.representative.pk
    client.post(address, typed | {"category": press.pk})
    registration.refresh_from_db()
    assert registration.category == press
    with pytest.raises(ValidationError) as refusal:
        actions.register.begin(
            cast.conference, {"full_name": "Bo"}, organisation=None, actor=cast.bruno
        )
    assert codes_of(refusal.value) == ["category-missing"]
