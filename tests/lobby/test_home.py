"""Each person's own page: the next step, and everything held about them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.badges import actions as badges
from hemicycle.conferences.models import Notice, Window
from hemicycle.delegations.journal import Happened as Registered
from hemicycle.delegations.models import Acceptance, Registration
from hemicycle.invitations.models import Invitation
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.vetting.journal import Happened as Vetted
from hemicycle.vetting.models import Offer
from tests.cast import Cast, make_email, make_registration
from tests.conftest import sign_in

HOME = "/en/uncsc-2019/lobby/"
State = Registration.State


def registered(cast: Cast, state: str, **kw: Any) -> Registration:
    """Lin, a member of Aurora."""
    fields = {"full_name": "Lin Wei", "email": "lin@example.org"} | kw
    return make_registration(
        delegation=cast.delegation, user=cast.lin, state=state, **fields
    )


def page(user: User, path: str = HOME) -> str:
    response = sign_in(Client(), user).get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("state", "sentence", "button"),
    [
        ("draft", "Complete your registration", "/draft/"),
        ("nominated", "Confirm your details", "/confirm/"),
        ("confirmed", "Under review by the secretariat", "/details/"),
        ("waiting", "You are number 1 on the waiting list", ""),
        ("approved", "Your registration is approved", "/badges/of/"),
        ("refused", "Your registration was refused", ""),
        ("withdrawn", "You are not taking part", ""),
        ("lapsed", "Your registration has lapsed", ""),
        ("substituted", "You have been replaced in the delegation", ""),
    ],
)
def test_each_state_says_what_is_next(
    cast: Cast, state: str, sentence: str, button: str
) -> None:
    registered(cast, state)
    shown = page(cast.lin)
    assert sentence in shown
    assert button in shown


def test_every_state_has_a_sentence() -> None:
    told = {
        mark.args[1][n][0]
        for mark in test_each_state_says_what_is_next.pytestmark
        for n in range(len(mark.args[1]))
    }
    assert told == set(State.values)


def test_a_returned_draft_says_why(cast: Cast) -> None:
    registered(cast, State.DRAFT, returned_reason="Please <use> your full name.")
    shown = page(cast.lin)
    assert "Your registration was returned" in shown
    assert "Please &lt;use&gt; your full name." in shown


def test_a_draft_that_was_sent_has_nothing_to_do(cast: Cast) -> None:
    registered(cast, State.DRAFT, asked_at=clock.now())
    assert "Awaiting your organisation’s focal point" in page(cast.lin)


def test_the_deadline_is_in_the_conferences_zone(cast: Cast) -> None:
    registered(cast, State.NOMINATED)
    shown = page(cast.lin)
    assert "MDT" in shown
    Window.objects.update(closes_at=clock.now() - timedelta(days=1), grace_minutes=0)
    assert "Details can’t be confirmed now" in page(cast.lin)


def test_an_approved_person_comes_to_the_badge(cast: Cast) -> None:
    registration = registered(cast, State.APPROVED, badge_name="Lin")
    badge = badges.issue(registration, actor=cast.rosa)
    shown = page(cast.lin)
    assert "Your badge is ready" in shown
    assert f"/en/uncsc-2019/badges/{badge.pk}/" in shown
    badges.revoke(badge, reason="Lost at the station", actor=cast.rosa)
    shown = page(cast.lin)
    assert "Your badge was revoked" in shown
    assert "Lost at the station" in shown
    assert "Show the badge" not in shown


def test_the_line_counts_those_before(cast: Cast) -> None:
    for number in range(3):
        make_registration(
            delegation=cast.delegation,
            full_name=f"Before {number}",
            state=State.WAITING,
            waiting_since=clock.now() - timedelta(hours=number + 1),
        )
    registered(cast, State.WAITING, waiting_since=clock.now())
    shown = page(cast.lin)
    assert "You are number 4 on the waiting list" in shown
    assert "3 people are ahead of you" in shown


def test_an_offer_has_two_buttons_and_a_time(cast: Cast) -> None:
    registration = registered(
        cast, State.WAITING, waiting_since=clock.now(), holds_category=True
    )
    Offer.objects.create(
        position=registration, expires_at=clock.now() + timedelta(hours=48)
    )
    shown = page(cast.lin)
    assert "A place is available. Would you like it?" in shown
    assert f"/registrations/{registration.pk}/offer/take/" in shown
    assert f"/registrations/{registration.pk}/offer/decline/" in shown
    assert shown.count('name="submission"') == 2
    assert "28 Aug 2019" in shown


def test_a_focal_point_sees_the_places_left(cast: Cast) -> None:
    shown = page(cast.amina)
    assert "Aurora" in shown
    assert "40 places left" in shown
    assert "Aurora" not in page(cast.bruno)


def test_a_focal_point_comes_right_to_the_answer(cast: Cast) -> None:
    asking = registered(cast, State.DRAFT, asked_at=clock.now())
    shown = page(cast.amina)
    assert shown.index("Answer the request of Lin Wei") < shown.index(
        "Go to your delegation"
    )
    address = f"/en/uncsc-2019/delegations/registrations/{asking.pk}/"
    assert f'href="{address}"' in shown
    answer = page(cast.amina, address)
    assert "Is this person part of your delegation?" in answer
    assert f'action="{address}admit/"' in answer
    assert "Answer the request of Lin Wei" not in page(cast.lin)
    asking.asked_at = None
    asking.save()
    assert "Answer the request of Lin Wei" not in page(cast.amina)


def test_many_who_ask_do_not_bury_the_page(cast: Cast) -> None:
    for number in range(6):
        make_registration(
            delegation=cast.delegation,
            full_name=f"Asking {number}",
            state=State.DRAFT,
            asked_at=clock.now() + timedelta(minutes=number),
        )
    shown = page(cast.amina)
    assert "Answer the request of Asking 4" in shown
    assert "Answer the request of Asking 5" not in shown
    assert "More requests are waiting for your answer" in shown


def test_whoever_is_not_registered_may_register(cast: Cast) -> None:
    assert "/delegations/register/" in page(cast.eve)
    Window.objects.update(closes_at=clock.now() - timedelta(days=1), grace_minutes=0)
    shown = page(cast.eve)
    assert "/delegations/register/" not in shown
    assert "No action required" in shown


def test_an_invited_organisation_is_asked_to_answer(cast: Cast) -> None:
    invitation = Invitation.objects.create(
        conference=cast.conference,
        organisation=cast.borealis,
        signatory=cast.signatory,
        addressee="Eve",
        email="Eve@example.org",
        state=Invitation.State.SENT,
    )
    assert f"/invitations/{invitation.pk}/" in page(cast.eve)
    assert "is invited" not in page(cast.lin)


def test_everything_held_is_shown_in_words(cast: Cast) -> None:
    registration = registered(
        cast,
        State.CONFIRMED,
        own_script="林伟",
        nationality="SY",
        residence="TN",
        is_adult=True,
        functional_title="Chair <of> things",
    )
    notice = Notice.objects.get(kind="conduct")
    Acceptance.objects.create(registration=registration, notice=notice, accepted=True)
    record_one(cast, registration)
    shown = page(cast.lin)
    for text in (
        "林伟",
        "Syrian Arab Republic",
        "Tunisia",
        "Chair &lt;of&gt; things",
        registration.code,
        "code of conduct, version 1",
        "nominated",
        "by your focal point",
    ):
        assert text in shown, text
    assert "note added" not in shown


def record_one(cast: Cast, registration: Registration) -> None:
    Registration.objects.filter(pk=registration.pk).update(nominated_by=cast.amina)
    record(cast.conference, Registered.NOMINATED, registration, actor=cast.amina)
    record(cast.conference, Vetted.ADDED_NOTE, registration, actor=cast.rosa)


def test_every_letter_can_be_read(cast: Cast) -> None:
    letter = make_email(
        "people/changed",
        conference=cast.conference,
        to="lin@example.org",
        language="en",
        send_key="one",
        context={"what": "app-added", "name": "Lin"},
    )
    shown = page(cast.lin)
    assert f"/en/account/emails/{letter.pk}/" in shown
    assert letter.subject in page(cast.lin, f"/en/account/emails/{letter.pk}/")
    assert letter.subject not in page(cast.eve)


def test_nobody_sees_anothers_page(cast: Cast) -> None:
    registered(cast, State.APPROVED)
    for user in (cast.eve, cast.bruno, cast.rosa):
        assert "Lin Wei" not in page(user)


def test_the_page_waits_for_a_sign_in(client: Client, cast: Cast) -> None:
    assert client.get(HOME)["Location"].startswith("/en/account/sign-in/?next=")


def test_an_unpublished_conference_is_not_there(cast: Cast) -> None:
    cast.conference.is_published = False
    cast.conference.save()
    assert sign_in(Client(), cast.eve).get(HOME).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_letter_or_three(
    cast: Cast, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    registration = registered(cast, State.CONFIRMED)
    for number in range(rows):
        make_email(
            "people/changed",
            conference=cast.conference,
            to="lin@example.org",
            language="en",
            send_key=f"{number}",
            context={"what": "app-added", "name": "Lin"},
        )
        record(cast.conference, Registered.REMINDED, registration, actor=cast.amina)
    client = sign_in(Client(), cast.lin)
    with django_assert_num_queries(16):
        client.get(HOME)


# -- /account/ -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("clara", "/en/uncsc-2019/desk/"),
        ("rosa", "/en/uncsc-2019/vetting/registrations/"),
        ("petra", "/en/uncsc-2019/invitations/"),
        ("sam", "/en/uncsc-2019/doors/"),
        ("amina", HOME),
    ],
)
def test_with_one_conference_one_begins_there(cast: Cast, who: str, where: str) -> None:
    response = sign_in(Client(), getattr(cast, who)).get("/en/account/")
    assert response["Location"] == where


def test_all_conferences_are_listed_when_asked(cast: Cast) -> None:
    assert HOME in page(cast.amina, "/en/account/?all")


def test_whoever_has_none_sees_what_there_is(cast: Cast) -> None:
    shown = page(cast.eve, "/en/account/")
    assert "No conferences yet" in shown
    assert HOME in shown


@pytest.mark.parametrize("state", ["draft", "nominated", "confirmed", "waiting"])
def test_after_the_conference_nothing_is_asked_of_anybody(
    cast: Cast, state: str
) -> None:
    registered(cast, state)
    with clock.frozen(cast.conference.ends_at):
        html = page(cast.lin)
    assert "The conference is over" in html
    assert "Confirm your details" not in html


def test_after_the_conference_no_badge_is_shown_as_ready(cast: Cast) -> None:
    badges.issue(registered(cast, "approved"), actor=cast.rosa)
    with clock.frozen(cast.conference.ends_at - timedelta(minutes=1)):
        assert "Your badge is ready" in page(cast.lin)
    with clock.frozen(cast.conference.ends_at):
        assert "Your badge is ready" not in page(cast.lin)
