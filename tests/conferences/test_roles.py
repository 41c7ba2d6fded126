"""A role is offered, starts when accepted, and ends with an e-mail."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hemicycle.conferences import actions
from hemicycle.conferences.models import Role, RoleOffer
from hemicycle.people.models import User
from hemicycle.post.models import Email
from tests.cast import Cast, make_conference, make_user
from tests.conftest import look_and_send, sign_in

ROLES = "/en/uncsc-2019/conference/roles/"
MINE = "/en/account/roles/"
BASICS = "/en/uncsc-2019/conference/"


@pytest.fixture
def chief(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.clara)


ASSIGN = f"{ROLES}assign/"


def offer(chief: Client, email: str, hat: str = "registrar", **more: str) -> Any:
    return look_and_send(chief, ASSIGN, {"email": email, "hat": hat, **more})


def test_a_role_starts_when_it_is_accepted(chief: Client, cast: Cast) -> None:
    assert offer(chief, "New@example.org").status_code == 302
    user = User.objects.get(email="new@example.org")
    role = RoleOffer.objects.get(user=user)
    assert not user.needs_second_factor
    assert not Role.objects.filter(user=user).exists()
    email = Email.objects.get(template="conferences/role")
    assert email.to == "new@example.org"
    assert MINE in email.body
    new = sign_in(Client(), user)
    assert new.get(BASICS).status_code == 404
    assert new.post(f"{MINE}{role.pk}/accept/").status_code == 302
    user.refresh_from_db()
    assert not RoleOffer.objects.exists()
    assert user.needs_second_factor
    assert sign_in(Client(), user).get(BASICS).status_code == 200


def test_an_offer_changes_nothing_for_somebody_who_works_elsewhere(
    chief: Client, cast: Cast
) -> None:
    other = make_conference(slug="other-2020")
    olga = make_user("Olga", other, "chief")
    theirs = sign_in(Client(), olga)
    offer(chief, olga.email)
    assert theirs.get("/en/other-2020/conference/").status_code == 200
    actions.accept_role(RoleOffer.objects.get(user=olga), actor=olga)
    assert theirs.get("/en/other-2020/conference/").status_code == 200
    chief.post(f"{ROLES}{Role.objects.get(user=olga, hat='registrar').pk}/remove/")
    assert theirs.get("/en/other-2020/conference/").status_code == 200
    olga.refresh_from_db()
    assert olga.needs_second_factor


def test_an_offer_may_be_declined_by_its_person_alone(
    chief: Client, cast: Cast
) -> None:
    offer(chief, cast.eve.email)
    role = RoleOffer.objects.get(user=cast.eve)
    assert chief.post(f"{MINE}{role.pk}/decline/").status_code == 404
    for verb in (actions.accept_role, actions.decline_role):
        with pytest.raises(ValidationError) as refusal:
            verb(role, actor=cast.clara)
        assert refusal.value.code == "not-yours"
    assert sign_in(Client(), cast.eve).post(f"{MINE}{role.pk}/decline/")
    assert not RoleOffer.objects.filter(user=cast.eve).exists()


def test_the_same_role_is_offered_once(chief: Client, cast: Cast) -> None:
    offer(chief, "new@example.org")
    assert offer(chief, "new@EXAMPLE.org").status_code == 422
    assert User.objects.filter(email="new@example.org").count() == 1
    assert Email.objects.filter(template="conferences/role").count() == 1


def test_a_removed_role_ends_at_once_with_an_e_mail_and_the_demand(
    chief: Client, cast: Cast
) -> None:
    rosa = sign_in(Client(), cast.rosa)
    role = Role.objects.get(user=cast.rosa)
    assert rosa.get(BASICS).status_code == 200
    page = f"{ROLES}{role.pk}/remove/"
    shown = chief.get(page).context["preview"].draft
    chief.post(page)
    chief.post(page, {"step": "send", "seen": "0" * 64})
    assert Role.objects.filter(pk=role.pk).exists()
    assert not Email.objects.exists()
    look_and_send(chief, page)
    assert not Role.objects.filter(pk=role.pk).exists()
    assert Email.objects.get().body == shown.body
    assert rosa.get(BASICS).status_code == 404
    assert rosa.get(MINE).status_code == 200  # still signed in
    cast.rosa.refresh_from_db()
    assert not cast.rosa.needs_second_factor
    assert Email.objects.get(template="conferences/role").to == cast.rosa.email


def test_the_last_chief_stays_and_an_offer_is_no_second_one(
    chief: Client, cast: Cast
) -> None:
    role = Role.objects.get(user=cast.clara)
    offer(chief, cast.eve.email, "chief")
    with pytest.raises(ValidationError) as refusal:
        actions.remove_role(role, seen="", actor=cast.clara)
    assert refusal.value.code == "last-chief"
    actions.accept_role(RoleOffer.objects.get(user=cast.eve), actor=cast.eve)
    seen = actions.email_of_removal(role).fingerprint
    actions.remove_role(role, seen=seen, actor=cast.eve)
    assert not Role.objects.filter(user=cast.clara).exists()


def test_a_role_of_another_conference_is_not_found(chief: Client, cast: Cast) -> None:
    other = make_conference(slug="other-2020")
    role = Role.objects.create(conference=other, user=cast.eve, hat="steward")
    assert chief.post(f"{ROLES}{role.pk}/remove/").status_code == 404
    assert Role.objects.filter(pk=role.pk).exists()
