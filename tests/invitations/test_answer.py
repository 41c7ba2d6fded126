"""Answering an invitation: the link changes nothing, a button does, in time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hemicycle.conferences.models import Window
from hemicycle.delegations.models import Delegation
from hemicycle.invitations import actions, wording
from hemicycle.invitations.models import Invitation
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.organisations.models import Accreditation, FocalPoint
from hemicycle.people.models import User
from hemicycle.post.models import Email
from tests.cast import Cast, make_organisation, make_user
from tests.conftest import sign_in

BEFORE_THE_DEADLINE = datetime(2019, 8, 1, 12, tzinfo=UTC)
DEADLINE = datetime(2019, 8, 27, 6, 0, tzinfo=UTC)


@pytest.fixture
def nadia(cast: Cast) -> User:
    return make_user("Nadia")


@pytest.fixture
def invitation(cast: Cast, nadia: User) -> Invitation:
    invitation = Invitation.objects.create(
        conference=cast.conference,
        organisation=make_organisation("Cirrus", country="KE", kind="academic"),
        signatory=cast.signatory,
        addressee="Nadia Otieno",
        email="NADIA@example.org",
    )
    fresh = Invitation.objects.for_letter().get()
    return actions.invite.send_invitation(
        invitation, seen=wording.draft(fresh).fingerprint, actor=cast.petra
    )


def page(invitation: Invitation, path: str = "") -> str:
    return f"/en/uncsc-2019/invitations/{invitation.pk}/{path}"


def test_opening_it_changes_nothing_however_often(
    client: Client, cast: Cast, invitation: Invitation, nadia: User
) -> None:
    entries = Entry.objects.count()
    assert client.get(page(invitation)).status_code == 302  # to the sign-in
    sign_in(client, nadia)
    for _time in range(3):
        response = client.get(page(invitation))
        assert response.context["can_be_answered"]
    assert client.get(page(invitation, "accept/")).status_code == 405
    assert Entry.objects.count() == entries
    assert Invitation.objects.get().state == "sent"


def test_accepting_opens_the_delegation_with_its_cap_and_a_focal_point(
    client: Client, cast: Cast, invitation: Invitation, nadia: User
) -> None:
    sign_in(client, nadia)
    response = client.post(page(invitation, "accept/"))
    delegation = Delegation.objects.get(organisation__name="Cirrus")
    assert response["Location"] == reverse(
        "delegations:show", args=["uncsc-2019", delegation.pk]
    )
    assert (delegation.cap, delegation.cap_reason) == (
        100, {"en": "academic institutions"},
    )  # fmt: skip
    assert FocalPoint.objects.get(organisation=delegation.organisation).user == nadia
    assert (
        Accreditation.objects.get(organisation=delegation.organisation).state
        == "accredited"
    )
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_by) == ("accepted", nadia)
    letter = Email.objects.get(template="invitations/accepted")
    assert (letter.to, "delegation: 100." in letter.body) == (nadia.email, True)


@pytest.mark.parametrize("state", ["refused", "ended"])
def test_an_organisation_refused_meanwhile_accepts_nothing(
    client: Client, cast: Cast, invitation: Invitation, nadia: User, state: str
) -> None:
    Accreditation.objects.create(
        conference=cast.conference, organisation=invitation.organisation, state=state
    )
    sign_in(client, nadia)
    html = client.post(page(invitation, "accept/"), follow=True).content.decode()
    assert "This organisation was not accredited" in html
    assert Invitation.objects.get().state == "sent"
    assert not Delegation.objects.filter(organisation=invitation.organisation).exists()
    assert Accreditation.objects.get(organisation=invitation.organisation).state == (
        state
    )


def test_the_invitation_s_own_cap_wins(
    client: Client, cast: Cast, invitation: Invitation, nadia: User
) -> None:
    Invitation.objects.update(cap=3)
    sign_in(client, nadia)
    client.post(page(invitation, "accept/"))
    assert Delegation.objects.get(organisation__name="Cirrus").cap == 3


def test_declining_needs_a_reason_and_tells_the_secretariat(
    client: Client, cast: Cast, invitation: Invitation, nadia: User
) -> None:
    sign_in(client, nadia)
    empty = client.post(page(invitation, "decline/"), {"reason": "  "})
    assert empty.context["decline_form"].errors
    assert Invitation.objects.get().state == "sent"
    client.post(page(invitation, "decline/"), {"reason": "No funds for the journey."})
    invitation.refresh_from_db()
    assert (invitation.state, invitation.decline_reason) == (
        "declined", "No funds for the journey.",
    )  # fmt: skip
    assert not Delegation.objects.filter(organisation__name="Cirrus").exists()
    sign_in(client, cast.petra)
    assert "No funds for the journey." in client.get(page(invitation)).content.decode()


def test_it_is_answered_once(
    client: Client, cast: Cast, invitation: Invitation, nadia: User
) -> None:
    sign_in(client, nadia)
    client.post(page(invitation, "accept/"))
    client.post(page(invitation, "decline/"), {"reason": "Changed my mind."})
    client.post(page(invitation, "accept/"))
    assert Invitation.objects.get().state == "accepted"
    assert Delegation.objects.filter(organisation__name="Cirrus").count() == 1


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2019, 2, 1, tzinfo=UTC), "sent"),
        (BEFORE_THE_DEADLINE, "accepted"),
        (DEADLINE + timedelta(minutes=14, seconds=59), "accepted"),
        (DEADLINE + timedelta(minutes=15), "sent"),
    ],
)
def test_only_within_the_window_and_its_grace(
    client: Client,
    cast: Cast,
    invitation: Invitation,
    nadia: User,
    moment: datetime,
    state: str,
) -> None:
    sign_in(client, nadia)
    with clock.frozen(moment):
        client.post(page(invitation, "accept/"))
        client.get(page(invitation))
    assert Invitation.objects.get().state == state


def test_outside_the_window_the_page_says_when(
    client: Client, cast: Cast, invitation: Invitation, nadia: User
) -> None:
    Window.objects.filter(kind="invitation").update(grace_minutes=0)
    sign_in(client, nadia)
    with clock.frozen(DEADLINE):
        html = client.get(page(invitation)).content.decode()
    assert "can’t be answered now" in html
    assert "27 Aug 2019" in html
    assert "accept/" not in html


def test_a_withdrawn_one_says_so_and_cannot_be_accepted(
    client: Client, cast: Cast, invitation: Invitation, nadia: User
) -> None:
    draft = wording.withdrawal(invitation, "Sent in error.")
    actions.invite.withdraw_invitation(
        invitation, reason="Sent in error.", seen=draft.fingerprint, actor=cast.petra
    )
    sign_in(client, nadia)
    client.post(page(invitation, "accept/"))
    assert "was withdrawn" in client.get(page(invitation)).content.decode()
    assert Invitation.objects.get().state == "withdrawn"


@pytest.mark.parametrize(("who", "status"), [("eve", 404), ("clara", 403)])
def test_nobody_else_answers(
    client: Client, cast: Cast, invitation: Invitation, who: str, status: int
) -> None:
    sign_in(client, getattr(cast, who))
    assert client.post(page(invitation, "accept/")).status_code == status
    assert client.post(page(invitation, "decline/")).status_code == status
    assert Invitation.objects.get().state == "sent"


def test_one_not_sent_yet_is_unknown_to_its_addressee(
    client: Client, cast: Cast, nadia: User
) -> None:
    prepared = Invitation.objects.create(
        conference=cast.conference,
        organisation=make_organisation("Stratus"),
        signatory=cast.signatory,
        addressee="Nadia Otieno",
        email=nadia.email,
    )
    sign_in(client, nadia)
    assert client.get(page(prepared)).status_code == 404
