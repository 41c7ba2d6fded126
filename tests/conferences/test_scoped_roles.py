"""What a registrar of a category and an officer of a co-organiser do, and the row.

That they read nothing else: tests/security/test_scopes.py.
"""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from hemicycle.badges import actions as badges
from hemicycle.badges.models import Badge
from hemicycle.conferences import actions
from hemicycle.conferences.models import (
    Category,
    CoOrganiser,
    Hat,
    Role,
    RoleOffer,
    Signatory,
)
from hemicycle.delegations.actions.open import open_delegation
from hemicycle.delegations.models import Registration
from hemicycle.invitations.actions.answer import accept_invitation
from hemicycle.invitations.models import Invitation, Sending, SendingItem
from hemicycle.jobs.models import Job
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.ui.refusals import codes_of
from hemicycle.vetting.models import Decision
from tests.cast import (
    Cast,
    make_conference,
    make_organisation,
    make_registration,
    make_user,
)
from tests.conftest import sign_in
from tests.exports import exported

pytestmark = pytest.mark.django_db

# -- The row ---------------------------------------------------------------------------


def test_a_role_has_one_scope_and_only_one_that_its_hat_can_have(cast: Cast) -> None:
    organiser = cast.signatory.co_organiser
    for hat, parts in (
        (Hat.REGISTRAR, {"category": cast.guest, "co_organiser": organiser}),
        (Hat.CHIEF, {"category": cast.guest}),
        (Hat.CHIEF, {"co_organiser": organiser}),
        (Hat.PROTOCOL, {"category": cast.guest}),
        (Hat.STEWARD, {"category": cast.guest}),
    ):
        for model in (Role, RoleOffer):
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.create(
                    conference=cast.conference, user=cast.eve, hat=hat, **parts
                )


def test_the_same_role_is_there_once_for_each_scope(cast: Cast) -> None:
    for parts in (
        {},
        {"category": cast.guest},
        {"category": cast.representative},
        {"co_organiser": cast.signatory.co_organiser},
    ):
        wanted = {"conference": cast.conference, "user": cast.eve, "hat": "registrar"}
        Role.objects.create(**wanted, **parts)
        with pytest.raises(IntegrityError), transaction.atomic():
            Role.objects.create(**wanted, **parts)
        with pytest.raises(ValidationError):
            Role(**wanted, **parts).full_clean()
    assert Role.objects.filter(user=cast.eve).count() == 4


def test_a_scope_belongs_to_the_conference_of_the_role(cast: Cast) -> None:
    elsewhere = make_conference(slug="other-2020").categories.get(code="GUE")
    with pytest.raises(ValidationError) as refusal:
        actions.offer_role(
            cast.conference,
            email="new@example.org",
            hat=Hat.REGISTRAR,
            category=elsewhere,
            seen="",
            actor=cast.clara,
        )
    assert codes_of(refusal.value) == ["other-conference"]


def test_a_category_with_a_role_is_not_removed(cast: Cast) -> None:
    """Its registrar would be left with the whole conference."""
    Role.objects.create(
        conference=cast.conference, user=cast.eve, hat="registrar", category=cast.guest
    )
    with pytest.raises(ValidationError) as refusal:
        actions.remove(cast.guest, actor=cast.clara)
    assert refusal.value.code == "in-use"
    assert Role.objects.get(user=cast.eve).category == cast.guest


def test_a_chief_assigns_a_role_of_a_part_and_its_person_accepts_it(
    client: Client, cast: Cast
) -> None:
    page = "/en/uncsc-2019/conference/roles/"
    chief = sign_in(client, cast.clara)
    wanted = {"email": cast.eve.email, "hat": "registrar", "scope": _key(cast.guest)}
    refused = chief.post(f"{page}assign/", wanted | {"hat": "press"})
    assert refused.status_code == 422
    look = chief.post(f"{page}assign/", wanted)
    sent = {"step": "send", "seen": look.context["preview"].fingerprint}
    assert "registrar, Guest of the secretariat" in look.content.decode()
    assert not RoleOffer.objects.exists()
    assert chief.post(f"{page}assign/", wanted | sent).status_code == 302
    offer = RoleOffer.objects.get()
    assert (offer.category, offer.co_organiser) == (cast.guest, None)
    role = actions.accept_role(offer, actor=cast.eve)
    assert (role.category, role.co_organiser) == (cast.guest, None)
    html = chief.get(page).content.decode()
    assert "Guest of the secretariat" in html


def _key(category: Category) -> str:
    return f"category.{category.pk}"


# -- What a registrar of a category does -----------------------------------------------


@pytest.fixture
def mele(cast: Cast) -> User:
    """Registrar of the guests."""
    user = make_user("Mele")
    Role.objects.create(
        conference=cast.conference, user=user, hat=Hat.REGISTRAR, category=cast.guest
    )
    User.objects.filter(pk=user.pk).update(needs_second_factor=True)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def two(cast: Cast) -> tuple[Registration, Registration]:
    """A guest and a representative, both confirmed, of one name."""
    fields = {"delegation": cast.delegation, "state": Registration.State.CONFIRMED}
    return (
        make_registration(
            category=cast.guest, email="a@example.org", name_key="k", **fields
        ),
        make_registration(email="b@example.org", name_key="k", **fields),
    )


