"""The waiting list: offers, lapse, substitution, withdrawal."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.signals import template_rendered

from hemicycle.conferences.models import Category, Conference, Window
from hemicycle.delegations import actions as delegations
from hemicycle.delegations import mail, places
from hemicycle.delegations.actions.withdraw import lapse_everywhere
from hemicycle.delegations.models import Counter, Delegation, Flag, Registration
from hemicycle.journal.models import Entry, Failure
from hemicycle.lib import clock
from hemicycle.lib.codes import new_id
from hemicycle.offers import actions as offers
from hemicycle.offers.queues import Full
from hemicycle.organisations.models import Accreditation
from hemicycle.people.models import User
from hemicycle.post.models import Email
from hemicycle.vetting import actions as vetting
from hemicycle.vetting import decisions, holding
from hemicycle.vetting.actions.offer import offer_everywhere
from hemicycle.vetting.models import Offer, OfferRule
from hemicycle.vetting.schedule import SCHEDULE
from hemicycle.vetting.waiting import WaitingList
from tests.cast import (
    OPENING_MORNING,
    Cast,
    approve_offers,
    make_conference,
    make_registration,
    make_user,
)
from tests.conftest import sign_in
from tests.delegations.test_nominate import CHEN, person, vetted

State = Registration.State
WAITING = "/en/uncsc-2019/vetting/waiting/"
RULES = f"{WAITING}rules/"


@pytest.fixture
def line(cast: Cast) -> list[Registration]:
    """Three people wait; the conference has one place left; two saw the rule."""
    places.ensure_counters(cast.conference)
    Counter.objects.filter(category=None).update(cap=1)
    approve_offers(cast)
    return [
        make_registration(
            delegation=cast.delegation,
            full_name=name,
            email=f"{name.lower()}@example.org",
            user=make_user(name),
            state=State.WAITING,
            waiting_since=OPENING_MORNING - timedelta(days=9 - place),
        )
        for place, name in enumerate(["Ada", "Bo", "Cy"])
    ]


def press(cast: Cast) -> Category:
    return Category.objects.create(
        conference=cast.conference, code="PRS", name={"en": "Press"}
    )


def states(*people: Registration) -> list[str]:
    found = dict(Registration.objects.values_list("pk", "state"))
    return [found[one.pk] for one in people]


def offered() -> list[str]:
    return [
        offer.position.full_name
        for offer in Offer.objects.open().select_related("position")
    ]


def test_a_free_place_goes_to_the_first_in_line_and_is_held(
    cast: Cast, line: list[Registration]
) -> None:
    assert offer_everywhere() == 1
    assert offered() == ["Ada"]
    assert Counter.objects.get(category=None).taken == 1
    assert Delegation.objects.get().taken == 1
    assert states(*line) == ["waiting", "waiting", "waiting"]
    offer = Offer.objects.get()
    assert offer.expires_at == clock.now() + timedelta(hours=48)
    letter = Email.objects.get()
    assert (letter.to, letter.template) == ("ada@example.org", "vetting/offer")
    assert offer_everywhere() == 0  # the place is held: nobody else is offered it
    assert places.recount(cast.conference) == []


def test_free_places_are_looked_for_within_five_minutes() -> None:
    assert SCHEDULE[offer_everywhere] <= timedelta(minutes=5)


def test_nothing_is_offered_once_the_conference_is_over_and_no_offer_outlasts_it(
    cast: Cast, line: list[Registration]
) -> None:
    over = cast.conference.ends_at
    with clock.frozen(over):
        assert offer_everywhere() == 0
    with clock.frozen(over - timedelta(hours=3)):
        assert offer_everywhere() == 1
    assert Offer.objects.get().expires_at == over
    with clock.frozen(over):
        assert offer_everywhere() == 0
    assert offered() == []


def seen_on(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_nothing_is_offered_before_a_second_person_approves_the_rule(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    OfferRule.objects.all().delete()
    assert offer_everywhere() == 0
    sign_in(client, cast.rosa)
    assert "No places are offered yet" in client.get(WAITING).content.decode()
    typed = {"order": "first-come", "hours": "24", "at_once": "", "step": "look"}
    html = client.post(f"{RULES}new/", typed).content.decode()
    assert "A place is available for you: please answer by +24 h" in html
    assert not OfferRule.objects.exists()
    submitted = {**typed, "seen": seen_on(html), "step": "send"}
    assert client.post(f"{RULES}new/", submitted).status_code == 302
    rule = OfferRule.objects.get()
    assert offer_everywhere() == 0
    for who, seen in (("rosa", rule.fingerprint), ("ravi", "0" * 64)):
        sign_in(client, getattr(cast, who))
        client.post(f"{RULES}{rule.pk}/approve/", {"seen": seen})
        assert OfferRule.objects.get().is_pending
        assert offer_everywhere() == 0
    seen = seen_on(client.get(f"{RULES}{rule.pk}/").content.decode())
    client.post(f"{RULES}{rule.pk}/approve/", {"seen": seen})
    assert OfferRule.objects.get().approved_by == cast.ravi
    assert offer_everywhere() == 1
    assert Offer.objects.get().expires_at == clock.now() + timedelta(hours=24)
    assert Entry.objects.get(verb="offered").details["rule"] == rule.pk


def test_all_e_mails_of_the_rule_are_seen_before_it_is_submitted(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.rosa)
    typed = {"order": "by-lot", "hours": "48", "at_once": "9", "step": "look"}
    pages = [
        client.post(f"{RULES}new/", {**typed, "at": str(at)}).content.decode()
        for at in range(1, 11)
    ]
    for page, subject in zip(
        pages,
        (
            "A place is available", "Your place is confirmed", "The place offered",
            "A place is available for N. N.", "The place of N. N. is confirmed",
        ),
        strict=False,
    ):  # fmt: skip
        assert subject in page
    assert all("XXXXXXXX" in page for page in pages)  # the reference of N. N.
    assert not any("have no e-mail address" in page for page in pages[:3])
    assert "تأكد مكانكم" in pages[6]
    assert "E-mail 10 of 10" in pages[9]


def test_an_e_mail_that_changed_stops_the_offers_and_the_page_says_so(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    sign_in(client, cast.rosa)
    assert "Free places are offered" in client.get(WAITING).content.decode()
    name = cast.conference.name
    rows = Conference.objects.filter(pk=cast.conference.pk)
    rows.update(name={"en": "69th Conference"})
    assert offer_everywhere() == 0
    html = client.get(WAITING).content.decode()
    assert "an e-mail has changed since two people approved the rule" in html
    assert "Free places are offered" not in html
    rows.update(name=name)
    assert offer_everywhere() == 1


def test_what_no_e_mail_of_the_rule_says_stops_no_offer(
    cast: Cast, line: list[Registration]
) -> None:
    Window.objects.update(closes_at=OPENING_MORNING)
    Category.objects.update(name={"en": "Envoy"})
    assert offer_everywhere() == 1


def test_the_waiting_page_renders_no_e_mail(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    sign_in(client, cast.rosa)
    rendered = []

    def keep(sender: object, template: Any, **more: object) -> None:
        rendered.append(template.name)

    template_rendered.connect(keep)
    client.get(WAITING)
    assert "vetting/waiting.html" in rendered
    assert [name for name in rendered if name and "/emails/" in name] == []


def test_a_rule_is_submitted_and_approved_as_it_is_now(
    cast: Cast, line: list[Registration]
) -> None:
    rule = OfferRule(hours=24)
    with pytest.raises(ValidationError) as refusal:
        vetting.offer.submit_rule(cast.conference, rule, seen="0" * 64, actor=cast.rosa)
    assert refusal.value.code == "changed"
    seen = WaitingList(cast.conference).fingerprint(rule)
    rule = vetting.offer.submit_rule(cast.conference, rule, seen=seen, actor=cast.rosa)
    cast.conference.name = {"en": "69th Conference"}
    cast.conference.save()
    with pytest.raises(ValidationError) as refusal:
        vetting.offer.approve_rule(rule, seen=seen, actor=cast.ravi)
    assert refusal.value.code == "changed"
    assert OfferRule.objects.in_force(cast.conference).get().hours == 48


def test_a_new_rule_replaces_the_one_in_force_and_only_one_is_pending(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    first = OfferRule.objects.get()
    rule = OfferRule(hours=24)
    seen = WaitingList(cast.conference).fingerprint(rule)
    rule = vetting.offer.submit_rule(cast.conference, rule, seen=seen, actor=cast.rosa)
    assert OfferRule.objects.in_force(cast.conference).get() == first
    with pytest.raises(ValidationError, match="already pending"):
        vetting.offer.submit_rule(
            cast.conference, OfferRule(hours=24), seen=seen, actor=cast.ravi
        )
    vetting.offer.approve_rule(rule, seen=seen, actor=cast.ravi)
    first.refresh_from_db()
    assert first.state == "done"
    assert OfferRule.objects.in_force(cast.conference).get() == rule
    replaced = Entry.objects.get(verb="replaced offer rule")
    assert (replaced.thing_id, replaced.details["by"]) == (first.pk, rule.pk)


def test_a_rule_is_stopped_by_one_registrar_and_open_offers_stay(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    assert offer_everywhere() == 1
    Counter.objects.filter(category=None).update(cap=3)
    rule = OfferRule.objects.get()
    sign_in(client, cast.rosa)
    assert (
        "Stop offering places" in client.get(rule.get_absolute_url()).content.decode()
    )
    client.post(f"{RULES}{rule.pk}/stop/")
    assert offer_everywhere() == 0
    assert offered() == ["Ada"]
    assert OfferRule.objects.get().state == "done"
    html = client.post(f"{RULES}{rule.pk}/stop/", follow=True).content.decode()
    assert "no longer in force" in html
    assert Entry.objects.filter(verb="stopped offers").count() == 1


def test_only_so_many_offers_are_open_at_once(
    cast: Cast, line: list[Registration]
) -> None:
    Counter.objects.filter(category=None).update(cap=3)
    OfferRule.objects.all().delete()
    approve_offers(cast, at_once=2)
    assert offer_everywhere() == 2
    assert offered() == ["Ada", "Bo"]
    assert offer_everywhere() == 0
    vetting.offer.decline_offer(Offer.objects.open()[0], actor=cast.rosa)
    assert offer_everywhere() == 1
    assert len(offered()) == 2


def test_a_lot_orders_the_line_and_whoever_let_an_offer_pass_comes_last(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    OfferRule.objects.all().delete()
    rule = approve_offers(cast, order="by-lot")
    queue = WaitingList(cast.conference)
    drawn = [waiting.key for waiting in offers.in_order(queue, rule)]
    assert sorted(drawn) == sorted(row.pk for row in line)
    assert drawn == [waiting.key for waiting in offers.in_order(queue, rule)]
    orders = set()
    for _number in range(40):
        rule.pk = new_id()
        orders.add(tuple(each.key for each in offers.in_order(queue, rule)))
    assert len(orders) == 6  # every order of three comes up: 6 * (5/6) ** 40 < 0.5 %
    assert offer_everywhere() == 1
    assert Offer.objects.get().position_id == drawn[0]
    sign_in(client, next(row.user for row in line if row.pk == drawn[1]))
    home = client.get("/en/uncsc-2019/lobby/").content.decode()
    assert "drawn by lot" in home
    assert "You are number" not in home
    with clock.frozen(OPENING_MORNING + timedelta(hours=48)):
        assert offer_everywhere() == 1
        assert Offer.objects.open().get().position_id == drawn[1]
        rest = [
            waiting.key for waiting in offers.in_order(queue, OfferRule.objects.get())
        ]
        assert rest == [drawn[2], drawn[0]]


def test_whoever_needs_no_place_of_a_full_counter_is_not_passed_over(
    cast: Cast, line: list[Registration]
) -> None:
    """Guests stand outside the count of delegation and conference."""
    Counter.objects.filter(category=None).update(cap=0)
    Delegation.objects.update(cap=0)
    Registration.objects.filter(pk=line[2].pk).update(category=cast.guest)
    assert offer_everywhere() == 1
    assert offered() == ["Cy"]


@pytest.mark.parametrize("who", ["amina", "sam", "petra", "eve"])
def test_the_line_is_the_registrars(client: Client, cast: Cast, who: str) -> None:
    rule = OfferRule.objects.create(
        conference=cast.conference, fingerprint="0" * 64, prepared_by=cast.rosa
    )
    sign_in(client, getattr(cast, who))
    assert client.get(WAITING).status_code == 403
    assert client.get(f"{RULES}{rule.pk}/").status_code == 404
    assert client.post(f"{RULES}new/", {"hours": "48"}).status_code == 403
    for verb in ("approve", "discard", "stop"):
        assert client.post(f"{RULES}{rule.pk}/{verb}/").status_code == 404
    assert list(OfferRule.objects.all()) == [rule]
    assert OfferRule.objects.get().is_pending


def test_who_takes_the_offer_is_approved(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    offer_everywhere()
    ada = User.objects.get(email="ada@example.org")
    sign_in(client, ada)
    assert vetted(line[0], "offer") in client.get(person(line[0])).content.decode()
    html = client.get(vetted(line[0], "offer")).content.decode()
    assert "A place is available for you." in html
    client.post(vetted(line[0], "offer/take"))
    assert states(*line) == ["approved", "waiting", "waiting"]
    assert Offer.objects.get().state == "taken"
    assert Counter.objects.get(category=None).taken == 1
    assert offer_everywhere() == 0
    assert places.recount(cast.conference) == []
    # Twice changes nothing.
    client.post(vetted(line[0], "offer/decline"))
    assert states(line[0]) == ["approved"]


def test_an_offer_that_cannot_be_passed_on_keeps_back_no_other(
    cast: Cast, line: list[Registration]
) -> None:
    """Ada's place was lost from the counters, so it can't be given back."""
    Counter.objects.filter(category=None).update(cap=2)
    assert offer_everywhere() == 2
    Registration.objects.filter(pk=line[0].pk).update(category=press(cast))
    with clock.frozen(OPENING_MORNING + timedelta(hours=48)):
        assert offer_everywhere() == 1
        assert sorted(offered()) == ["Ada", "Cy"]
    failure = Failure.objects.get()
    assert failure.verb == "offers.actions.pass_on"
    assert failure.conference == cast.conference


def test_a_conference_that_cannot_be_done_keeps_back_no_other(
    cast: Cast, line: list[Registration]
) -> None:
    """The first by address has a rule whose e-mails can't be written."""
    broken = make_conference(slug="aaa", time_zone="No/Zone")
    OfferRule.objects.create(
        conference=broken,
        fingerprint="0" * 64,
        state="running",
        prepared_by=cast.rosa,
        approved_by=cast.ravi,
    )
    assert offer_everywhere() == 1
    failure = Failure.objects.get()
    assert (failure.verb, failure.key) == ("vetting.actions.offer.offer_in", broken.pk)


