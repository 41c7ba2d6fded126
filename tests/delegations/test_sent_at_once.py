"""Goal R4: copies of one submission, one after the other and side by side."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from hemicycle.delegations import places
from hemicycle.delegations.actions.nominate import emails_of_reminder
from hemicycle.delegations.models import Registration
from hemicycle.invitations import actions as invitations
from hemicycle.invitations import wording
from hemicycle.invitations.models import Invitation
from hemicycle.journal.models import Entry, Receipt
from hemicycle.people.models import User
from hemicycle.post.drafts import fingerprint_of
from hemicycle.post.models import Email
from hemicycle.tables.models import Import
from hemicycle.vetting.actions.offer import offer_everywhere
from hemicycle.vetting.models import Offer
from tests.cast import OPENING_MORNING, Cast, approve_offers, make_registration
from tests.conftest import sign_in
from tests.delegations.test_confirm import details
from tests.delegations.test_nominate import CHEN, page, person, vetted
from tests.vetting.test_decide import DECIDE, fingerprint, make_confirmed

State = Registration.State
Post = tuple[User, str, dict[str, object], str]
"""Who sends what where, and the verb that the journal then has once."""


def nominating(cast: Cast) -> Post:
    return cast.amina, page(cast, "registrations"), dict(CHEN), "nominated"


def nominating_many(cast: Cast) -> Post:
    table = Import.objects.create(
        conference=cast.conference,
        owner=cast.amina,
        kind="people",
        subject=cast.delegation.pk,
        state=Import.State.OPEN,
        understood={"columns": [["full_name", ["Full name"]]]},
        rows=[{"n": 2, "c": {"full_name": "Ada Lu"}, "h": False, "s": False}],
        shared={"category": cast.representative.pk},
    )
    address = f"/en/uncsc-2019/lists/imports/{table.pk}/rows/"
    return cast.amina, address, {"accept": "1"}, "nominated"


def confirming(cast: Cast) -> Post:
    registration = make_registration(delegation=cast.delegation, user=cast.lin)
    return cast.lin, person(registration, "confirm"), details(), "confirmed"


def deciding(cast: Cast) -> Post:
    registration = make_confirmed(cast)
    sent = {
        "id": registration.pk,
        "verdict": "approve",
        "seen": fingerprint(registration, "approve"),
        "step": "send",
    }
    return cast.rosa, DECIDE, sent, "approved"


def taking_an_offer(cast: Cast) -> Post:
    places.ensure_counters(cast.conference)
    approve_offers(cast)
    registration = make_registration(
        delegation=cast.delegation,
        email=cast.lin.email,
        user=cast.lin,
        state=State.WAITING,
        waiting_since=OPENING_MORNING,
    )
    assert offer_everywhere() == 1
    assert Offer.objects.get().position == registration
    return cast.lin, vetted(registration, "offer/take"), {}, "took offer"


def reminding(cast: Cast) -> Post:
    registration = make_registration(
        delegation=cast.delegation, email="ada@example.org"
    )
    seen = fingerprint_of(emails_of_reminder(registration))
    sent: dict[str, object] = {"step": "send", "seen": seen}
    return cast.amina, person(registration, "remind"), sent, "reminded"


def replacing(cast: Cast) -> Post:
    registration = make_registration(delegation=cast.delegation)
    return cast.amina, person(registration, "substitute"), dict(CHEN), "substituted"


def withdrawing(cast: Cast) -> Post:
    registration = make_registration(delegation=cast.delegation)
    return cast.amina, person(registration, "withdraw"), {}, "withdrew"


def accepting(cast: Cast) -> Post:
    invitation = Invitation.objects.create(
        conference=cast.conference,
        organisation=cast.borealis,
        signatory=cast.signatory,
        addressee="Bruno",
        email=cast.bruno.email,
    )
    invitations.invite.send_invitation(
        invitation,
        seen=wording.draft(Invitation.objects.for_letter().get()).fingerprint,
        actor=cast.petra,
    )
    path = f"/en/uncsc-2019/invitations/{invitation.pk}/accept/"
    return cast.bruno, path, {}, "accepted invitation"


JOURNEY: list[Callable[[Cast], Post]] = [
    accepting, nominating, nominating_many, confirming, deciding, taking_an_offer,
    reminding, replacing, withdrawing,
]  # fmt: skip


def counted(verb: str) -> tuple[int, int, int, int]:
    return (
        Entry.objects.filter(verb=verb).count(),
        Registration.objects.count(),
        Email.objects.count(),
        Receipt.objects.count(),
    )


@pytest.mark.parametrize("step", JOURNEY)
def test_a_step_sent_twice_is_done_once(
    client: Client, cast: Cast, step: Callable[[Cast], Post]
) -> None:
    user, path, sent, verb = step(cast)
    sign_in(client, user)
    sent = sent | {"submission": "k" * 22}
    first = client.post(path, sent)
    assert first.status_code == 302, first.content.decode()
    once = counted(verb)
    assert (once[0], once[3]) == (1, 1)
    again = client.post(path, sent)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert counted(verb) == once


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its tests run in memory")
@pytest.mark.parametrize("step", JOURNEY)
def test_a_step_sent_by_four_at_once_is_done_once(
    cast: Cast, step: Callable[[Cast], Post]
) -> None:
    user, path, sent, verb = step(cast)
    cookies = sign_in(Client(), user).cookies
    sent = sent | {"submission": "k" * 22}

    def send(_number: int) -> str:
        client = Client()
        client.cookies = cookies
        try:
            return client.post(path, sent)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        places_led_to = set(pool.map(send, range(4)))
    assert len(places_led_to) == 1
    assert counted(verb)[0] == 1
    assert Receipt.objects.count() == 1