def at(name: str, *args: Any) -> str:
    return reverse(name, args=["uncsc-2019", *args])


def test_lists_searches_and_counts_hold_what_is_of_the_part(
    client: Client, mele: User, two: tuple[Registration, Registration]
) -> None:
    guest, representative = two
    mine = sign_in(client, mele)
    for query in ("view=all", "view=all&q=Chen", "view=pending"):
        page = mine.get(f"{at('vetting:registrations')}?{query}").context["page"]
        assert [row.key for row in page.rows] == [guest.pk]
        assert {tab.count for tab in page.tabs} <= {"0", "1"}
    html = mine.get(at("vetting:registrations")).content.decode()
    assert "Aurora" not in html.partition('class="list')[0]  # no choice of delegations
    shown = mine.get(at("vetting:registration", guest.pk))
    assert list(shown.context["twins"]) == []
    assert representative.pk not in shown.content.decode()


def test_a_decision_takes_in_nobody_outside_the_part(
    client: Client, mele: User, two: tuple[Registration, Registration]
) -> None:
    guest, representative = two
    mine = sign_in(client, mele)
    looked = mine.post(
        at("vetting:decide"),
        {"id": [guest.pk, representative.pk], "verdict": "wait", "step": "look"},
    )
    assert [each.pk for each in looked.context["registrations"]] == [guest.pk]
    every = mine.post(
        at("vetting:decide"),
        {"all": "1", "query": "view=all", "verdict": "wait", "step": "look"},
    )
    assert [each.pk for each in every.context["registrations"]] == [guest.pk]


def test_an_export_holds_what_is_of_the_part(
    client: Client, mele: User, two: tuple[Registration, Registration]
) -> None:
    guest, _representative = two
    exported(sign_in(client, mele), "registrations-part", "view=all")
    assert Job.objects.get().arguments["keys"] == [guest.pk]


def test_the_desk_of_a_category_moves_nobody_out_of_its_reach(
    client: Client, cast: Cast, mele: User
) -> None:
    guest = make_registration(
        delegation=cast.delegation, category=cast.guest, email="a@example.org"
    )
    Category.objects.update(is_open=True)
    typed = {
        "full_name": guest.full_name, "email": guest.email, "part": "member",
        "language": "en", "category": cast.representative.pk,
    }  # fmt: skip
    page = at("delegations:correct", guest.pk)
    assert sign_in(client, mele).post(page, typed).status_code == 422
    guest.refresh_from_db()
    assert guest.category == cast.guest
    rosa = sign_in(Client(), cast.rosa)
    assert rosa.post(page, typed).status_code == 302


def test_two_registrars_of_one_category_decide_on_many(
    client: Client, cast: Cast, mele: User
) -> None:
    people = [
        make_registration(
            delegation=cast.delegation, category=cast.guest, full_name=f"Chen {n}",
            email=f"{n}@example.org", state=Registration.State.CONFIRMED,
        )
        for n in range(2)
    ]  # fmt: skip
    data: dict[str, Any] = {"id": [each.pk for each in people], "verdict": "wait"}
    mine = sign_in(client, mele)
    seen = mine.post(at("vetting:decide"), data | {"step": "look"}).context
    sent = data | {"step": "send", "seen": seen["preview"].fingerprint}
    assert mine.post(at("vetting:decide"), sent).status_code == 302
    decision = Decision.objects.get()
    ana, ben = make_user("Ana"), make_user("Ben")
    for user, category in ((ana, cast.guest), (ben, cast.representative)):
        Role.objects.create(
            conference=cast.conference, user=user, hat="registrar", category=category
        )
    page = at("vetting:decision", decision.pk)
    assert sign_in(Client(), ben).get(page).status_code == 404
    colleague = sign_in(Client(), ana)
    fingerprint = colleague.get(page).context["preview"].fingerprint
    approved = colleague.post(
        at("vetting:approve_decision", decision.pk), {"seen": fingerprint}
    )
    assert approved.status_code == 302
    decision.refresh_from_db()
    assert decision.approved_by == ana


def test_a_badge_outside_the_part_is_neither_seen_nor_printed(
    client: Client, cast: Cast, mele: User
) -> None:
    made = {}
    for category in (cast.guest, cast.representative):
        person = make_registration(
            delegation=cast.delegation, category=category,
            full_name=f"Chen {category.code}", state=Registration.State.APPROVED,
        )  # fmt: skip
        made[category.code] = badges.issue(person, actor=cast.rosa)
    mine = sign_in(client, mele)
    page = mine.get(at("badges:index")).context["page"]
    assert [row.key for row in page.rows] == [made["GUE"].pk]
    assert mine.get(at("badges:show", made["NGO"].pk)).status_code == 404
    mine.post(at("badges:print"), {"id": [badge.pk for badge in made.values()]})
    assert Job.objects.get().arguments["badges"] == [made["GUE"].pk]
    assert mine.post(at("badges:hand_out", made["GUE"].pk)).status_code == 302
    assert Badge.objects.get(pk=made["GUE"].pk).handed_out_at


