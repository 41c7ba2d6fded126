"""Writes a plan into an empty database, as of one moment, in few large statements.

It says the same as the rooms' own verbs would, one after the other: a test builds a
small plan both ways and compares the rows.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from operator import itemgetter
from typing import Any

from django.db import models

from hemicycle.badges.models import Badge
from hemicycle.badges.signing import code_for, validity
from hemicycle.conferences.models import Category, Conference, Hat, Signatory
from hemicycle.delegations import caps, places
from hemicycle.delegations.journal import Happened
from hemicycle.delegations.models import (
    Acceptance,
    Counter,
    Delegation,
    Flag,
    Registration,
)
from hemicycle.delegations.models.details import Asked, asked_at
from hemicycle.demo import store
from hemicycle.demo.plan import Organisation as PlannedOrganisation
from hemicycle.demo.plan import Person, Plan
from hemicycle.demo.plan import Scan as PlannedScan
from hemicycle.demo.stable import stable_id
from hemicycle.doors.models import Door, Scan
from hemicycle.invitations import journal as invitations_journal
from hemicycle.invitations.models import Invitation, Sending, SendingItem
from hemicycle.journal.models import Entry
from hemicycle.journal.verbs import JournalVerb
from hemicycle.lib.names import name_within, same_name
from hemicycle.lib.search import index_text
from hemicycle.lib.translated import in_language
from hemicycle.organisations import naming
from hemicycle.organisations.models import (
    Accreditation,
    FocalPoint,
    Name,
    NameKey,
    Organisation,
    Standing,
)
from hemicycle.people.models import User
from hemicycle.vetting.actions.decide import RECORDED_AS
from hemicycle.vetting.models import Decision, DecisionItem, Offer

State = Registration.State
DECIDED_TOGETHER = 150
BADGE_AFTER = timedelta(minutes=1)


def write(plan: Plan, conference: Conference, now: datetime) -> None:
    """All of the plan that had happened by `now`. In the caller's transaction."""
    _Writer(plan, conference, now).write()


