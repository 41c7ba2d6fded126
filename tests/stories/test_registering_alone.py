"""Somebody nobody nominated: returned, taken in, waiting, offered a place, approved."""

import pytest

from hemicycle.delegations.models import Delegation, Registration
from hemicycle.post.models import Email
from hemicycle.vetting.models import Offer
from hemicycle.vetting.schedule import SCHEDULE
from tests.cast import Cast
from tests.stories.test_from_invitation_to_door import DETAILS, HERE, decide
from tests.stories.visitor import Visitor, letter_to


@pytest.fixture
def eve(cast: Cast) -> Visitor:
    return Visitor().sign_in("eve@example.org")


def the_registration() -> Registration:
    return Registration.objects.select_related("delegation").get()


def ask(eve: Visitor, cast: Cast) -> None:
    """Name Aurora, give the details, and wait for its focal point."""
    eve.open(f"{HERE}/delegations/register/?q=aurora")
    eve.open(f"{HERE}/delegations/register/?organisation={cast.aurora.pk}")
    eve.send(full_name="Eve Adeyemi", relation="Volunteer")
    assert eve.path.endswith("/confirm/")
    details = {key: DETAILS[key] for key in ("nationality", "residence", "is_adult")}
    eve.send(id_name="EVE ADEYEMI", **details)
    eve.again()
    assert the_registration().is_asking


def offers_begin(rosa: Visitor) -> None:
    """Two registrars see the letter of offer; what runs by itself is run."""
    rosa.open(f"{HERE}/vetting/waiting/rules/new/")
    rosa.send(hours="24", step="look")
    rosa.send(step="send")
    ravi = Visitor().sign_in("ravi@example.org")
    ravi.open(rosa.path)
    ravi.send(to="/approve/")
    for verb in SCHEDULE:
        verb()


def test_returned_taken_in_waiting_and_offered_a_place(
    cast: Cast, eve: Visitor
) -> None:
    ask(eve, cast)
    registration = the_registration()
    amina = Visitor().follow_letter(letter_to("amina@example.org", "delegations/asked"))
    assert amina.path == f"{HERE}/delegations/{cast.delegation.pk}/"
    assert "Eve Adeyemi" in amina.page

    amina.open(f"{HERE}/delegations/registrations/{registration.pk}/send-back/")
    amina.send(reason="Which of our projects are you with?")
    returned = letter_to("eve@example.org", "delegations/returned")
    assert "Which of our projects are you with?" in returned.body
    assert not the_registration().is_asking

    eve.open(f"{HERE}/delegations/registrations/{registration.pk}/draft/")
    assert "Which of our projects" in eve.page
    eve.send(full_name="Eve Adeyemi", relation="Volunteer, river project")
    eve.send(id_name="EVE ADEYEMI")
    assert the_registration().is_asking
    amina.open(f"{HERE}/delegations/registrations/{registration.pk}/")
    amina.send(to="/admit/")
    amina.again()
    assert the_registration().state == "nominated"
    assert Delegation.objects.get().taken == 1

    eve.open(f"{HERE}/delegations/registrations/{registration.pk}/confirm/")
    eve.send(notice_conduct="on", notice_privacy="on")
    assert the_registration().state == "confirmed"

    clara = Visitor().sign_in("clara@example.org")
    clara.open(f"{HERE}/delegations/caps/")
    clara.send(to="/conference/", cap=0)
    rosa = Visitor().sign_in("rosa@example.org")
    decide(rosa, "eve@example.org", "wait", reason="All places are taken.")
    assert the_registration().state == "waiting"

    offers_begin(rosa)
    assert Offer.objects.count() == 0
    clara.open(f"{HERE}/delegations/caps/")
    clara.send(to="/conference/", cap=1)
    for verb in SCHEDULE:
        verb()
    offer = letter_to("eve@example.org", "vetting/offer")
    eve.follow_letter(offer)
    eve.open(f"{HERE}/vetting/registrations/{registration.pk}/offer/")
    eve.send(to="/offer/take/")
    eve.again()
    assert the_registration().state == "approved"
    assert Offer.objects.get().state == "taken"
    assert Email.objects.filter(template="vetting/offer_taken").count() <= 1