# -- What an officer of a co-organiser does --------------------------------------------


@pytest.fixture
def denise(cast: Cast) -> User:
    """Protocol officer of the host city."""
    user = make_user("Denise")
    city = CoOrganiser.objects.create(
        conference=cast.conference, name={"en": "Host city"}, short_name="SLC"
    )
    Signatory.objects.create(
        conference=cast.conference, co_organiser=city, name="The Mayor",
        title={"en": "Mayor"},
    )  # fmt: skip
    Role.objects.create(
        conference=cast.conference, user=user, hat=Hat.PROTOCOL, co_organiser=city
    )
    User.objects.filter(pk=user.pk).update(needs_second_factor=True)
    return User.objects.get(pk=user.pk)


def invitation_of(cast: Cast, name: str, signatory: Signatory) -> Invitation:
    return Invitation.objects.create(
        conference=cast.conference, organisation=make_organisation(name),
        signatory=signatory, addressee="The President", email=f"{name}@example.org",
    )  # fmt: skip


def test_an_officer_invites_in_the_name_of_their_organiser_alone(
    client: Client, cast: Cast, denise: User
) -> None:
    mayor = Signatory.objects.get(name="The Mayor")
    mine = sign_in(client, denise)
    page = at("invitations:invite")
    form = mine.get(page).context["form"]
    assert list(form.fields["signatory"].queryset) == [mayor]
    typed = {
        "organisation": "Utah League", "country": "US", "addressee": "The President",
        "email": "league@example.org", "language": "en", "cap": 3,
    }  # fmt: skip
    refused = mine.post(page, typed | {"signatory": cast.signatory.pk})
    assert refused.status_code == 422
    assert not Invitation.objects.exists()
    assert mine.post(page, typed | {"signatory": mayor.pk}).status_code == 302
    assert Invitation.objects.get().signatory == mayor


def test_an_officer_sends_what_is_prepared_for_their_organiser(
    client: Client, cast: Cast, denise: User
) -> None:
    mayor = Signatory.objects.get(name="The Mayor")
    theirs = invitation_of(cast, "Cygnus", mayor)
    other = invitation_of(cast, "Draco", cast.signatory)
    mine = sign_in(client, denise)
    page = mine.get(at("invitations:index"))
    assert [row.key for row in page.context["page"].rows] == [theirs.pk]
    assert page.context["unsent"] == 1
    new = mine.get(at("invitations:new_sending"))
    assert [row.name for row in new.context["rows"]] == ["The President"]
    seen = new.context["preview"].fingerprint
    sent = mine.post(at("invitations:new_sending"), {"step": "send", "seen": seen})
    assert sent.status_code == 302
    assert [item.invitation for item in SendingItem.objects.all()] == [theirs]
    for name in ("show", "edit"):
        assert mine.get(at(f"invitations:{name}", other.pk)).status_code == 404
    for name in ("send", "withdraw"):
        assert mine.post(at(f"invitations:{name}", other.pk)).status_code == 404
    assert Sending.objects.count() == 1


def test_the_delegation_that_came_of_an_invitation_is_its_organisers(
    client: Client, cast: Cast, denise: User
) -> None:
    mayor = Signatory.objects.get(name="The Mayor")
    invitation = invitation_of(cast, "Cygnus", mayor)
    Invitation.objects.update(state="sent", sent_at=clock.now(), email=cast.eve.email)
    invitation.refresh_from_db()
    delegation = accept_invitation(invitation, actor=cast.eve)
    assert delegation.co_organiser == mayor.co_organiser
    member = make_registration(delegation=delegation, full_name="Ada")
    alone = make_registration(delegation=cast.delegation, full_name="Bea")
    mine = sign_in(client, denise)
    assert mine.get(at("delegations:show", delegation.pk)).status_code == 200
    assert mine.get(at("delegations:show", cast.delegation.pk)).status_code == 404
    page = mine.get(f"{at('vetting:registrations')}?view=all").context["page"]
    assert [row.key for row in page.rows] == [member.pk]
    assert mine.get(at("vetting:registration", alone.pk)).status_code == 404


def test_the_first_organiser_whose_invitation_is_accepted_keeps_the_delegation(
    cast: Cast, denise: User
) -> None:
    city = CoOrganiser.objects.get(short_name="SLC")
    opened = open_delegation(cast.conference, cast.borealis, actor=None)
    assert opened.co_organiser is None
    for organiser in (city, cast.signatory.co_organiser):
        opened = open_delegation(
            cast.conference, cast.borealis, co_organiser=organiser, actor=None
        )
        assert opened.co_organiser == city
