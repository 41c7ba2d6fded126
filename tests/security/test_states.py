"""Every verb in every state by every role, sent to its address, against the table.

Who is allowed: it does what docs/states.md says, and nothing else. Anybody else, and in
any other state: refused in words, and nothing in the database changes.
"""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hemicycle.conferences.models import Conference, CoOrganiser, Hat, Notice, Role
from hemicycle.delegations import places
from hemicycle.delegations import states as delegations
from hemicycle.delegations.models import Acceptance, Registration
from hemicycle.invitations import states as invitations
from hemicycle.invitations import wording
from hemicycle.invitations.models import Invitation
from hemicycle.lib import clock
from hemicycle.lib.states import Actor, Verb
from hemicycle.organisations.models import Organisation
from hemicycle.post.models import Email
from hemicycle.vetting import states as vetting
from hemicycle.vetting.models import Offer
from tests.cast import Cast, make_registration, make_user
from tests.conftest import look_and_send, sign_in
from tests.delegations.test_confirm import DETAILS
from tests.security.world import everything, undone

pytestmark = pytest.mark.django_db

State = Registration.State
REFUSED = {403, 404, 422}
DESK = {delegations.DESK, delegations.DESK_FOR_OTHERS}
NOBODY: set[Actor] = set()
WHO_IS = {
    "eve": NOBODY,
    "lin": {delegations.PERSON},
    "amina": {delegations.FOCAL_POINT},
    "bruno": NOBODY,
    "sam": NOBODY,
    "dina": NOBODY,
    "paul": NOBODY,
    "petra": NOBODY,
    "hugo": DESK,
    "rosa": DESK | {vetting.REGISTRAR},
    "clara": DESK | {vetting.REGISTRAR},
    "mele": DESK | {vetting.REGISTRAR},  # registrar of the category it is in
    "gus": NOBODY,  # registrar of another category
    "boris": NOBODY,  # protocol officer of the co-organiser that invites
    "denise": NOBODY,  # of another one
}
"""Written out, and not asked of the policies that are on trial."""

OF_NO_ADDRESS = {
    "lin": NOBODY,
    "amina": {delegations.FOCAL_POINT, delegations.FOCAL_POINT_FOR_UNREACHED},
    "hugo": DESK | {delegations.DESK_FOR_UNREACHED},
}

Group = list[Verb]


def by_address(verbs: tuple[Verb, ...]) -> dict[str, Group]:
    """Verbs of one address are one group; a decision says its verdict."""
    groups: dict[str, Group] = {}
    for verb in verbs:
        if verb.address and verb.starts:
            is_decision = verb.address == "vetting:decide"
            key = f"{verb.address} {verb.name}" if is_decision else verb.address
            groups.setdefault(key, []).append(verb)
    return groups


ALL = (*delegations.VERBS, *vetting.VERBS)
GROUPS = by_address(ALL)


def put(registration: Registration, state: str) -> Registration:
    """The registration in this state, with the places that go with it."""
    now = clock.now()
    stored = {delegations.ASKED: State.DRAFT, places.OFFERED: State.WAITING}
    with transaction.atomic():
        registration.asked_at = now if state == delegations.ASKED else None
        places.move(registration, stored.get(state, state))
        if state == places.OFFERED:
            places.move(registration, places.OFFERED)
            Offer.objects.create(
                position=registration, expires_at=now + timedelta(hours=48)
            )
        if state not in (State.DRAFT, delegations.ASKED, State.NOMINATED):
            registration.confirmed_at = now
        if state == State.WAITING:
            registration.waiting_since = now
        registration.save()
    assert delegations.state_of(registration) == state
    return registration


