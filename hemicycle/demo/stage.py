"""The scene of the cast, made by the rooms' own verbs, so that its e-mails are real."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from hemicycle.badges import actions as badges
from hemicycle.conferences.models import Conference, Notice
from hemicycle.delegations.actions.confirm import confirm
from hemicycle.delegations.actions.nominate import Nominee, nominate
from hemicycle.delegations.actions.register import ask, begin
from hemicycle.delegations.models import Counter, Delegation, Registration
from hemicycle.demo.cast import BY_KEY
from hemicycle.demo.moments import REOPENED_UNTIL, local
from hemicycle.demo.plan import INVITING_FROM
from hemicycle.demo.stable import stable_id
from hemicycle.invitations import wording
from hemicycle.invitations.actions.answer import accept_invitation
from hemicycle.invitations.actions.invite import prepare_invitation, send_invitation
from hemicycle.invitations.models import Invitation
from hemicycle.lib import clock
from hemicycle.offers.actions import offer_free_places
from hemicycle.organisations import naming
from hemicycle.organisations.models import Name, Organisation, Standing
from hemicycle.people.models import User
from hemicycle.post.drafts import fingerprint_of
from hemicycle.vetting import decisions
from hemicycle.vetting.actions.decide import decide, submit_decision
from hemicycle.vetting.actions.offer import approve_rule, submit_rule
from hemicycle.vetting.models import OfferRule
from hemicycle.vetting.waiting import WaitingList

Verdict = decisions.Verdict
R = TypeVar("R")

# What the cast adds to a plan: so many approved people, from so many organisations.
APPROVED, ORGANISATIONS = 6, 2
COUNTRIES = ("CN", "TN")
# Before it nobody is invited: the conference is there, and its staff, and no more.
BEGINS = INVITING_FROM

GREEN_NETWORK = [
    ("Salma Ben Youssef", "", "deputy"),
    ("Karim Najjar", "", "member"),
    ("Noémie Lefèvre", "", "member"),
    ("Sukarno", "", "member"),
]
CHAMBER = [
    ("Zhang Haoran", "张浩然", "deputy"),
    ("Liu Yating", "刘雅婷", "member"),
    ("Chen Ming", "陈明", "member"),
]


def set_cast(conference: Conference, now: datetime) -> None:
    """Amina's and Xiulan's delegations, Mariam's invitation, Châu's nomination, José's
    offer, and the decision that Rosa prepared for Ravi to second.

    Nothing before the first invitation. In the weeks after it, what is still to come is
    done already: the scene is whole, or it could not be walked through.
    """
    if now >= BEGINS:
        _Stage(conference, now).set()


class _Stage:
    def __init__(self, conference: Conference, now: datetime) -> None:
        self.conference, self.now = conference, now
        # Whoever is still asked something was asked while it could be answered.
        self.asked_by = min(now, REOPENED_UNTIL)
        self.people = {
            key: User.objects.get(pk=stable_id("cast", key)) for key in BY_KEY
        }

    def set(self) -> None:
        green = self._invite(
            "amina", "Réseau Méditerranée Verte", "شبكة المتوسط الخضراء", "TN",
            local("2019-03-04 10:00"), standing="dgc",
        )  # fmt: skip
        green_delegation = self._accept("amina", green, local("2019-03-06 09:00"))
        chamber = self._invite(
            "xiulan", "Chamber of Small Enterprises", "小企业商会", "CN",
            local("2019-03-05 10:00"), kind="chamber", cap=25,
        )  # fmt: skip
        chamber_delegation = self._accept("xiulan", chamber, local("2019-03-08 15:00"))
        self._invite(
            "mariam", "Neighbourhood Gardens Association", "جمعية حدائق الحي", "JO",
            self.asked_by - timedelta(days=3),
        )  # fmt: skip
        self._members(
            "amina", green_delegation, GREEN_NETWORK, local("2019-03-20 11:00")
        )
        self._member(
            "amina", green_delegation, BY_KEY["chau"].name, "VN", "member",
            email=BY_KEY["chau"].email, at=self.asked_by - timedelta(hours=2),
        )  # fmt: skip
        head = self._member(
            "xiulan", chamber_delegation, BY_KEY["xiulan"].name, "CN", "head",
            email=BY_KEY["xiulan"].email, at=local("2019-03-18 10:00"),
            script=BY_KEY["xiulan"].own_script,
        )  # fmt: skip
        self._approve(head, "xiulan", local("2019-03-25 10:00"))
        for place, member in enumerate(CHAMBER):
            self._approved(chamber_delegation, member, place, "xiulan", "CN")
        self._asking(green_delegation)
        self._waiting()
        self._for_a_second()

    def _at(self, moment: datetime, act: Callable[[], R]) -> R:
        """Do it at that moment of the conference's clock, but not after now."""
        with clock.frozen(max(BEGINS, min(moment, self.now))):
            return act()

    def _invite(
        self,
        key: str,
        name: str,
        own_name: str,
        country: str,
        at: datetime,
        *,
        kind: str = "ngo",
        standing: str = "",
        cap: int | None = None,
    ) -> Invitation:
        organisation = Organisation(
            id=stable_id("organisation", key),
            name=name,
            kind=kind,
            country=country,
            created_at=min(at, self.now),
        )
        naming.create([organisation])
        Name.objects.create(organisation=organisation, name=own_name)
        if standing:
            Standing.objects.create(organisation=organisation, kind=standing)
        naming.write(organisation)
        member = BY_KEY[key]

        def send() -> Invitation:
            invitation = prepare_invitation(
                organisation,
                conference=self.conference,
                signatory=self.conference.signatories.all()[0],
                addressee=member.name,
                email=member.email,
                language=member.language,
                cap=cap,
                actor=self.people["petra"],
            )
            whole = Invitation.objects.for_letter().get(pk=invitation.pk)
            return send_invitation(
                invitation,
                seen=wording.draft(whole).fingerprint,
                actor=self.people["petra"],
            )

        return self._at(at, send)

    def _accept(self, key: str, invitation: Invitation, at: datetime) -> Delegation:
        return self._at(
            at, lambda: accept_invitation(invitation, actor=self.people[key])
        )

    def _members(
        self,
        key: str,
        delegation: Delegation,
        members: list[tuple[str, str, str]],
        at: datetime,
    ) -> None:
        for place, member in enumerate(members):
            if place < 2:
                self._approved(delegation, member, place, key, "TN")
            else:
                name, _script, part = member
                later = at + timedelta(minutes=place)
                registration = self._member(
                    key, delegation, name, "TN", part, at=later,
                    email=f"{key}.member{place}@example.org",
                )  # fmt: skip
                self._confirm(registration, "TN", later + timedelta(days=1))

    def _approved(
        self,
        delegation: Delegation,
        member: tuple[str, str, str],
        place: int,
        key: str,
        country: str,
    ) -> None:
        name, script, part = member
        at = local("2019-03-19 10:00") + timedelta(minutes=place)
        registration = self._member(
            key, delegation, name, country, part, at=at,
            email=f"{key}.member{place}@example.org", script=script,
        )  # fmt: skip
        self._confirm(registration, country, at + timedelta(days=1), script=script)
        self._decide(registration, Verdict.APPROVE, at + timedelta(days=3))

    def _member(
        self,
        key: str,
        delegation: Delegation,
        name: str,
        country: str,
        part: str,
        *,
        email: str,
        at: datetime,
        script: str = "",
    ) -> Registration:
        nominee = Nominee(
            full_name=name,
            email=email,
            category=self.conference.categories.get(code="NGO"),
            part=part,
            language="en",
        )
        # After the deadline only the desk still can.
        actor = self.people[key if self._is_open(min(at, self.now)) else "rosa"]
        return self._at(at, lambda: nominate(delegation, nominee, actor=actor))

    def _approve(self, registration: Registration, key: str, at: datetime) -> None:
        member = BY_KEY[key]
        self._confirm(
            registration, "CN", at, script=member.own_script, actor=self.people[key]
        )
        self._decide(registration, Verdict.APPROVE, at + timedelta(days=1))
        registration.refresh_from_db()
        self._at(at + timedelta(days=1), lambda: badges.issue(registration, actor=None))

    def _confirm(
        self,
        registration: Registration,
        country: str,
        at: datetime,
        *,
        script: str = "",
        actor: User | None = None,
    ) -> None:
        details = {
            "full_name": registration.full_name,
            "id_name": registration.full_name,
            "badge_name": registration.full_name,
            "own_script": script,
            "nationality": country,
            "residence": country,
            "age_band": "33-59",
            "is_adult": True,
        }

        def do() -> None:
            answers = {
                notice.pk: True for notice in Notice.objects.in_force(self.conference)
            }
            confirm(
                registration,
                details,
                answers=answers,
                actor=actor or self.people["rosa"],
            )

        self._at(at, do)

    def _decide(self, registration: Registration, verdict: str, at: datetime) -> None:
        registration.refresh_from_db()
        seen = decisions.draft_of(registration, verdict, "").fingerprint
        self._at(
            at,
            lambda: decide(
                registration,
                verdict=verdict,
                seen=seen,
                actor=self.people["rosa"],
            ),
        )

    def _asking(self, delegation: Delegation) -> None:
        """Somebody who registered alone, for Amina to take in or to send back."""
        user = User.objects.create(
            id=stable_id("cast", "asking"),
            email="omar.fares@example.org",
            name="Omar Fares",
        )

        def do() -> None:
            draft = begin(
                self.conference,
                {"full_name": "Omar Fares", "relation": "board member"},
                organisation=delegation.organisation,
                category=self.conference.categories.get(code="NGO"),
                actor=user,
            )
            ask(draft, actor=user)

        if self._is_open(self.now - timedelta(hours=5)):
            self._at(self.now - timedelta(hours=5), do)

    def _waiting(self) -> None:
        """José waits first in line; one more place for the press makes him an offer."""
        member, user = BY_KEY["jose"], self.people["jose"]
        press = self.conference.categories.get(code="PRE")

        def register() -> Registration:
            draft = begin(
                self.conference,
                {"full_name": member.name, "affiliation": "Radio Barrio Vivo"},
                organisation=None,
                category=press,
                actor=user,
            )
            return ask(draft, actor=user)

        registration = self._at(local("2019-03-05 09:00"), register)
        self._confirm(registration, "MX", local("2019-03-05 09:30"), actor=user)
        self._decide(registration, Verdict.WAIT, local("2019-03-05 12:00"))
        counter = Counter.objects.get(conference=self.conference, category=press)
        counter.cap = press.cap = counter.taken + 1
        counter.save(update_fields=["cap"])
        press.save(update_fields=["cap"])
        read_at = self.asked_by - timedelta(hours=4)
        queue = WaitingList(self.conference)
        rosa, ravi = self.people["rosa"], self.people["ravi"]

        def submit() -> OfferRule:
            rule = OfferRule()
            seen = queue.fingerprint(rule)
            return submit_rule(self.conference, rule, seen=seen, actor=rosa)

        rule = self._at(read_at, submit)
        self._at(read_at, lambda: approve_rule(rule, seen=rule.fingerprint, actor=ravi))
        self._at(self.asked_by - timedelta(hours=3), lambda: offer_free_places(queue))

    def _for_a_second(self) -> None:
        """Rosa submitted a bulk approval; Ravi may approve it."""
        some = list(
            Registration.objects.filter(
                conference=self.conference,
                state=Registration.State.CONFIRMED,
                flags=None,
            )
            .select_related("category", "delegation__organisation", "nominated_by")
            .order_by("confirmed_at", "pk")[:5]
        )
        for deed in some:
            deed.conference = self.conference
        previews, _left_out = decisions.drafts_of(some, Verdict.APPROVE, "")
        if previews:
            self._at(
                self.now - timedelta(hours=1),
                lambda: submit_decision(
                    self.conference,
                    drafts=previews,
                    verdict=Verdict.APPROVE,
                    seen=fingerprint_of(previews),
                    actor=self.people["rosa"],
                ),
            )

    def _is_open(self, at: datetime) -> bool:
        window = self.conference.windows.get(kind="nomination")
        return window.is_open(at)
