"""One delegation, from the invitation to a green light: seven steps, over HTTP only."""

import io
import re

import pytest
from pypdf import PdfReader

from hemicycle.badges.schedule import SCHEDULE as BADGES
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.doors.models import Scan
from hemicycle.invitations.models import Invitation
from hemicycle.journal.models import Entry
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User
from hemicycle.post.models import Email
from tests.cast import Cast
from tests.security.world import everything
from tests.stories.visitor import Visitor, letter_to, link_in

HERE = "/en/uncsc-2019"
ROWS = (
    "Full name\tE-mail\tRole\n"
    "Wanjiru Mwangi\twanjiru@example.org\tHead\n"
    "Nguyễn Thị Minh Châu\tchau@example.org\t\n"
    "O’Neill, Bríd\tbrid@example.org\t\n"
)
DETAILS = {
    "nationality": "KE",
    "residence": "KE",
    "is_adult": "yes",
    "notice_conduct": "on",
    "notice_privacy": "on",
}


@pytest.fixture
def petra(cast: Cast) -> Visitor:
    return Visitor().sign_in("petra@example.org")


def invite(petra: Visitor, cast: Cast) -> Email:
    """Step 1: the protocol officer invites Cirrus, from a preview of the letter."""
    petra.open(f"{HERE}/invitations/new/")
    petra.send(
        organisation="Cirrus", country="KE", kind="ngo", addressee="Nadia Otieno",
        email="nadia@example.org", language="en", signatory=cast.signatory.pk,
    )  # fmt: skip
    assert "Chair of the planning committee" in petra.page
    assert "Nadia Otieno" in petra.page
    assert Email.objects.filter(to="nadia@example.org").count() == 0
    petra.send(to="/send/")
    petra.again()
    letter = letter_to("nadia@example.org", "invitations/invitation")
    assert Invitation.objects.get().state == "sent"
    assert "Ingrid Solberg" in letter.body
    return letter


def accept(letter: Email) -> Visitor:
    """The addressee opens the link, which changes nothing, and answers by a button."""
    before = everything()
    nadia = Visitor()
    for _time in range(3):
        nadia.open(link_in(letter))
    assert everything() == before
    nadia.follow_letter(letter)
    assert nadia.path == f"{HERE}/invitations/{Invitation.objects.get().pk}/"
    assert Invitation.objects.get().state == "sent"
    nadia.send(to="/accept/")
    nadia.again()
    assert Invitation.objects.get().state == "accepted"
    return nadia


def nominate(nadia: Visitor) -> Delegation:
    """Step 2: the focal point pastes rows, and names one more who reads Arabic."""
    delegation = Delegation.objects.get(organisation__name="Cirrus")
    assert nadia.path == f"{HERE}/delegations/{delegation.pk}/"
    assert delegation.cap == 20
    nadia.open(f"{HERE}/lists/imports/new/people/{delegation.pk}/")
    nadia.send(pasted=ROWS)
    nadia.again()
    assert Registration.objects.count() == 0
    nadia.send(accept="1", to="/rows/")
    nadia.again()
    assert Registration.objects.count() == 3
    nadia.open(f"{HERE}/delegations/{delegation.pk}/registrations/")
    nadia.send(
        full_name="مريم درويش", email="mariam@example.org", part="member", language="ar"
    )
    nadia.again()
    delegation.refresh_from_db()
    assert (Registration.objects.count(), delegation.taken) == (4, 4)
    assert "16" in nadia.open(f"{HERE}/delegations/{delegation.pk}/")
    return delegation


def confirm(email: str, id_name: str) -> Visitor:
    """Step 3: the representative confirms the own details by the own link."""
    person = Visitor().follow_letter(letter_to(email, "delegations/nominated"))
    assert person.path.endswith("/confirm/")
    person.send(id_name=id_name, **DETAILS)
    person.again()
    registration = Registration.objects.get(email=email)
    assert (registration.state, registration.id_name) == ("confirmed", id_name)
    assert registration.user == User.objects.get(email=email)
    return person


def decide(registrar: Visitor, email: str, verdict: str, reason: str = "") -> Email:
    """Step 4: the registrar looks at the letter, then sends exactly it."""
    registration = Registration.objects.get(email=email)
    page = registrar.open(f"{HERE}/vetting/registrations/{registration.pk}/")
    assert registration.full_name in page
    registrar.send(to="/decide/", verdict=verdict)
    if reason:
        registrar.send(to="/decide/", reason=reason, step="look")
    preview = registrar.response.context["preview"].draft
    template = {"approve": "approved", "wait": "waiting"}[verdict]
    assert not Email.objects.filter(to=email, template=f"vetting/{template}").exists()
    registrar.send(to="/decide/", step="send")
    registrar.again()
    letter = letter_to(email, f"vetting/{template}")
    assert (letter.subject, letter.body) == (preview.subject, preview.body)
    return letter