def typed(address: str, registration: Registration) -> dict[str, Any]:
    """What makes the form of this address valid."""
    person = {"full_name": registration.full_name, "email": registration.email}
    room, _colon, page = address.partition(":")
    if room == "vetting" and page.startswith("decide "):
        return {
            "id": registration.pk,
            "verdict": page.removeprefix("decide "),
            "reason": "As discussed.",
        }
    # Whoever asks a focal point accepts the notices afterwards.
    is_asking = registration.state == State.DRAFT
    notices = [] if is_asking else Notice.objects.all()
    return {
        "draft": person | {"organisation": _organisation(registration)},
        "confirm": DETAILS | {"notices": " ".join(notice.pk for notice in notices)},
        "details": DETAILS | {"reason": "By telephone."},
        "correct": person | {"part": "member", "language": "en"},
        "substitute": {
            "full_name": "Chen Wei",
            "email": "chen@example.org",
            "language": "en",
        },
        "withdraw": {"reason": "Ill."},
        "send_back": {"reason": "Not one of us."},
    }.get(page, {})


def _organisation(registration: Registration) -> str:
    assert registration.delegation is not None
    return registration.delegation.organisation_id


def send(client: Client, address: str, registration: Registration) -> HttpResponse:
    """As a person does it: where the e-mail is shown first, it is looked at."""
    name, slug = address.split()[0], registration.conference.slug
    arguments = [slug] if "decide" in address else [slug, registration.pk]
    page = reverse(name, args=arguments)
    response: HttpResponse = look_and_send(client, page, typed(address, registration))
    return response


def is_refusal(answer: Any) -> bool:
    """In words: a page that says so, or a message on the page that is led to."""
    if answer.status_code != 302:
        return answer.status_code in REFUSED
    return any(
        message.level_tag == "error" for message in get_messages(answer.wsgi_request)
    )


@pytest.fixture
def registration(cast: Cast) -> Registration:
    return make_registration(
        delegation=cast.delegation,
        full_name="Lin Yan",
        email=cast.lin.email,
        user=cast.lin,
        is_adult=True,
        state=State.DRAFT,
    )


@pytest.fixture
def clients(cast: Cast) -> dict[str, Client]:
    hugo = make_user("Hugo", cast.conference, Hat.HELP_DESK)
    people = {name: getattr(cast, name, hugo) for name in WHO_IS}
    city = CoOrganiser.objects.create(conference=cast.conference, name={"en": "City"})
    for name, hat, part in (
        ("mele", Hat.REGISTRAR, {"category": cast.representative}),
        ("gus", Hat.REGISTRAR, {"category": cast.guest}),
        ("boris", Hat.PROTOCOL, {"co_organiser": cast.signatory.co_organiser}),
        ("denise", Hat.PROTOCOL, {"co_organiser": city}),
    ):
        people[name] = make_user(name.title())
        Role.objects.create(
            conference=cast.conference, user=people[name], hat=hat, **part
        )
    return {name: sign_in(Client(), user) for name, user in people.items()}


def check(
    group: Group,
    address: str,
    registration: Registration,
    clients: dict[str, Client],
    who_is: dict[str, set[Actor]],
    states: Iterator[str],
) -> None:
    for state in states:
        with undone():
            row = put(Registration.objects.get(pk=registration.pk), state)
            before = everything()
            for name, actors in who_is.items():
                case = (address, state, name)
                allowed = (
                    verb
                    for verb in group
                    if state in verb.starts and actors & set(verb.by)
                )
                if (verb := next(allowed, None)) is None:
                    answer = send(clients[name], address, row)
                    assert is_refusal(answer), (case, answer.status_code)
                    continue
                with undone():
                    answer = send(clients[name], address, row)
                    assert answer.status_code == 302, (case, _errors(answer))
                    _has_happened(verb, state, row, case)
            assert everything() == before, (address, state)


def _errors(answer: Any) -> Any:
    form = (answer.context or {}).get("form")
    return answer.status_code, form and form.errors.get_json_data()


