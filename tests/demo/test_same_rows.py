"""The bulk writer says the same as the rooms' verbs, one after the other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from hemicycle.badges import actions as badges
from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Conference, Notice
from hemicycle.delegations.actions.confirm import confirm
from hemicycle.delegations.actions.nominate import Nominee, nominate
from hemicycle.delegations.actions.register import ask, begin
from hemicycle.delegations.actions.withdraw import withdraw
from hemicycle.delegations.models import (
    Acceptance,
    Counter,
    Delegation,
    Flag,
    Registration,
)
from hemicycle.delegations.models.details import Asked
from hemicycle.demo import bulk, place, plan
from hemicycle.demo.moments import MOMENTS
from hemicycle.doors import actions as doors
from hemicycle.doors.models import Door, Scan
from hemicycle.invitations import wording
from hemicycle.invitations.actions.answer import accept_invitation, decline_invitation
from hemicycle.invitations.actions.invite import prepare_invitation, send_invitation
from hemicycle.invitations.models import Invitation, SendingItem
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.lib.codes import new_id
from hemicycle.organisations import actions as organisations
from hemicycle.organisations.models import (
    Accreditation,
    FocalPoint,
    NameKey,
    Organisation,
)
from hemicycle.people.models import User
from hemicycle.vetting import decisions
from hemicycle.vetting.actions.decide import decide
from hemicycle.vetting.models import DecisionItem

MORNING = MOMENTS["opening-morning"].at


@pytest.fixture
def story() -> plan.Plan:
    return plan.make(representatives=24, organisations=5, countries=4, seed=3)


def empty_place() -> Conference:
    conference = place.build(MORNING)
    place.give_hats(conference)
    return conference


def written_in_bulk(story: plan.Plan) -> Conference:
    conference = empty_place()
    bulk.write(story, conference, MORNING)
    return conference


class Played:
    """The same story, each thing done by its verb at its moment."""

    def __init__(self, story: plan.Plan) -> None:
        self.story = story
        self.conference = empty_place()
        self.rosa = User.objects.get(email="rosa@demo.example")
        self.invitations: dict[str, Invitation] = {}
        self.people: dict[str, Registration] = {}

    def play(self) -> Conference:
        happenings: list[tuple[datetime, Callable[[], object]]] = []

        def at(moment: datetime | None, do: Callable[[], object]) -> None:
            if moment is not None and moment <= MORNING:
                happenings.append((moment, do))

        for one in self.story.organisations:
            at(one.invited_at, lambda one=one: self.invite(one))
            at(one.answered_at, lambda one=one: self.answer(one))
        for one in self.story.people:
            at(one.nominated_at, lambda one=one: self.nominate(one))
            at(one.confirmed_at, lambda one=one: self.confirm(one))
            at(one.decided_at, lambda one=one: self.decide(one))
            at(one.withdrawn_at, lambda one=one: self.withdraw(one))
            at(one.lapsed_at, lambda one=one: self.lapse(one))
            at(one.handed_out_at, lambda one=one: self.hand_out(one))
            for scan in one.scans:
                at(scan.at, lambda one=one, scan=scan: self.scan(one, scan))
        for scan in self.story.strangers:
            at(scan.at, lambda scan=scan: self.scan(None, scan))
        for moment, do in sorted(happenings, key=lambda pair: pair[0]):
            with clock.frozen(moment):
                do()
        return self.conference

    def account(self, email: str, name: str, language: str) -> User:
        user = User.objects.filter(email=email).first()
        return user or User.objects.create_user(email, name=name, language=language)

    def invite(self, one: plan.Organisation) -> None:
        organisation = organisations.add(
            self.conference, name=one.name, kind=one.kind, country=one.country,
            subdivision=one.subdivision, city=one.city, actor=self.rosa,
        )  # fmt: skip
        if one.own_name:
            organisations.add_name(
                organisation, name=one.own_name, language="",
                conference=self.conference, actor=self.rosa,
            )  # fmt: skip
        for kind in one.standings:
            organisations.give_standing(
                organisation, kind=kind, since=None,
                conference=self.conference, actor=self.rosa,
            )  # fmt: skip
        written = bulk._Writer(self.story, self.conference, MORNING)
        invitation = prepare_invitation(
            organisation,
            conference=self.conference,
            signatory=written._signatory(one),
            addressee=one.focal_name,
            email=one.focal_email,
            language=one.language,
            actor=self.rosa,
        )
        whole = Invitation.objects.for_letter().get(pk=invitation.pk)
        self.invitations[one.id] = send_invitation(
            invitation, seen=wording.draft(whole).fingerprint, actor=self.rosa
        )

    def answer(self, one: plan.Organisation) -> None:
        invitation = self.invitations[one.id]
        if one.accepts:
            user = self.account(one.focal_email, one.focal_name, one.language)
            accept_invitation(invitation, actor=user)
        else:
            user = self.rosa
            decline_invitation(invitation, reason=one.reason, actor=user)

    def nominate(self, one: plan.Person) -> None:
        category = self.conference.categories.get(code=one.category)
        if one.organisation is None:
            self.people[one.id] = self.register_alone(one)
            return
        delegation = Delegation.objects.get(organisation__name=one.organisation.name)
        nominee = Nominee(category=category, **bulk.details_of(one, Asked.NOMINATION))
        self.people[one.id] = nominate(delegation, nominee, actor=self.rosa)

    def register_alone(self, one: plan.Person) -> Registration:
        user = self.account(one.email, one.full_name, one.language)
        draft = begin(
            self.conference,
            bulk.details_of(one, Asked.REGISTERING),
            organisation=None,
            category=self.conference.categories.filter(is_open=True).first(),
            actor=user,
        )
        category = self.conference.categories.get(code=one.category)
        Registration.objects.filter(pk=draft.pk).update(category=category)
        return ask(draft, actor=user)

    def confirm(self, one: plan.Person) -> None:
        user = self.account(one.email, one.full_name, one.language)
        confirm(
            self.people[one.id],
            bulk.details_of(one, Asked.DETAILS),
            answers={
                notice.pk: {
                    "photographs": one.allows_photographs, "list": one.allows_list,
                }.get(notice.kind, True)
                for notice in Notice.objects.in_force(self.conference)
            },
            actor=user,
        )  # fmt: skip

    def decide(self, one: plan.Person) -> None:
        registration = Registration.objects.get(pk=self.people[one.id].pk)
        preview = decisions.draft_of(registration, one.verdict, one.reason)
        decide(
            registration, verdict=one.verdict, reason=one.reason,
            seen=preview.fingerprint, actor=self.rosa,
        )  # fmt: skip
        if one.verdict == "approve":
            registration.refresh_from_db()
            badges.issue(registration, actor=None)

    def withdraw(self, one: plan.Person) -> None:
        registration = self.people[one.id]
        registration.refresh_from_db()
        withdraw(registration, actor=registration.user or self.rosa)

    def lapse(self, one: plan.Person) -> None:
        from hemicycle.delegations.actions.withdraw import _lapse

        _lapse(self.people[one.id].pk)

    def hand_out(self, one: plan.Person) -> None:
        badge = Badge.objects.get(registration=self.people[one.id])
        badges.hand_out(badge, actor=self.rosa)

    def scan(self, one: plan.Person | None, scan: plan.Scan) -> None:
        code = "PAPER"
        if one is not None:
            code = Badge.objects.get(registration=self.people[one.id]).code
        door = Door.objects.get(conference=self.conference, name=scan.door)
        doors.scan(door, code=code, scan_id=new_id())


def rows(conference: Conference) -> dict[str, Any]:
    """Everything that was written, without identifiers and without what is drawn anew
    (codes, serials, signatures)."""
    people = Registration.objects.filter(conference=conference)
    return {
        "organisations": table(
            Organisation.objects.all(), "name", "kind", "country", "subdivision",
            "city", "search", "names__name", "standings__kind",
        ),
        "names": table(
            NameKey.objects.all(), "organisation__name", "kind", "key", "country"
        ),
        "invitations": table(
            Invitation.objects.all(), "organisation__name", "email", "addressee",
            "language", "state", "sent_at", "answered_at", "decline_reason",
            "signatory__name", "signatory_title", "cap",
        ),
        "sendings": table(
            SendingItem.objects.all(), "invitation__organisation__name", "outcome",
            "sending__state", "sending__needs_second", "sending__prepared_at",
            "sending__done_at",
        ),
        "accreditations": table(
            Accreditation.objects.all(), "organisation__name", "state", "decided_at"
        ),
        "focal points": table(
            FocalPoint.objects.all(), "organisation__name", "user__email", "ended_at"
        ),
        "delegations": table(
            Delegation.objects.all(), "organisation__name", "cap", "taken", "cap_reason"
        ),
        "counters": table(Counter.objects.all(), "category__code", "cap", "taken"),
        "registrations": table(
            people, "full_name", "email", "state", "part", "category__code",
            "delegation__organisation__name", "id_name", "badge_name", "own_script",
            "affiliation", "language", "nationality", "residence", "gender", "age_band",
            "is_adult", "nominated_at", "confirmed_at", "decided_at", "decision_reason",
            "waiting_since", "ended_at", "holds_delegation", "holds_category",
            "holds_conference", "name_key",
        ),
        "claimed": table(
            people.exclude(confirmed_at=None),
            "full_name", "user__email", "user__language",
        ),
        "acceptances": table(
            Acceptance.objects.all(), "registration__full_name", "notice__kind",
            "accepted", "at",
        ),
        "flags": table(Flag.objects.all(), "registration__full_name", "kind"),
        "decisions": table(
            DecisionItem.objects.all(), "registration__full_name", "decision__verdict",
            "decision__reason", "decision__state", "outcome",
        ),
        "badges": table(
            Badge.objects.all(), "registration__full_name", "handed_out_at",
            "valid_from", "valid_until", "revoked_at",
        ),
        "scans": table(
            Scan.objects.all(), "door__name", "at", "is_green", "answer", "heard",
            "badge__registration__full_name",
        ),
        "history": table(
            Entry.objects.filter(
                conference=conference,
                thing_type="delegations.registration",
                verb__in=[
                    "nominated", "started registration", "confirmed", "approved",
                    "refused",
                    "put on the waiting list", "withdrew", "lapsed",
                ],
            ),
            "verb", "at",
        ),
    }  # fmt: skip


def table(found: Any, *columns: str) -> list[str]:
    return sorted(repr(row) for row in found.order_by().values_list(*columns))


@pytest.mark.django_db
def test_the_bulk_writer_and_the_verbs_tell_the_same_story(story: plan.Plan) -> None:
    in_bulk = rows(written_in_bulk(story))
    assert len(in_bulk["registrations"]) > 24
    assert in_bulk["scans"] != []
    from hemicycle.demo.actions import _empty

    _empty()
    by_verbs = rows(Played(story).play())
    for name, expected in by_verbs.items():
        assert in_bulk[name] == expected, name


def test_the_same_seed_tells_the_same_story(story: plan.Plan) -> None:
    again = plan.make(representatives=24, organisations=5, countries=4, seed=3)
    other = plan.make(representatives=24, organisations=5, countries=4, seed=4)
    assert again == story
    assert other.people != story.people


@pytest.mark.parametrize(
    ("people", "bodies", "countries"), [(60, 9, 7), (300, 20, 135)]
)
def test_a_plan_has_the_sizes_asked_for(
    people: int, bodies: int, countries: int
) -> None:
    made = plan.make(
        representatives=people, organisations=bodies, countries=countries, seed=1
    )
    approved = list(made.approved())
    sent_by = {one.organisation.id for one in approved if one.organisation}
    assert (len(approved), len(sent_by)) == (people, bodies)
    assert len({one.nationality for one in approved}) == countries


@pytest.mark.parametrize(
    "sizes", [(3, 5, 1), (10, 0, 1), (10, 2, 500), (5, 2, 9)], ids=str
)
def test_sizes_that_do_not_fit_are_refused_in_words(
    sizes: tuple[int, int, int],
) -> None:
    people, bodies, countries = sizes
    with pytest.raises(plan.Sizes):
        plan.make(representatives=people, organisations=bodies, countries=countries)


def test_the_doors_have_seen_red_by_the_time_the_demonstration_begins() -> None:
    strangers = plan.make().strangers
    assert 20 <= sum(scan.at <= MORNING for scan in strangers) <= 30


@pytest.mark.django_db
def test_two_strangers_may_stand_at_one_door_at_the_same_moment(
    story: plan.Plan,
) -> None:
    red = [scan for scan in story.strangers if scan.at <= MORNING]
    story.strangers += red
    conference = written_in_bulk(story)
    found = Scan.objects.filter(conference=conference, is_green=False)
    assert found.count() == 2 * len(red) > 0


def test_some_have_one_name_and_some_two_given_names_in_many_scripts() -> None:
    people = plan.make(representatives=2000, organisations=100).people
    single = [one for one in people if " " not in one.full_name]
    assert any(one.own_script for one in single)
    assert any(not one.own_script for one in single)
    long = [one for one in people if len(one.own_script.split()) == 3]
    assert len({one.nationality for one in long}) > 3