def enrol(cast: Cast) -> Visitor:
    """The supervisor prepares a phone and a shift; the steward types the PIN."""
    dina, phone = Visitor().sign_in("dina@example.org"), Visitor()
    door = f"{HERE}/doors/{cast.north.pk}/"
    dina.open(door)
    dina.send(to="/phones/", name="phone 7")
    address = re.search(r"/en/uncsc-2019/doors/enrolment/[\w-]+/", dina.page)
    dina.open(door)
    dina.send(
        to="/shifts/", steward="Sam Begay",
        starts_at_day="26", starts_at_month="8", starts_at_year="2019",
        starts_at_time="06:00", ends_at_day="26", ends_at_month="8",
        ends_at_year="2019", ends_at_time="10:00",
    )  # fmt: skip
    pin = re.search(r'<bdi dir="ltr">(\d{6})</bdi>', dina.page)
    assert address
    assert pin
    phone.open(address[0])
    phone.send()
    phone.send(to="/shift/", pin=pin[1])
    assert phone.path == f"{door}gate/"
    return phone


def scan(phone: Visitor, code: str) -> str:
    phone.open(phone.path)
    phone.send(code=code)
    answer = re.search(r'data-answer="([\w-]+)"', phone.page)
    assert answer, phone.page
    return answer[1]


def badge_of(person: Visitor) -> str:
    """Step 5: the person finds the badge from the own page, and prints it."""
    person.open(f"{HERE}/lobby/")
    address = re.search(rf"{HERE}/badges/\w{{26}}/", person.page)
    assert address
    person.open(address[0])
    assert "<svg" in person.page
    assert "SPECIMEN" in person.page or "Specimen" in person.page
    serial = str(person.response.context["serial"])
    pdf = person.client.get(f"{address[0]}badge.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    [page] = PdfReader(io.BytesIO(pdf.content)).pages[:1]
    assert "SPECIMEN" in page.extract_text().upper()
    return serial


def test_from_the_invitation_to_the_door(cast: Cast, petra: Visitor) -> None:
    cast.conference.is_specimen = True
    cast.conference.save()
    nadia = accept(invite(petra, cast))
    nominate(nadia)

    arabic = letter_to("mariam@example.org", "delegations/nominated")
    assert arabic.language == "ar"
    assert "يرجى تأكيد بياناتكم" in arabic.subject
    assert "المؤتمر الثامن والستون" in arabic.body
    assert "/ar/" in Visitor("ar").follow_letter(arabic).path

    wanjiru = confirm("wanjiru@example.org", "WANJIRU MWANGI")
    chau = confirm("chau@example.org", "NGUYEN THI MINH CHAU")
    rosa = Visitor().sign_in("rosa@example.org")
    for email in ("wanjiru@example.org", "chau@example.org"):
        decide(rosa, email, "approve")
        assert Registration.objects.get(email=email).state == "approved"

    for verb in BADGES:
        verb()
    serials = [badge_of(wanjiru), badge_of(chau)]

    phone = enrol(cast)
    assert [scan(phone, serial) for serial in serials] == ["enter", "enter"]
    assert scan(phone, "AAAA-AAAA") == "stop"

    # Step 6: withdrawing closes the door at once.
    registration = Registration.objects.get(email="chau@example.org")
    chau.open(f"{HERE}/delegations/registrations/{registration.pk}/")
    chau.send(to="/withdraw/")
    assert scan(phone, serials[1]) == "stop"
    assert "The registration is not approved." in phone.page
    assert scan(phone, serials[0]) == "enter"
    phone.again()  # the same scan, sent twice
    assert sorted(Scan.objects.values_list("answer", flat=True)) == [
        "enter", "enter", "enter", "not-approved", "unknown",
    ]  # fmt: skip
    assert Delegation.objects.get(organisation__name="Cirrus").taken == 3

    # Step 7: the desk says what happened, and the public page what it may.
    clara = Visitor().sign_in("clara@example.org")
    clara.open(f"{HERE}/desk/")
    counted = {step.key: step.value for step in clara.response.context["steps"]}
    assert counted == {
        "invited": 1, "accepted": 1, "nominated": 4, "confirmed": 2, "to-decide": 0,
        "waiting": 0, "refused": 0, "approved": 1, "organisations": 1, "countries": 1,
        # Both went through a door; whoever withdrew afterwards was there all the same.
        "arrived": 2,
    }  # fmt: skip
    stranger = Visitor()
    stranger.open(f"{HERE}/")
    public = {one.key: one.value for one in stranger.response.context["figures"]}
    assert public == {key: counted[key] for key in public}
    for name in ("Wanjiru", "Nadia", "Châu", "wanjiru@example.org"):
        assert name not in stranger.page
    organisation = Organisation.objects.get(name="Cirrus")
    assert "Cirrus" in stranger.open(f"{HERE}/organisations/{organisation.pk}/public/")
    verbs = [entry.verb for entry in Entry.objects.about(registration)]
    assert verbs == ["withdrew", "approved", "confirmed", "nominated"]