def _has_happened(verb: Verb, state: str, row: Registration, case: Any) -> None:
    now = Registration.objects.get(pk=row.pk)
    assert delegations.state_of(now) in (verb.leads_to or {state}), case
    assert places.recount(row.conference) == [], case
    others = Registration.objects.exclude(pk=row.pk).count()
    assert others == (verb is delegations.SUBSTITUTE), case
    told = set(Email.objects.values_list("template", flat=True))
    assert told <= set(verb.emails), case


@pytest.mark.parametrize("address", GROUPS)
def test_every_verb_on_a_registration_in_every_state_by_every_role(
    registration: Registration, clients: dict[str, Client], address: str
) -> None:
    states = iter(delegations.REGISTRATION.states)
    check(GROUPS[address], address, registration, clients, WHO_IS, states)


@pytest.mark.parametrize("address", GROUPS)
def test_a_row_with_values_that_no_list_has_passes_through_every_verb(
    registration: Registration, clients: dict[str, Client], address: str
) -> None:
    """Lists become shorter after a value was chosen: a country, a category, a language
    of the conference. Neither the state nor the person is stuck with it."""
    Registration.objects.update(
        nationality="ZZ", residence="QQ", gender="q", age_band="0-1",
        language="tlh", honorific="\u202eX", full_name="\u202eLin 1 <b>",
        relation="x" * 200,
    )  # fmt: skip
    conference = registration.conference
    conference.categories.update(is_open=False)
    Conference.objects.filter(pk=conference.pk).update(languages=["fr"])
    Organisation.objects.filter(pk=registration.delegation.organisation_id).update(
        country="ZZ", kind="guild", website="gopher:/x"
    )
    who_is = {name: WHO_IS[name] for name in ("lin", "amina", "rosa")}
    states = iter(delegations.REGISTRATION.states)
    check(GROUPS[address], address, registration, clients, who_is, states)


@pytest.mark.parametrize(
    "address", ["delegations:confirm", "vetting:take_offer", "vetting:decline_offer"]
)
def test_others_answer_for_a_person_whom_no_email_reaches(
    registration: Registration, clients: dict[str, Client], address: str
) -> None:
    Registration.objects.update(email="", user=None)
    # Who registers alone has an address: only from a nomination on.
    states = iter(delegations.REGISTRATION.states[2:])
    check(GROUPS[address], address, registration, clients, OF_NO_ADDRESS, states)


def test_every_state_holds_its_places_and_only_the_clock_has_no_address() -> None:
    states = set(delegations.REGISTRATION.states) - {delegations.ASKED}
    for regime, holding in places.HOLDING.items():
        assert set(holding) == states, regime
    for verb in ALL:
        assert verb.starts | verb.leads_to <= set(verb.thing.states)
        assert bool(verb.address) == (delegations.CLOCK not in verb.by), verb.name


INVITATION_GROUPS = by_address(invitations.VERBS)


@pytest.mark.parametrize("address", INVITATION_GROUPS)
def test_every_verb_on_an_invitation_in_every_state_by_every_role(
    cast: Cast, clients: dict[str, Client], address: str
) -> None:
    (verb,) = INVITATION_GROUPS[address]
    who_is = dict.fromkeys(WHO_IS, NOBODY) | {
        "eve": {invitations.ADDRESSEE},
        "petra": {invitations.PROTOCOL},
        "boris": {invitations.PROTOCOL},
        "clara": {invitations.PROTOCOL},
    }
    invitation = Invitation.objects.create(
        conference=cast.conference,
        organisation=cast.borealis,
        signatory=cast.signatory,
        addressee="Ms Mathai",
        email=cast.eve.email,
        cap=5,
    )
    page = reverse(address, args=[cast.conference.slug, invitation.pk])
    for state in invitations.INVITATION.states:
        sent_at = None if state == "prepared" else clock.now()
        Invitation.objects.update(state=state, sent_at=sent_at)
        before = everything()
        for name, actors in who_is.items():
            case = (address, state, name)
            with undone():
                data = typed_of(address, Invitation.objects.for_letter().get())
                answer = clients[name].post(page, data)
                if state in verb.starts and actors & set(verb.by):
                    assert answer.status_code == 302, (case, answer.status_code)
                    now = Invitation.objects.get().state
                    assert now in (verb.leads_to or {state}), case
                    told = set(Email.objects.values_list("template", flat=True))
                    assert told <= set(verb.emails), case
                else:
                    assert is_refusal(answer), (case, answer.status_code)
                    assert everything() == before, case