class _Writer:
    def __init__(self, plan: Plan, conference: Conference, now: datetime) -> None:
        self.plan, self.conference, self.now = plan, conference, now
        self.categories: dict[str, Category] = {
            category.code: category for category in conference.categories.all()
        }
        self.notices = list(conference.notices.all())
        self.signatories = list(conference.signatories.all())
        self.rules = list(conference.cap_rules.all())
        registrars = User.objects.filter(
            roles__in=conference.roles.whole().filter(hat=Hat.REGISTRAR)
        )
        self.registrars = list(registrars.order_by("email"))
        self.delegations: dict[str, Delegation] = {}
        self.users: dict[str, User] = {}
        self.entries: list[store.Row] = []

    def write(self) -> None:
        self._organisations()
        self._people()
        self.entries.sort(key=itemgetter(0))
        store.tuples(
            Entry, "at actor_id verb thing_type thing_id conference_id", self.entries
        )

    def happened(self, at: datetime | None) -> bool:
        return at is not None and at <= self.now

    # -- Organisations, invitations, delegations ---------------------------------------

    def _organisations(self) -> None:
        invited = [
            planned
            for planned in self.plan.organisations
            if self.happened(planned.invited_at)
        ]
        coming = [
            planned
            for planned in invited
            if planned.accepts and self.happened(planned.answered_at)
        ]
        rows = {planned.id: self._organisation(planned) for planned in invited}
        store.instances(Organisation, rows.values())
        store.tuples(
            Name,
            "organisation_id name",
            [(planned.id, planned.own_name) for planned in invited if planned.own_name],
        )
        store.tuples(
            NameKey,
            " ".join(naming.COLUMNS),
            {
                row
                for planned in invited
                for row, _name in naming.rows_of(
                    rows[planned.id], filter(None, [planned.own_name])
                )
            },
        )
        store.tuples(
            Standing,
            "organisation_id kind",
            [(planned.id, kind) for planned in invited for kind in planned.standings],
        )
        for planned in coming:
            self._user(
                planned.focal_email,
                planned.focal_name,
                planned.language,
                planned.answered_at,
            )
        store.instances(User, self.users.values())
        store.instances(
            Invitation,
            [self._invitation(planned, rows[planned.id]) for planned in invited],
        )
        self._sendings(invited)
        store.tuples(
            FocalPoint,
            "id conference_id organisation_id user_id named_at",
            [
                (
                    stable_id("focal point", planned.id),
                    self.conference.pk,
                    planned.id,
                    self.users[planned.focal_email].pk,
                    planned.answered_at,
                )
                for planned in coming
            ],
        )
        store.tuples(
            Accreditation,
            "id conference_id organisation_id state decided_at",
            [
                (
                    stable_id("accreditation", self.conference.pk, planned.id),
                    self.conference.pk,
                    planned.id,
                    Accreditation.State.ACCREDITED.value,
                    planned.answered_at,
                )
                for planned in coming
            ],
        )
        self.delegations = {
            planned.id: self._delegation(planned, rows[planned.id])
            for planned in coming
        }

    def _organisation(self, planned: PlannedOrganisation) -> Organisation:
        organisation = Organisation(
            id=planned.id,
            name=planned.name,
            kind=planned.kind,
            country=planned.country,
            subdivision=planned.subdivision,
            city=planned.city,
            created_at=_moment(planned.invited_at),
        )
        names = [Name(name=planned.own_name)] if planned.own_name else []
        standings = [Standing(kind=kind) for kind in planned.standings]
        organisation._prefetched_objects_cache = {  # type: ignore[attr-defined]  # private
            "names": names,
            "standings": standings,
        }
        organisation.search = index_text(planned.name, planned.own_name)
        return organisation

    def _invitation(
        self, planned: PlannedOrganisation, organisation: Organisation
    ) -> Invitation:
        signatory = self._signatory(planned)
        state = Invitation.State.SENT
        answered_by = None
        if self.happened(planned.answered_at):
            state = Invitation.State.DECLINED
            if planned.accepts:
                state = Invitation.State.ACCEPTED
                answered_by = self.users[planned.focal_email]
        invitation = Invitation(
            id=stable_id("invitation", self.conference.pk, planned.id),
            code=stable_id("code", self.conference.pk, planned.id)[:16].upper(),
            conference=self.conference,
            organisation=organisation,
            signatory=signatory,
            signatory_title=in_language(signatory.title, planned.language),
            addressee=planned.focal_name,
            email=planned.focal_email,
            language=planned.language,
            state=state,
            prepared_at=_moment(planned.invited_at),
            sent_at=planned.invited_at,
            answered_at=planned.answered_at if state != Invitation.State.SENT else None,
            answered_by=answered_by,
            decline_reason=planned.reason if state == Invitation.State.DECLINED else "",
        )
        self._entry(invitations_journal.Happened.SENT, invitation, planned.invited_at)
        if state == Invitation.State.ACCEPTED:
            self._entry(
                invitations_journal.Happened.ACCEPTED,
                invitation,
                planned.answered_at,
                answered_by,
            )
        elif state == Invitation.State.DECLINED:
            self._entry(
                invitations_journal.Happened.DECLINED, invitation, planned.answered_at
            )
        return invitation

    def _sendings(self, invited: Sequence[PlannedOrganisation]) -> None:
        """Each invitation was sent alone."""
        sendings, items = [], []
        for planned in invited:
            sending = Sending(
                id=stable_id("sending", self.conference.pk, planned.id),
                conference=self.conference,
                needs_second=False,
                state=Sending.State.DONE,
                fingerprint=sha256(planned.id.encode()).hexdigest(),
                prepared_at=_moment(planned.invited_at),
                done_at=planned.invited_at,
            )
            sendings.append(sending)
            invitation = stable_id("invitation", self.conference.pk, planned.id)
            items.append((sending.pk, invitation, SendingItem.Outcome.DONE.value))
        store.instances(Sending, sendings)
        store.tuples(SendingItem, "sending_id invitation_id outcome", items)

    def _signatory(self, planned: PlannedOrganisation) -> Signatory:
        """Both signatories sign about half of the letters, the same half each time."""
        place = int(sha256(planned.id.encode()).hexdigest(), 16) % len(self.signatories)
        return self.signatories[place]

    def _delegation(
        self, planned: PlannedOrganisation, organisation: Organisation
    ) -> Delegation:
        rule = caps.rule_for(organisation, self.rules)
        return Delegation(
            id=stable_id("delegation", self.conference.pk, planned.id),
            conference=self.conference,
            organisation=organisation,
            cap=rule.cap if rule else 0,
            cap_reason=dict(rule.label) if rule else {},
            created_at=_moment(planned.answered_at),
        )

    # -- People ------------------------------------------------------------------------

    def _people(self) -> None:
        present = [person for person in self.plan.people if self._is_there(person)]
        had_account = set(self.users)
        for person in present:
            if self.happened(person.confirmed_at):
                self._user(
                    person.email, person.full_name, person.language, person.confirmed_at
                )
        store.instances(
            User, [user for key, user in self.users.items() if key not in had_account]
        )
        rows = {person.id: self._registration(person) for person in present}
        for registration in rows.values():
            if registration.holds_delegation and registration.delegation:
                registration.delegation.taken += 1
        store.instances(Delegation, self.delegations.values())
        store.instances(Registration, rows.values())
        self._counters(rows.values())
        self._acceptances(present)
        self._flags(present, rows)
        self._decisions(present)
        self._badges(present, rows)
        self._offers(present)

    def _is_there(self, person: Person) -> bool:
        if not self.happened(person.nominated_at):
            return False
        return person.organisation is None or person.organisation.id in self.delegations

    def _state(self, person: Person) -> str:
        if self.happened(person.withdrawn_at):
            return State.WITHDRAWN
        if self.happened(person.lapsed_at):
            return State.LAPSED
        if self.happened(person.decided_at):
            return {
                "approve": State.APPROVED,
                "refuse": State.REFUSED,
                "wait": State.WAITING,
            }[person.verdict]
        return (
            State.CONFIRMED if self.happened(person.confirmed_at) else State.NOMINATED
        )

    def _registration(self, person: Person) -> Registration:
        delegation = (
            self.delegations[person.organisation.id] if person.organisation else None
        )
        category = self.categories[person.category]
        state = self._state(person)
        is_confirmed = self.happened(person.confirmed_at)
        ended = next(
            (at for at in (person.withdrawn_at, person.lapsed_at) if self.happened(at)),
            None,
        )
        focal = (
            self.users[person.organisation.focal_email] if person.organisation else None
        )
        registration = Registration(
            id=person.id,
            code=person.code,
            conference=self.conference,
            delegation=delegation,
            category=category,
            user=self.users[person.email] if is_confirmed else None,
            state=state,
            **details_of(person, Asked.NOMINATION, Asked.REGISTERING),
            nominated_by=focal,
            nominated_at=person.nominated_at,
            created_at=_moment(person.nominated_at),
        )
        if is_confirmed:
            registration.confirmed_at = person.confirmed_at
            for name, value in details_of(person, Asked.DETAILS).items():
                setattr(registration, name, value)
        if self.happened(person.decided_at):
            registration.decided_at = person.decided_at
            registration.decision_reason = person.reason
            if person.verdict == "wait":
                registration.waiting_since = person.decided_at
            if person.verdict == "refuse":
                registration.ended_at = person.decided_at
        if ended:
            registration.ended_at = ended
        self._hold(registration, is_offered=self.happened(person.offered_at))
        registration.index()
        self._history(person, registration, focal)
        return registration

    def _hold(self, registration: Registration, *, is_offered: bool) -> None:
        category = registration.category
        state = places.OFFERED if is_offered else registration.state
        levels = places.HOLDING[self.conference.regime][state]
        registration.holds_delegation = bool(
            places.DELEGATION in levels
            and registration.delegation
            and category.counts_in_delegation
        )
        registration.holds_category = places.CATEGORY in levels
        registration.holds_conference = (
            places.CONFERENCE in levels and category.counts_in_conference
        )

    def _history(
        self, person: Person, registration: Registration, focal: User | None
    ) -> None:
        if focal:
            self._entry(Happened.NOMINATED, registration, person.nominated_at, focal)
        else:
            self._entry(
                Happened.STARTED, registration, person.nominated_at, registration.user
            )
        self._entry(
            Happened.CONFIRMED, registration, person.confirmed_at, registration.user
        )
        if person.verdict:
            self._entry(
                RECORDED_AS[Decision.Verdict(person.verdict)],
                registration,
                person.decided_at,
                self._decider(person),
            )
        self._entry(
            Happened.WITHDREW, registration, person.withdrawn_at, registration.user
        )
        self._entry(Happened.LAPSED, registration, person.lapsed_at)

    def _counters(self, rows: Iterable[Registration]) -> None:
        taken: dict[str | None, int] = {}
        for row in rows:
            if row.holds_category:
                taken[row.category_id] = taken.get(row.category_id, 0) + 1
            if row.holds_conference:
                taken[None] = taken.get(None, 0) + 1
        for counter in Counter.objects.filter(conference=self.conference):
            counter.taken = taken.get(counter.category_id, 0)
            counter.save(update_fields=["taken"])

    def _acceptances(self, people: Sequence[Person]) -> None:
        notices = [
            (notice.pk, notice.kind, notice.is_required) for notice in self.notices
        ]
        store.tuples(
            Acceptance,
            "registration_id notice_id accepted at",
            [
                (
                    person.id,
                    notice,
                    is_required
                    or (
                        person.allows_list
                        if kind == "list"
                        else person.allows_photographs
                    ),
                    person.confirmed_at,
                )
                for person in people
                if self.happened(person.confirmed_at)
                for notice, kind, is_required in notices
            ],
        )

    def _flags(self, people: Sequence[Person], rows: dict[str, Registration]) -> None:
        """The rules of `delegations.flags`, over all rows at once."""
        raised = []
        by_name: dict[str, list[Person]] = {}
        for person in sorted(
            people, key=lambda person: _moment(person.confirmed_at, person.nominated_at)
        ):
            row = rows[person.id]
            at = _moment(row.confirmed_at, row.nominated_at)
            if row.id_name and not (
                same_name(row.full_name, row.id_name)
                or name_within(row.full_name, row.id_name)
            ):
                raised.append((row.pk, Flag.Kind.NAME.value, "", at))
            if not row.has_ended:
                by_name.setdefault(row.name_key, []).append(person)
        for several in by_name.values():
            for person in several[1:]:
                twin = rows[several[0].id]
                row = rows[person.id]
                if twin.nationality and row.nationality in ("", twin.nationality):
                    at = _moment(row.confirmed_at, row.nominated_at)
                    raised.append((row.pk, Flag.Kind.DUPLICATE.value, twin.code, at))
        store.tuples(Flag, "registration_id kind details raised_at", raised)

    def _decider(self, person: Person) -> User | None:
        return self.registrars[person.id < "g"] if len(self.registrars) > 1 else None

    def _decisions(self, people: Sequence[Person]) -> None:
        """Bulk decisions prepared by one registrar and approved by the other."""
        decided = sorted(
            (person for person in people if self.happened(person.decided_at)),
            key=lambda person: (
                person.verdict,
                person.reason,
                person.id < "g",
                person.decided_at,
            ),
        )
        groups: dict[tuple[str, str, bool, int], list[Person]] = {}
        for place, person in enumerate(decided):
            key = (
                person.verdict,
                person.reason,
                person.id < "g",
                place // DECIDED_TOGETHER,
            )
            groups.setdefault(key, []).append(person)
        decisions, items = [], []
        for (verdict, reason, _half, _place), group in groups.items():
            last = max(person.decided_at for person in group if person.decided_at)
            first = self._decider(group[0])
            second = next(
                (person for person in self.registrars if person != first), None
            )
            decision = Decision(
                id=stable_id("decision", group[0].id),
                conference=self.conference,
                verdict=verdict,
                reason=reason,
                fingerprint=sha256(group[0].id.encode()).hexdigest(),
                state=Decision.State.DONE,
                needs_second=len(group) > 1,
                prepared_by=first,
                prepared_at=last,
                approved_by=second if len(group) > 1 else None,
                approved_at=last if len(group) > 1 else None,
                done_at=last,
            )
            decisions.append(decision)
            items += [
                (decision.pk, person.id, DecisionItem.Outcome.DONE.value)
                for person in group
            ]
        store.instances(Decision, decisions)
        store.tuples(DecisionItem, "decision_id registration_id outcome", items)

    def _badges(self, people: Sequence[Person], rows: dict[str, Registration]) -> None:
        span = validity(self.conference)
        keys = {
            person.id: stable_id("badge", person.id)
            for person in people
            if self._has(person)
        }
        store.tuples(
            Badge,
            "id conference_id serial registration_id code valid_from valid_until "
            "issued_at handed_out_at",
            [
                (
                    keys[person.id],
                    self.conference.pk,
                    person.serial,
                    person.id,
                    code_for(self.conference, person.serial, person.category, span),
                    *span,
                    min(self.now, _moment(person.decided_at) + BADGE_AFTER),
                    person.handed_out_at
                    if self.happened(person.handed_out_at)
                    else None,
                )
                for person in people
                if person.id in keys
            ],
        )
        doors = Door.objects.filter(conference=self.conference)
        self.doors = dict(doors.values_list("name", "pk"))
        scans = [
            self._scan(scan, keys[person.id], keys[person.id])
            for person in people
            if person.id in keys
            for scan in person.scans
            if self.happened(scan.at)
        ]
        scans += [
            self._scan(scan, None, str(place))
            for place, scan in enumerate(self.plan.strangers)
            if self.happened(scan.at)
        ]
        store.tuples(
            Scan, "id conference_id door_id badge_id at is_green answer heard", scans
        )

    def _has(self, person: Person) -> bool:
        """Whether a badge was issued: also to those who withdrew later."""
        return person.verdict == "approve" and self.happened(person.decided_at)

    def _scan(self, scan: PlannedScan, badge: str | None, who: str) -> store.Row:
        door = self.doors[scan.door]
        return (
            stable_id("scan", door, scan.at.isoformat(), who),
            self.conference.pk,
            door,
            badge,
            scan.at,
            badge is not None,
            (Scan.Answer.ENTER if badge else Scan.Answer.UNKNOWN).value,
            "" if badge else "PAPER",
        )

    def _offers(self, people: Sequence[Person]) -> None:
        lasting = timedelta(hours=48)
        store.tuples(
            Offer,
            "id position_id made_at expires_at",
            [
                (
                    stable_id("offer", person.id),
                    person.id,
                    person.offered_at,
                    person.offered_at + lasting,
                )
                for person in people
                if person.offered_at and self.happened(person.offered_at)
            ],
        )

    # -- Accounts and journal ----------------------------------------------------------

    def _user(self, email: str, name: str, language: str, at: datetime | None) -> None:
        if email not in self.users:
            self.users[email] = User(
                id=stable_id("account", email),
                email=email,
                name=name,
                language=language,
                created_at=_moment(at),
            )

    def _entry(
        self,
        verb: JournalVerb,
        thing: models.Model,
        at: datetime | None,
        actor: User | None = None,
    ) -> None:
        if at is not None and at <= self.now:
            who = actor.pk if actor else None
            about = thing._meta.label_lower
            self.entries.append(
                (at, who, verb.value, about, thing.pk, self.conference.pk)
            )


def _moment(*moments: datetime | None) -> datetime:
    """The first that is known. Of what is stored, one always is: it has happened."""
    return next(at for at in moments if at is not None)


def details_of(person: Person, *forms: Asked) -> dict[str, Any]:
    """What this person is planned to give in these forms."""
    given = {"badge_name": person.full_name, "is_adult": True} | vars(person)
    return {
        detail.name: given[detail.name]
        for form in forms
        for detail in asked_at(form)
        if detail.name in given
    }
