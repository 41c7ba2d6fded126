"""The page of roles: who has which, for what; changed, offered again; what each may."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from hemicycle.conferences import actions, rights
from hemicycle.conferences.models import Hat, Role, RoleOffer
from hemicycle.conferences.policy import Right
from hemicycle.delegations import states as delegations
from hemicycle.invitations import states as invitations
from hemicycle.lib import clock
from hemicycle.people.models import AuthenticatorApp, Passkey, User
from hemicycle.post.models import Email
from hemicycle.ui.refusals import codes_of
from hemicycle.vetting import states as vetting
from tests.cast import Cast, make_user
from tests.conferences.test_roles import offer
from tests.conftest import look_and_send, sign_in

pytestmark = pytest.mark.django_db

ROLES = "/en/uncsc-2019/conference/roles/"


@pytest.fixture
def chief(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.clara)


def names(chief: Client, query: str = "") -> list[str]:
    page = chief.get(f"{ROLES}?{query}").context["page"]
    return [row.name for row in page.rows]


def test_roles_stand_in_the_order_of_responsibility(chief: Client, cast: Cast) -> None:
    Role.objects.create(
        conference=cast.conference, user=cast.eve, hat="registrar", category=cast.guest
    )
    assert names(chief) == [
        "Clara", "Rosa", "Ravi", "Eve", "Petra", "Paul", "Dina", "Sam",
    ]  # fmt: skip
    assert names(chief, "q=registrar") == ["Rosa", "Ravi", "Eve"]
    assert names(chief, "q=petra@") == ["Petra"]
    assert names(chief, "role=steward") == ["Sam"]
    assert names(chief, "scope=category") == ["Eve"]
    assert names(chief, "view=co-organisers") == []
    assert "Guest of the secretariat" in chief.get(ROLES).content.decode()


def test_a_row_says_how_its_person_signs_in_and_since_when_not(
    chief: Client, cast: Cast
) -> None:
    now = clock.real_now()
    for user, days in ((cast.rosa, 1), (cast.ravi, 91)):
        User.objects.filter(pk=user.pk).update(last_login=now - timedelta(days=days))
    AuthenticatorApp.objects.create(
        user=cast.rosa, sealed_secret=b"x", confirmed_at=now
    )
    AuthenticatorApp.objects.create(user=cast.ravi, sealed_secret=b"x")  # only begun
    Passkey.objects.create(user=cast.petra, name="phone", credential_id="a")
    page = chief.get(ROLES).context["page"]
    html = {row.name: str(row.html) for row in page.rows}
    assert "Code by app" in html["Rosa"]
    assert "Passkey" in html["Petra"]
    assert "Not set up" in html["Ravi"]
    assert 'class="state wait flag"' not in html["Rosa"]
    assert html["Ravi"].count('class="state wait flag"') == 2
    assert "Never" in html["Petra"]
    assert names(chief, "last=long-ago") == ["Ravi"]
    assert "Rosa" not in names(chief, "last=never")


def test_the_menu_of_a_row_leads_to_what_can_be_done(chief: Client, cast: Cast) -> None:
    role = Role.objects.get(user=cast.rosa)
    page = chief.get(ROLES).context["page"]
    html = next(str(row.html) for row in page.rows if row.name == "Rosa")
    assert "Actions for <bdi>Rosa</bdi>" in html
    for address in (
        reverse("conferences:change-role", args=["uncsc-2019", role.pk]),
        reverse("conferences:remove-role", args=["uncsc-2019", role.pk]),
        f"/en/uncsc-2019/conference/second-factors/?user={cast.rosa.pk}",
    ):
        assert f'href="{address}"' in html
        assert chief.get(address).status_code == 200


def test_the_list_asks_as_often_for_one_person_as_for_many(
    chief: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (0, 3):
        for n in range(more):
            user = make_user(f"New{n}", cast.conference, "press")
            RoleOffer.objects.create(
                conference=cast.conference, user=user, hat="registrar"
            )
        chief.get(ROLES)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            chief.get(ROLES)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_offers_are_a_group_below_with_what_became_of_their_email(
    chief: Client, cast: Cast
) -> None:
    offer(chief, cast.eve.email, "help-desk")
    page = chief.get(ROLES).context["page"]
    assert [row.name for row in page.below] == ["Eve"]
    assert str(page.below_title) == "1 offered, not accepted yet"
    assert "Offered" in str(page.below[0].html)
    Email.objects.filter(template="conferences/role").update(state=Email.State.FAILED)
    page = chief.get(ROLES).context["page"]
    assert "E-mail not delivered" in str(page.below[0].html)
    assert chief.get(f"{ROLES}?q=rosa").context["page"].below == []


def test_an_offer_is_sent_again_or_withdrawn_on_its_page(
    chief: Client, cast: Cast
) -> None:
    offer(chief, cast.eve.email)
    made = RoleOffer.objects.get()
    page = f"/en/uncsc-2019/conference/role-offers/{made.pk}/"
    email = Email.objects.get()
    assert email.subject in chief.get(page).content.decode()
    answer = look_and_send(chief, f"{page}send/")
    assert codes_of_form(answer) == ["on-its-way"]
    Email.objects.update(state=Email.State.FAILED)
    assert f'href="{page}send/"' in chief.get(page).content.decode()
    assert chief.get(f"{page}send/").context["preview"].draft == email
    look_and_send(chief, f"{page}send/")
    email.refresh_from_db()
    assert email.state == Email.State.QUEUED
    assert Email.objects.count() == 1
    chief.post(f"{page}withdraw/")
    assert not RoleOffer.objects.exists()


def test_a_sentence_of_the_colleague_stands_in_the_previewed_email(
    chief: Client, cast: Cast
) -> None:
    note = "We met in Geneva; would you help us?"
    assert offer(chief, cast.eve.email, note=note).status_code == 302
    assert f"Clara writes: “{note}”" in Email.objects.get().body


def test_an_email_that_was_not_looked_at_is_not_sent(chief: Client, cast: Cast) -> None:
    typed = {"email": cast.eve.email, "hat": "press", "step": "send", "seen": "0" * 64}
    answer = chief.post(f"{ROLES}assign/", typed)
    assert answer.status_code == 422
    assert codes_of_form(answer) == ["changed"]
    assert not RoleOffer.objects.exists()
    assert not Email.objects.exists()


def codes_of_form(answer: Any) -> list[str]:
    data = answer.context["form"].errors.get_json_data()
    return [error["code"] for errors in data.values() for error in errors]


def test_a_role_is_changed_by_the_email_that_was_seen(
    chief: Client, cast: Cast
) -> None:
    role = Role.objects.get(user=cast.rosa)
    page = f"{ROLES}{role.pk}/"
    assert codes_of_form(chief.post(page, {"hat": "registrar"})) == ["unchanged"]
    typed = {"hat": "registrar", "scope": f"category.{cast.guest.pk}"}
    look = chief.post(page, typed)
    assert Role.objects.get(pk=role.pk).is_whole
    seen = look.context["preview"].fingerprint
    assert chief.post(page, typed | {"step": "send", "seen": seen}).status_code == 302
    role.refresh_from_db()
    assert role.category == cast.guest
    email = Email.objects.get()
    assert (email.to, "Guest of the secretariat" in email.body) == (
        cast.rosa.email, True,
    )  # fmt: skip
    rosa = sign_in(Client(), cast.rosa)
    assert rosa.get("/en/uncsc-2019/organisations/").status_code == 403


def test_nobody_changes_or_removes_their_own_role(chief: Client, cast: Cast) -> None:
    role = Role.objects.get(user=cast.clara)
    Role.objects.create(conference=cast.conference, user=cast.eve, hat=Hat.CHIEF)
    with pytest.raises(ValidationError) as refusal:
        actions.remove_role(role, seen="", actor=cast.clara)
    assert codes_of(refusal.value) == ["own-role"]
    with pytest.raises(ValidationError) as refusal:
        actions.change_role(role, hat="press", seen="", actor=cast.clara)
    assert codes_of(refusal.value) == ["own-role"]
    answer = look_and_send(chief, f"{ROLES}{role.pk}/remove/")
    assert codes_of_form(answer) == ["own-role"]
    assert Role.objects.filter(pk=role.pk, hat=Hat.CHIEF).exists()


def test_the_only_chief_is_not_made_anything_else(cast: Cast) -> None:
    role = Role.objects.get(user=cast.clara)
    with pytest.raises(ValidationError) as refusal:
        actions.change_role(role, hat="press", seen="", actor=cast.rosa)
    assert codes_of(refusal.value) == ["last-chief"]


def test_one_chief_alone_is_noticed(chief: Client, cast: Cast) -> None:
    assert chief.get(ROLES).context["is_one_chief"]
    Role.objects.create(conference=cast.conference, user=cast.eve, hat=Hat.CHIEF)
    assert not chief.get(ROLES).context["is_one_chief"]


# -- What each role may do -------------------------------------------------------------


def test_the_page_says_of_each_role_what_the_checks_say(cast: Cast) -> None:
    people = {hat: make_user(f"p-{hat}", cast.conference, hat) for hat in Hat.values}
    shown = {
        (row.words, hat): may
        for row in rights.rows()
        for hat, may in zip(Hat.values, row.allowed, strict=True)
    }
    asked = {
        (str(right.words), hat): right(people[hat], cast.conference)
        for right in rights.declared()
        for hat in Hat.values
    }
    assert shown == asked
    assert len(shown) > 8 * 20
    assert shown["Revoke badges", "help-desk"] is False
    assert shown["Edit the programme: sessions and who appears", "programme"] is True


def test_every_colleague_reads_it_and_no_one_else(cast: Cast) -> None:
    page = f"{ROLES}rights/"
    answer = sign_in(Client(), cast.sam).get(page)
    html = answer.content.decode()
    assert answer.status_code == 200
    missing = [row for row in answer.context["rows"] if row.words not in html]
    assert missing == []
    assert sign_in(Client(), cast.eve).get(page).status_code == 404


def test_roles_of_the_states_tables_are_declared_rights() -> None:
    """Who acts by a role, in any verb, acts by a right that the page shows."""
    by_no_role = {
        delegations.ANYONE, delegations.PERSON, delegations.FOCAL_POINT,
        delegations.FOCAL_POINT_FOR_UNREACHED, delegations.CLOCK, invitations.ADDRESSEE,
        # The desk, under a condition.
        delegations.DESK_FOR_OTHERS, delegations.DESK_FOR_UNREACHED,
    }  # fmt: skip
    verbs = (*delegations.VERBS, *vetting.VERBS, *invitations.VERBS)
    actors = {actor for verb in verbs for actor in verb.by} - by_no_role
    declared = list(rights.declared())
    for actor in actors:
        right = getattr(actor.acts, "__self__", None)
        assert isinstance(right, Right), actor.name
        assert any(right is each for each in declared), actor.name
    assert len(actors) == 3
