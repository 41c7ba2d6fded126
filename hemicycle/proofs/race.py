"""Many processes claim the last place of a delegation at the same moment (goal R2).

The proof needs its control: `claim_without_lock` counts first and writes in a second
transaction, as careless code does, and must oversell. In one transaction it would not,
on SQLite: IMMEDIATE transactions run one after the other.
"""

import multiprocessing
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count
from django.db.models.functions import Coalesce

from hemicycle.conferences.models import Category, Conference, Window
from hemicycle.delegations import places
from hemicycle.delegations.actions.nominate import Nominee, nominate
from hemicycle.delegations.asked import NOMINATION
from hemicycle.delegations.models import Delegation, MembersPlaces, Registration
from hemicycle.journal.maintenance import forget_conference
from hemicycle.lib import clock, codes
from hemicycle.organisations import naming
from hemicycle.organisations.models import FocalPoint, Membership, Organisation
from hemicycle.people.models import User

CAP = 3
LAST_PLACES = 1
MOST_PROCESSES = 64
# More writers than this only wait for SQLite's one write lock, and wait unfairly.
MOST_PROCESSES_ON_SQLITE = 4
STUCK_SECONDS = 300

Claim = Callable[[Delegation, str, Category, User], bool]


@dataclass(frozen=True)
class Outcome:
    """`exceeded`: rounds with more people than places; `unsold`: with fewer."""

    rounds: int
    claims: int
    processes: int
    winners: int
    exceeded: int
    unsold: int
    drift: int
    failures: int


def run(
    claims: int, rounds: int, *, with_lock: bool = True, for_members: bool = False
) -> Outcome:
    """`rounds` delegations with one place left, `claims` attempts to take each.

    With `for_members` an umbrella organisation nominates, and the places are those of
    its members' own delegations. All in a scratch conference that is removed at the
    end, its journal too. Raises ValueError for sizes that make no race.
    """
    if claims < 1 or rounds < 1:
        raise ValueError("A race needs at least one claim and one round.")
    most = MOST_PROCESSES_ON_SQLITE
    if connection.vendor != "sqlite":
        most = MOST_PROCESSES
    processes = min(claims, most)
    with scratch(rounds) as (conference, actor):
        failures = _race(
            conference,
            actor,
            claims,
            processes,
            (claim_for_member if for_members else claim)
            if with_lock
            else claim_without_lock,
        )
        counted = (
            Registration.objects.filter(conference=conference)
            .order_by()
            .values(delegation_counted=Coalesce("counted_in", "delegation"))
            .annotate(people=Count("pk"))
        )
        people = [row["people"] for row in counted]
        return Outcome(
            rounds=rounds,
            claims=claims,
            processes=processes,
            winners=sum(count - (CAP - LAST_PLACES) for count in people),
            exceeded=sum(count > CAP for count in people),
            unsold=sum(count < CAP for count in people),
            drift=len(places.recount(conference)) if with_lock else 0,
            failures=failures,
        )


def claim(delegation: Delegation, name: str, category: Category, actor: User) -> bool:
    """The real action, as the focal point's page calls it."""
    nominee = Nominee(full_name=name, category=category)
    try:
        nominate(delegation, nominee, actor=actor)
    except ValidationError as refusal:
        if refusal.code != "delegation-full":
            raise
        return False
    return True


def claim_for_member(
    delegation: Delegation, name: str, category: Category, actor: User
) -> bool:
    """The umbrella nominates somebody who takes a place of the member's delegation."""
    umbrella = Delegation.objects.get(
        conference=delegation.conference,
        organisation__memberships__member=delegation.organisation_id,
    )
    umbrella.conference = delegation.conference
    nominee = Nominee(
        full_name=name, category=category, stands_for=delegation.organisation
    )
    try:
        nominate(umbrella, nominee, actor=actor)
    except ValidationError as refusal:
        if refusal.code != "delegation-full":
            raise
        return False
    return True