def typed_of(address: str, invitation: Invitation) -> dict[str, Any]:
    reason = "The programme has changed."
    if address == "invitations:edit":
        return {
            "addressee": "Mr Mathai",
            "email": invitation.email,
            "language": "en",
            "signatory": invitation.signatory_id,
        }
    if address == "invitations:send":
        return {"seen": wording.draft(invitation).fingerprint}
    if address == "invitations:withdraw":
        draft = wording.withdrawal(invitation, reason)
        return {"reason": reason, "step": "send", "seen": draft.fingerprint}
    return {"reason": reason}


def test_the_page_of_states_is_drawn_from_the_data() -> None:
    drawn = subprocess.run(
        [sys.executable, "script/states", "check"], capture_output=True, text=True
    )
    assert drawn.returncode == 0, drawn.stdout + drawn.stderr


def nominated(registration: Registration, **kw: Any) -> Registration:
    with transaction.atomic():
        places.move(registration, State.NOMINATED)
        registration.id_name = "LIN YAN"
        registration.nationality = "CN"
        registration.gender = "w"
        registration.functional_title = "Director"
        registration.save()
    notice = Notice.objects.filter(kind="conduct").get()
    Acceptance.objects.create(registration=registration, notice=notice, accepted=True)
    return registration


def test_a_changed_address_is_another_person(
    cast: Cast, clients: dict[str, Client], registration: Registration
) -> None:
    """Nothing that Lin said or typed passes to the next person; both are told."""
    nominated(registration)
    page = reverse("delegations:correct", args=[cast.conference.slug, registration.pk])
    typed = {
        "full_name": "Lin Yan",
        "email": "other@example.org",
        "part": "member",
        "language": "en",
    }
    assert clients["amina"].post(page, typed).status_code == 302
    row = Registration.objects.get()
    assert (row.user, row.email) == (None, "other@example.org")
    assert (row.id_name, row.nationality, row.gender, row.is_adult) == (
        "", "", "", False,
    )  # fmt: skip
    assert not row.acceptances.exists()
    told = Email.objects.values_list("template", "to")
    assert set(told) == {
        ("delegations/removed", "lin@example.org"),
        ("delegations/nominated", "other@example.org"),
    }
    assert clients["lin"].get(page).status_code == 404


def test_a_corrected_name_leaves_what_the_person_typed(
    cast: Cast, clients: dict[str, Client], registration: Registration
) -> None:
    nominated(registration)
    page = reverse("delegations:correct", args=[cast.conference.slug, registration.pk])
    typed = {
        "full_name": "Lin Yan-Hua",
        "email": registration.email,
        "part": "deputy",
        "language": "en",
    }
    assert clients["amina"].post(page, typed).status_code == 302
    row = Registration.objects.get()
    assert (row.full_name, row.part, row.id_name) == (
        "Lin Yan-Hua",
        "deputy",
        "LIN YAN",
    )
    assert (row.user, row.acceptances.count()) == (cast.lin, 1)
    assert not Email.objects.exists()


def test_a_person_whose_request_the_focal_point_withdraws_is_told(
    cast: Cast, clients: dict[str, Client], registration: Registration
) -> None:
    put(registration, delegations.ASKED)
    page = reverse("delegations:withdraw", args=[cast.conference.slug, registration.pk])
    assert clients["amina"].post(page).status_code == 302
    email = Email.objects.get()
    assert (email.template, email.to) == ("delegations/withdrawn", "lin@example.org")
    assert "by Aurora" in email.body