def test_a_person_who_cannot_be_offered_a_place_keeps_back_no_other(
    cast: Cast, line: list[Registration], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ada's e-mail can't be written; her offer is rolled back with its place."""
    written = mail.send

    def send(template: str, registration: Registration, **more: Any) -> Email:
        if registration.full_name == "Ada":
            raise RuntimeError
        return written(template, registration, **more)

    monkeypatch.setattr(mail, "send", send)
    assert offer_everywhere() == 1
    assert offered() == ["Bo"]
    assert places.recount(cast.conference) == []
    failure = Failure.objects.get()
    assert (failure.verb, failure.key) == (
        "offers.actions.offer_place",
        line[0].pk,
    )
    monkeypatch.undo()
    Counter.objects.filter(category=None).update(cap=2)
    assert offer_everywhere() == 1
    assert sorted(offered()) == ["Ada", "Bo"]
    assert not Failure.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its tests run in memory")
@pytest.mark.parametrize(("cap", "at_once", "made"), [(1, 9, 1), (3, 9, 3), (3, 2, 2)])
def test_four_workers_at_once_offer_each_free_place_once(
    cast: Cast, line: list[Registration], cap: int, at_once: int, made: int
) -> None:
    Counter.objects.filter(category=None).update(cap=cap)
    approve_offers(cast, at_once=at_once)
    start = Barrier(4)

    def work(_number: int) -> int:
        try:
            start.wait(10)
            with clock.frozen(OPENING_MORNING):
                return offer_everywhere()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == made
    assert sorted(offered()) == ["Ada", "Bo", "Cy"][:made]
    assert Offer.objects.count() == Email.objects.count() == made
    assert not Failure.objects.exists()
    assert places.recount(cast.conference) == []


def reread_without_a_lock(rule: OfferRule) -> OfferRule:
    return OfferRule.objects.get(pk=rule.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its tests run in memory")
@pytest.mark.parametrize(("is_locked", "made"), [(True, 1), (False, 2)])
def test_no_more_offers_are_open_than_the_rule_says_by_its_lock_alone(
    cast: Cast,
    line: list[Registration],
    monkeypatch: pytest.MonkeyPatch,
    is_locked: bool,
    made: int,
) -> None:
    """And its control, which must fail: both count before either has offered."""
    Counter.objects.filter(category=None).update(cap=3)
    approve_offers(cast, at_once=1)
    rule = OfferRule.objects.in_force(cast.conference).get()
    both_have_counted = Barrier(1 if is_locked else 2)

    class Slow(WaitingList):
        def locked(self, key: str) -> Registration:
            both_have_counted.wait(10)
            return super().locked(key)

    if not is_locked:
        monkeypatch.setattr(offers, "reread_locked", reread_without_a_lock)

    def work(person: Registration) -> bool:
        try:
            with clock.frozen(OPENING_MORNING):
                return offers._offer(Slow(cast.conference), rule, person.pk)
        except Full:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(work, line[:2])) == made
    assert Offer.objects.open().count() == made


def test_declined_it_passes_to_the_next(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    offer_everywhere()
    sign_in(client, User.objects.get(email="ada@example.org"))
    client.post(vetted(line[0], "offer/decline"))
    assert states(*line) == ["withdrawn", "waiting", "waiting"]
    assert offer_everywhere() == 1
    assert offered() == ["Bo"]
    assert places.recount(cast.conference) == []


def test_unanswered_it_passes_on_and_its_person_goes_to_the_end(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    offer_everywhere()
    with clock.frozen(OPENING_MORNING + timedelta(hours=48)):
        sign_in(client, User.objects.get(email="ada@example.org"))
        client.post(vetted(line[0], "offer/take"))
        assert states(line[0]) == ["waiting"]
        assert offer_everywhere() == 1
        assert offered() == ["Bo"]
        order = Registration.objects.in_line().values_list("full_name", flat=True)
        assert list(order) == ["Bo", "Cy", "Ada"]
    assert places.recount(cast.conference) == []


def test_a_full_delegation_is_passed_over_and_keeps_its_place_in_line(
    cast: Cast, line: list[Registration]
) -> None:
    other = Delegation.objects.create(
        conference=cast.conference, organisation=cast.borealis, cap=5
    )
    Registration.objects.filter(pk=line[2].pk).update(delegation=other)
    Delegation.objects.filter(pk=cast.delegation.pk).update(cap=0)
    assert offer_everywhere() == 1
    assert offered() == ["Cy"]
    Delegation.objects.filter(pk=cast.delegation.pk).update(cap=5)
    Counter.objects.filter(category=None).update(cap=2)
    assert offer_everywhere() == 1
    assert sorted(offered()) == ["Ada", "Cy"]


def test_a_full_category_is_passed_over(cast: Cast, line: list[Registration]) -> None:
    Registration.objects.filter(pk=line[1].pk).update(category=press(cast))
    Category.objects.filter(pk=cast.representative.pk).update(cap=0)
    assert offer_everywhere() == 1
    assert offered() == ["Bo"]


def test_who_is_too_young_is_passed_over_and_takes_no_offer(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    flag = Flag.objects.create(registration=line[0], kind="minor")
    assert offer_everywhere() == 1
    assert offered() == ["Bo"]
    Flag.objects.create(registration=line[1], kind="minor")
    sign_in(client, User.objects.get(email="bo@example.org"))
    client.post(vetted(line[1], "offer/take"))
    assert states(*line) == ["waiting", "waiting", "waiting"]
    Counter.objects.filter(category=None).update(cap=2)
    vetting.flag.clear_flag(flag, note="The consent is here.", actor=cast.rosa)
    assert offer_everywhere() == 1
    assert sorted(offered()) == ["Ada", "Bo"]


@pytest.mark.parametrize("who", ["amina", "rosa"])
def test_only_the_person_answers_an_offer(
    client: Client, cast: Cast, line: list[Registration], who: str
) -> None:
    offer_everywhere()
    sign_in(client, getattr(cast, who))
    assert client.post(vetted(line[0], "offer/take")).status_code == 403
    assert states(line[0]) == ["waiting"]


@pytest.mark.parametrize("who", ["amina", "rosa", "clara"])
def test_for_whoever_no_letter_reaches_others_answer(
    client: Client, cast: Cast, line: list[Registration], who: str
) -> None:
    Registration.objects.filter(pk=line[0].pk).update(email="", user=None)
    offer_everywhere()
    rosa = sign_in(Client(), cast.rosa)
    assert "No e-mail" in rosa.get(WAITING).content.decode()
    stranger = sign_in(Client(), cast.bruno)
    assert stranger.post(vetted(line[0], "offer/take")).status_code == 404
    sign_in(client, getattr(cast, who))
    html = client.get(vetted(line[0], "offer")).content.decode()
    assert "This person has no e-mail address" in html
    assert vetted(line[0], "offer/take") in html
    client.post(vetted(line[0], "offer/take"))
    assert states(line[0]) == ["approved"]
    entry = Entry.objects.about(line[0]).filter(verb="took offer").get()
    assert entry.actor == getattr(cast, who)
    assert entry.details["assisted"] is True


def test_an_offer_no_letter_reaches_is_told_to_the_focal_point(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    Registration.objects.filter(pk=line[0].pk).update(email="", user=None)
    offer_everywhere()
    letter = Email.objects.get()
    assert (letter.to, letter.template) == (
        "amina@example.org",
        "vetting/offer_for",
    )
    assert letter.subject == (
        "A place is available for Ada: please answer by Wed 28 Aug 2019, 07:30 MDT"
    )
    sign_in(client, cast.rosa).post(vetted(line[0], "offer/take"))
    told = Email.objects.get(template="vetting/offer_taken_for")
    assert told.to == "amina@example.org"
    assert "The secretariat accepted the place offered to Ada" in told.body
    assert Email.objects.count() == 2


def test_the_letter_names_the_focal_point_who_answered(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    Registration.objects.filter(pk=line[0].pk).update(email="", user=None)
    offer_everywhere()
    sign_in(client, cast.amina).post(vetted(line[0], "offer/take"))
    told = Email.objects.get(template="vetting/offer_taken_for")
    assert "Amina accepted the place offered to Ada" in told.body


def test_a_registrar_answers_an_own_offer(
    client: Client, cast: Cast, line: list[Registration]
) -> None:
    Registration.objects.filter(pk=line[0].pk).update(
        email=cast.rosa.email, user=cast.rosa
    )
    offer_everywhere()
    html = sign_in(client, cast.rosa).get(person(line[0])).content.decode()
    assert "This person has no e-mail address" not in html
    client.post(vetted(line[0], "offer/take"))
    assert states(*line) == ["approved", "waiting", "waiting"]
    told = Email.objects.get(template="vetting/offer_taken")
    assert told.to == cast.rosa.email
    entry = Entry.objects.about(line[0]).filter(verb="took offer").get()
    assert entry.details["assisted"] is False


@pytest.mark.parametrize("state", ["refused", "ended"])
def test_an_organisation_that_sends_nobody_gets_no_place(
    client: Client, cast: Cast, line: list[Registration], state: str
) -> None:
    offer_everywhere()
    Counter.objects.filter(category=None).update(cap=9)
    Accreditation.objects.filter(organisation=cast.aurora).update(state=state)
    assert offer_everywhere() == 0
    sign_in(client, User.objects.get(email="ada@example.org"))
    html = client.post(vetted(line[0], "offer/take"), follow=True).content.decode()
    assert "This organisation was not accredited" in html
    assert states(*line) == ["waiting", "waiting", "waiting"]


@pytest.mark.parametrize("state", ["refused", "ended"])
@pytest.mark.parametrize("who", ["amina", "rosa"])
def test_an_organisation_that_sends_nobody_replaces_nobody(
    cast: Cast, state: str, who: str
) -> None:
    old = make_registration(delegation=cast.delegation)
    Accreditation.objects.filter(organisation=cast.aurora).update(state=state)
    with pytest.raises(ValidationError) as refusal:
        delegations.substitute.substitute(
            old, delegations.nominate.Nominee(full_name="Lu"), actor=getattr(cast, who)
        )
    assert refusal.value.code == "organisation-refused"
    assert states(old) == ["nominated"]
    assert Registration.objects.count() == 1


def test_withdrawing_moves_the_line_up(cast: Cast, line: list[Registration]) -> None:
    offer_everywhere()
    delegations.withdraw.withdraw(line[0], actor=cast.amina)
    # Nothing has told the offer, and it is over.
    assert not Offer.objects.open().exists()
    assert offer_everywhere() == 1
    assert offered() == ["Bo"]
    assert places.recount(cast.conference) == []


def test_what_nobody_confirmed_lapses_after_the_grace(cast: Cast) -> None:
    registration = delegations.nominate.nominate(
        cast.delegation,
        delegations.nominate.Nominee(full_name="Chen"),
        actor=cast.amina,
    )
    closes = Window.objects.get(kind="confirmation").closes_at
    with clock.frozen(closes + timedelta(minutes=14)):
        assert lapse_everywhere() == 0
    with clock.frozen(closes + timedelta(minutes=15)):
        assert lapse_everywhere() == 1
        assert lapse_everywhere() == 0
    assert states(registration) == ["lapsed"]
    assert Delegation.objects.get().taken == 0


def test_a_substitute_gets_the_place_also_in_a_full_conference(
    client: Client, cast: Cast
) -> None:
    places.ensure_counters(cast.conference)
    Counter.objects.filter(category=None).update(cap=1, taken=1)
    Counter.objects.filter(category=cast.representative).update(taken=1)
    Delegation.objects.update(cap=0, taken=1)  # the cap was cut meanwhile
    old = make_registration(
        delegation=cast.delegation,
        full_name="Lu",
        email="lu@example.org",
        part="head",
        state=State.APPROVED,
        holds_delegation=True,
        holds_category=True,
        holds_conference=True,
    )
    sign_in(client, cast.amina)
    response = client.post(person(old, "substitute"), CHEN)
    assert response.status_code == 302
    new = Registration.objects.get(substitute_of=old)
    assert states(old, new) == ["substituted", "nominated"]
    assert new.part == "head"
    assert (new.holds_delegation, new.holds_category, new.holds_conference) == (
        True,
        True,
        True,
    )
    assert places.recount(cast.conference) == []
    assert sorted(letter.template for letter in Email.objects.all()) == [
        "delegations/nominated",
        "delegations/substituted",
    ]
    delegations.withdraw.withdraw(new, actor=cast.amina)
    assert Counter.objects.get(category=None).taken == 0
    assert places.recount(cast.conference) == []


def test_nobody_is_substituted_after_the_window(client: Client, cast: Cast) -> None:
    registration = make_registration(delegation=cast.delegation)
    closes = Window.objects.get(kind="substitution").closes_at
    sign_in(client, cast.amina)
    with clock.frozen(closes + timedelta(minutes=15)):
        html = client.post(person(registration, "substitute"), CHEN).content.decode()
    assert "This was open until" in html
    assert 'value="Chen Wei"' in html
    assert Registration.objects.count() == 1


def test_somebody_refused_cannot_be_replaced(cast: Cast) -> None:
    registration = make_registration(delegation=cast.delegation, state=State.REFUSED)
    with pytest.raises(ValidationError) as refusal:
        delegations.substitute.substitute(
            registration, delegations.nominate.Nominee(full_name="Lu"), actor=cast.amina
        )
    assert refusal.value.code == "not-replaceable"


@pytest.mark.parametrize("people", [1, 3])
def test_the_waiting_page_costs_the_same(
    client: Client,
    cast: Cast,
    line: list[Registration],
    people: int,
    django_assert_num_queries: "object",
) -> None:
    for extra in line[people:]:
        extra.delete()
    sign_in(client, cast.rosa)
    client.get(WAITING)
    with django_assert_num_queries(17):  # type: ignore[operator]
        client.get(WAITING)


def test_who_left_and_waits_again_is_offered_a_place_again(
    cast: Cast, line: list[Registration]
) -> None:
    """The offer of the first wait stays over, and stands in nobody's way."""
    offer_everywhere()
    ada = line[0]
    for verdict in ("refuse", "wait"):
        reason = "A mistake." if verdict == "refuse" else ""
        row = vetting.decide.for_letters(cast.conference, [ada.pk])[0]
        vetting.decide.decide(
            ada,
            verdict=verdict,
            reason=reason,
            seen=decisions.draft_of(row, verdict, reason).fingerprint,
            actor=cast.rosa,
        )
    assert not ada.offers.open().exists()
    assert list(holding.drift(cast.conference)) == []
    Registration.objects.filter(pk__in=[row.pk for row in line[1:]]).update(
        state="withdrawn"
    )
    assert offer_everywhere() == 1
    assert ada.offers.open().count() == 1
    assert list(holding.drift(cast.conference)) == []


def test_a_held_place_without_an_open_offer_is_a_drift(
    cast: Cast, line: list[Registration]
) -> None:
    offer_everywhere()
    Offer.objects.update(state="passed")
    assert places.recount(cast.conference) == []
    (drift,) = holding.drift(cast.conference)
    assert (drift.level, drift.key) == ("offer", line[0].pk)
