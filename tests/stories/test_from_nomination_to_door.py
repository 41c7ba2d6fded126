"""One person, from the nomination to a green light, and what a withdrawal closes."""

import re

from django.test import Client

from hemicycle.badges import actions as badges
from hemicycle.delegations import places
from hemicycle.delegations.models import Counter, Registration
from hemicycle.doors import actions as doors
from hemicycle.journal.models import Entry
from hemicycle.lib.codes import new_id
from hemicycle.post.models import Email
from hemicycle.vetting import actions, decisions
from hemicycle.vetting.actions.offer import offer_everywhere
from hemicycle.vetting.models import Offer
from tests.cast import Cast, approve_offers
from tests.conftest import sign_in
from tests.delegations.test_confirm import details
from tests.delegations.test_nominate import CHEN, page, person, vetted
from tests.people.test_sign_in import CODE, code_in, newest_letter


def decide(registration: Registration, verdict: str, cast: Cast) -> None:
    """As the registrar's page does: the letter is looked at, then it leaves."""
    fresh = Registration.objects.select_related(
        "conference", "category", "delegation__organisation", "user"
    ).get(pk=registration.pk)
    seen = decisions.draft_of(fresh, verdict, "")
    actions.decide.decide(
        fresh, verdict=verdict, seen=seen.fingerprint, actor=cast.rosa
    )


def nominate_and_confirm(cast: Cast, name: str, email: str) -> Registration:
    """The focal point nominates; the person follows the letter to the last button."""
    focal = sign_in(Client(), cast.amina)
    nominee = CHEN | {"full_name": name, "email": email, "part": "member"}
    assert focal.post(page(cast, "registrations"), nominee).status_code == 302
    letter = Email.objects.get(to=email)
    link = re.search(r"http://localhost:8000(/l/\S+)", letter.full_body())
    assert link is not None
    phone = Client()
    opened = phone.get(link[1], follow=True)
    assert Registration.objects.get(email=email).state == "nominated"
    phone.post(opened.redirect_chain[-1][0])
    entered = phone.post(CODE, {"code": code_in(newest_letter(email))}, follow=True)
    registration = Registration.objects.get(email=email)
    assert entered.redirect_chain[-1][0] == person(registration, "confirm")
    sent = details(full_name=name, id_name=name)
    done = phone.post(person(registration, "confirm"), sent, follow=True)
    assert "Your details are confirmed." in done.content.decode()
    registration.refresh_from_db()
    assert registration.state == "confirmed"
    return registration


def test_from_the_nomination_to_the_door_and_back(cast: Cast) -> None:
    places.ensure_counters(cast.conference)
    Counter.objects.filter(category=None).update(cap=1)
    chen = nominate_and_confirm(cast, "Chen Wei", "chen@example.org")
    ada = nominate_and_confirm(cast, "Ada Okoye", "ada@example.org")
    decide(chen, "approve", cast)
    decide(ada, "wait", cast)
    badge = badges.issue(chen, actor=cast.rosa)

    def scan() -> bool:
        return doors.scan(
            cast.north, code=badge.code, scan_id=new_id(), actor=cast.sam
        ).is_green

    assert scan()

    # The focal point gives the place back: the door closes, the line moves up.
    approve_offers(cast)
    assert offer_everywhere() == 0
    focal = sign_in(Client(), cast.amina)
    assert focal.post(person(chen, "withdraw")).status_code == 302
    assert not scan()
    assert offer_everywhere() == 1
    offer = Offer.objects.get()
    assert offer.position == ada
    ada.refresh_from_db()
    assert ada.user is not None
    phone = sign_in(Client(), ada.user)
    phone.post(vetted(ada, "offer/take"))
    ada.refresh_from_db()
    assert ada.state == "approved"
    assert places.recount(cast.conference) == []
    assert [entry.verb for entry in Entry.objects.about(ada)] == [
        "took offer",
        "offered",
        "put on the waiting list",
        "confirmed",
        "nominated",
    ]