def claim_without_lock(
    delegation: Delegation, name: str, category: Category, actor: User
) -> bool:
    """The control: count, and then write. Never to be used anywhere else."""
    count = Registration.objects.filter(delegation=delegation).going().count()
    if count >= CAP:
        return False
    with transaction.atomic():
        registration = _registration(delegation, name, category)
        registration.save(force_insert=True)
    return True


def _race(
    conference: Conference, actor: User, claims: int, processes: int, claim: Claim
) -> int:
    """Start the processes together, round by round. Returns how many broke."""
    delegations = [
        delegation.pk
        for delegation in conference.delegations.exclude(cap=0).order_by("pk")
    ]
    category = conference.categories.get()
    connection.close()  # no two processes may share one
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(processes)

    def work(number: int) -> None:
        mine = range(number, claims, processes)
        try:
            for key in delegations:
                delegation = Delegation.objects.get(pk=key)
                delegation.conference = conference
                barrier.wait(STUCK_SECONDS)
                for attempt in mine:
                    claim(delegation, f"Claim {key} {attempt}", category, actor)
        except BaseException:
            traceback.print_exc()
            barrier.abort()
            raise
        finally:
            connection.close()

    workers = [fork.Process(target=work, args=(n,)) for n in range(processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(worker.exitcode != 0 for worker in workers)


@contextmanager
def scratch(
    delegations: int, *, cap: int = CAP, early: int = CAP - LAST_PLACES
) -> Iterator[tuple[Conference, User]]:
    """A conference with so many delegations, `early` people in each, and the focal
    point of all; gone after the block."""
    name = f"race-{codes.new_id()}"
    try:
        yield _make(name, delegations, cap, early)
    finally:
        connection.close()
        _remove(name)


@transaction.atomic
def _make(name: str, rounds: int, cap: int, early: int) -> tuple[Conference, User]:
    now, today = clock.now(), clock.last_today()
    conference = Conference.objects.create(
        slug=name,
        name={"en": "Race"},
        short_name="Race",
        starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=31),
        languages=["en"],
    )
    Window.objects.create(
        conference=conference,
        kind=NOMINATION,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30),
    )
    category = Category.objects.create(
        conference=conference, code="RAC", name={"en": "Runner"}
    )
    places.ensure_counters(conference)
    organisations = [
        Organisation(name=f"{name} {n}", country="CH") for n in range(rounds)
    ]
    umbrella = Organisation(name=f"{name} umbrella", country="CH")
    naming.create([*organisations, umbrella])
    delegations = Delegation.objects.bulk_create(
        [
            Delegation(
                conference=conference,
                organisation=organisation,
                cap=cap,
                taken=early,
            )
            for organisation in organisations
        ]
    )
    Delegation.objects.create(
        conference=conference,
        organisation=umbrella,
        cap=0,
        members_places=MembersPlaces.OWN,
    )
    Membership.objects.bulk_create(
        [
            Membership(umbrella=umbrella, member=organisation)
            for organisation in organisations
        ]
    )
    Registration.objects.bulk_create(
        [
            _registration(delegation, f"Early {n}", category)
            for delegation in delegations
            for n in range(early)
        ],
        batch_size=500,
    )
    actor = User.objects.create_user(f"{name}@example.org", name="Race")
    FocalPoint.objects.bulk_create(
        FocalPoint(conference=conference, organisation=organisation, user=actor)
        for organisation in [*organisations, umbrella]
    )
    return conference, actor


def _registration(
    delegation: Delegation, name: str, category: Category
) -> Registration:
    registration = Registration(
        conference=delegation.conference,
        delegation=delegation,
        category=category,
        full_name=name,
        state=Registration.State.NOMINATED,
        holds_delegation=True,
    )
    registration.index()
    return registration


@transaction.atomic
def _remove(name: str) -> None:
    for conference in Conference.objects.filter(slug=name):
        forget_conference(conference.pk)
    Registration.objects.filter(conference__slug=name).delete()
    Delegation.objects.filter(conference__slug=name).delete()
    Conference.objects.filter(slug=name).delete()
    Membership.objects.filter(umbrella__name=f"{name} umbrella").delete()
    Organisation.objects.filter(name__startswith=f"{name} ").delete()
    User.objects.filter(email=f"{name}@example.org").delete()
