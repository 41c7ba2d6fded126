"""Places, and the counters that keep every cap. docs/decisions/places.md says why so.

Which state holds which place is data: HOLDING. A place is taken by one conditional
UPDATE of one counter row; zero rows changed means full. Counters are always touched in
one order (delegation, category, conference; by key among equals), so no two verbs can
wait for each other; who moves several in one transaction calls `lock_in_order` first.
Nothing here counts rows before it writes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Category, Conference
from hemicycle.delegations.models import Counter, Delegation, Registration
from hemicycle.fields.prepared import Change, prepared_change

Regime = Conference.Regime
State = Registration.State

DELEGATION, CATEGORY, CONFERENCE = "delegation", "category", "conference"
LEVELS = (DELEGATION, CATEGORY, CONFERENCE)

OFFERED = "offered"
"""A waiting registration with an open offer: it holds the place offered."""

_EVERYWHERE = frozenset(LEVELS)
_DELEGATION = frozenset({DELEGATION})
_NOWHERE: frozenset[str] = frozenset()

HOLDING: Mapping[str, Mapping[str, frozenset[str]]] = {
    Regime.FIRST_COME: {
        State.DRAFT: _NOWHERE,
        State.NOMINATED: _DELEGATION,
        State.CONFIRMED: _DELEGATION,
        State.APPROVED: _EVERYWHERE,
        State.WAITING: _NOWHERE,
        OFFERED: _EVERYWHERE,
        State.REFUSED: _NOWHERE,
        State.WITHDRAWN: _NOWHERE,
        State.LAPSED: _NOWHERE,
        State.SUBSTITUTED: _NOWHERE,
    },
    Regime.QUOTA: {
        State.DRAFT: _NOWHERE,
        State.NOMINATED: _NOWHERE,
        State.CONFIRMED: _DELEGATION,
        State.APPROVED: _EVERYWHERE,
        State.WAITING: _NOWHERE,
        OFFERED: _EVERYWHERE,
        State.REFUSED: _NOWHERE,
        State.WITHDRAWN: _NOWHERE,
        State.LAPSED: _NOWHERE,
        State.SUBSTITUTED: _NOWHERE,
    },
}


class Unchanged(Enum):
    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED
"""For a move that leaves whose place it takes."""

Place = tuple[str, str]
"""A level, and the key of its row there."""


def move(
    registration: Registration,
    to: str,
    *,
    category: Category | None = None,
    counted_in: Delegation | Unchanged | None = UNCHANGED,
) -> None:
    """Give `registration` the state `to` and exactly the places that go with it.

    Sets state, category, counted_in and holds_* on the instance; the caller saves them
    in the same transaction. The instance must have been read in it, locked
    (`Registration.objects.locked()`). `to` is a state or OFFERED, which leaves the
    state.

    Raises ValidationError, with nothing taken: code "delegation-full", "category-full"
    or "conference-full".
    """
    _in_transaction()
    before = set(_held(registration))
    if category is not None:
        registration.category = category
    if not isinstance(counted_in, Unchanged):
        registration.counted_in = counted_in
    after = set(_wanted(registration, to))
    _exchange(before, after)
    if to != OFFERED:
        registration.state = to
    levels = {level for level, _key in after}
    registration.holds_delegation = DELEGATION in levels
    registration.holds_category = CATEGORY in levels
    registration.holds_conference = CONFERENCE in levels


def lock_in_order(registrations: Iterable[Registration], to: str) -> None:
    """Lock every counter that moving all of these to `to` may change, in the one order.

    Without it, the second of two moves goes back to a delegation while the first holds
    the conference's counter, and meets a withdrawal on its way from the one to the
    other: both wait, and the database kills one. Lock the registrations before.
    """
    _in_transaction()
    touched: dict[str, set[str]] = {level: set() for level in LEVELS}
    for registration in registrations:
        for level, key in {*_held(registration), *_wanted(registration, to)}:
            touched[level].add(key)
    delegations = Delegation.objects.filter(pk__in=touched[DELEGATION])
    categories = Counter.objects.filter(category__in=touched[CATEGORY])
    conferences = Counter.objects.filter(
        conference__in=touched[CONFERENCE], category=None
    )
    for rows in (
        delegations.order_by("pk"),
        categories.order_by("category"),
        conferences.order_by("conference"),
    ):
        # No key changes: whoever refers to these rows need not wait.
        list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk"))


def hand_over(registration: Registration, to: Registration) -> None:
    """Give the places of one registration to its substitute; no counter changes.

    So a substitution succeeds in a full delegation, also where the cap was cut, and the
    substitute of somebody approved doesn't fall behind the waiting list. The caller
    saves both, the given one first with its new state.
    """
    _in_transaction()
    for name in HOLDS:
        setattr(to, name, getattr(registration, name))
        setattr(registration, name, False)


HOLDS = ("holds_delegation", "holds_category", "holds_conference")


@dataclass(frozen=True)
class Shortage:
    """Fewer places left than a move of people needs. Of a delegation, category, all."""

    level: str
    name: str
    taken: int
    cap: int
    needed: int

    @property
    def left(self) -> int:
        return max(0, self.cap - self.taken)


def shortages(registrations: Sequence[Registration], to: str) -> list[Shortage]:
    """Where moving all of these to `to` would be refused; one query.

    For showing before somebody tries; `move` decides. Read with category and
    delegation.
    """
    needed: dict[Place, int] = {}
    of: dict[Place, Registration] = {}
    for registration in registrations:
        held, wanted = set(_held(registration)), set(_wanted(registration, to))
        for place in held ^ wanted:
            needed[place] = needed.get(place, 0) + (1 if place in wanted else -1)
            of[place] = registration
    counters: dict[Place, Counter] = {}
    for counter in Counter.objects.filter(
        conference__in={each.conference_id for each in registrations}
    ):
        if counter.category_id:
            counters[CATEGORY, counter.category_id] = counter
        else:
            counters[CONFERENCE, counter.conference_id] = counter
    short = []
    for place in sorted(needed, key=_order):
        name, taken, cap = _figures(place, of[place], counters.get(place))
        if cap is not None and needed[place] > max(0, cap - taken):
            short.append(Shortage(place[0], name, taken, cap, needed[place]))
    return short


def _figures(
    place: Place, registration: Registration, counter: Counter | None
) -> tuple[str, int, int | None]:
    taken = counter.taken if counter else 0
    if place[0] == CATEGORY:
        return str(registration.category), taken, registration.category.cap
    if place[0] == CONFERENCE:
        whole = registration.conference.short_name
        return whole, taken, counter.cap if counter else None
    delegation = registration.counted_in or registration.delegation
    assert delegation is not None
    return str(delegation), delegation.taken, delegation.cap


def ensure_counters(conference: Conference) -> None:
    """Make the missing counter rows."""
    with transaction.atomic():
        counted = set(conference.counters.values_list("category_id", flat=True))
        wanted = [None, *conference.categories.values_list("pk", flat=True)]
        Counter.objects.bulk_create(
            [
                Counter(conference=conference, category_id=key)
                for key in wanted
                if key not in counted
            ],
            ignore_conflicts=True,
        )


@dataclass(frozen=True)
class Drift:
    """A counter that differs from the rows it counts, or a row from its state."""

    level: str
    key: str
    recorded: int
    counted: int

    def __str__(self) -> str:
        return f"{self.level} {self.key}: recorded {self.recorded}, is {self.counted}"


def recount(conference: Conference, *, repair: bool = False) -> list[Drift]:
    """Every difference between the counters and what the registrations hold.

    Empty is what it should be. With `repair` the counters are set right (never the
    registrations: whoever holds a place keeps it).
    """
    with transaction.atomic():
        drifts = list(_differences(conference, repair))
    return drifts


def _differences(conference: Conference, repair: bool) -> Iterator[Drift]:
    held = Registration.objects.filter(conference=conference)
    counters: list[tuple[str, models.Model, str, int, int]] = []
    in_delegations = _tally(
        held.filter(holds_delegation=True).annotate(
            counted=Coalesce("counted_in", "delegation")
        ),
        "counted",
    )
    for delegation in conference.delegations.select_for_update().order_by("pk"):
        counted = in_delegations.get(delegation.pk, 0)
        counters.append(
            (DELEGATION, delegation, delegation.pk, delegation.taken, counted)
        )
    in_categories = _tally(held.filter(holds_category=True), "category_id")
    in_conference = held.filter(holds_conference=True).count()
    in_order = F("category").asc(nulls_last=True)
    recorded: dict[str | None, Counter] = {
        counter.category_id: counter
        for counter in conference.counters.select_for_update().order_by(in_order)
    }
    for key in conference.categories.values_list("pk", flat=True):
        counter = recorded.get(key)
        counted = in_categories.get(key, 0)
        if counter:
            counters.append((CATEGORY, counter, key, counter.taken, counted))
        elif counted:
            yield Drift(CATEGORY, key, 0, counted)
    whole = recorded.get(None)
    if whole:
        counters.append((CONFERENCE, whole, conference.pk, whole.taken, in_conference))
    elif in_conference:
        yield Drift(CONFERENCE, conference.pk, 0, in_conference)
    for level, row, key, taken, counted in counters:
        if taken != counted:
            if repair:
                type(row)._default_manager.filter(pk=row.pk).update(taken=counted)
            yield Drift(level, key, taken, counted)
    yield from _misplaced(conference)


def _misplaced(conference: Conference) -> Iterator[Drift]:
    """Registrations that hold less or more than their state and category say."""
    rows = Registration.objects.filter(conference=conference).select_related("category")
    for registration in rows.iterator(chunk_size=2000):
        registration.conference = conference
        held = set(_held(registration))
        wanted = set(_wanted(registration, registration.state))
        # With an open offer it holds what is offered; whether it has one is known to
        # the room of the offers.
        if registration.is_waiting and held:
            wanted = set(_wanted(registration, OFFERED))
        if wanted != held:
            yield Drift("registration", registration.pk, len(held), len(wanted))


def _tally(rows: models.QuerySet[Registration], key: str) -> dict[str, int]:
    counted = rows.order_by().values(key).annotate(n=models.Count("pk"))
    return {row[key]: row["n"] for row in counted}


def _in_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(
            "Places change only in the transaction that changes the state"
        )


def _held(registration: Registration) -> Iterator[Place]:
    if registration.holds_delegation and registration.counted_delegation_id:
        yield DELEGATION, registration.counted_delegation_id
    if registration.holds_category:
        yield CATEGORY, registration.category_id
    if registration.holds_conference:
        yield CONFERENCE, registration.conference_id


def _wanted(registration: Registration, to: str) -> Iterator[Place]:
    """The places of this state, less those its category stands outside of."""
    category = registration.category
    levels = HOLDING[registration.conference.regime][to]
    if registration.substitute_of_id and to in (State.NOMINATED, State.CONFIRMED):
        # A substitute keeps what was handed over.
        levels |= {
            level
            for level, name in zip(LEVELS, HOLDS, strict=True)
            if getattr(registration, name)
        }
    if (
        DELEGATION in levels
        and registration.counted_delegation_id
        and category.counts_in_delegation
    ):
        yield DELEGATION, registration.counted_delegation_id
    if CATEGORY in levels:
        yield CATEGORY, category.pk
    if CONFERENCE in levels and category.counts_in_conference:
        yield CONFERENCE, registration.conference_id


def _exchange(before: set[Place], after: set[Place]) -> None:
    """Take what is new and give back what is not, in the one order; all or nothing."""
    changed: list[Place] = []
    for place in sorted(before ^ after, key=_order):
        if place in before:
            _give_back(place)
        elif not _take(place):
            # The rows below are still ours, so what is put back cannot be full.
            for done in reversed(changed):
                _row(done).update(taken=F("taken") + (1 if done in before else -1))
            raise _full(place[0])
        changed.append(place)


def _order(place: Place) -> tuple[int, str]:
    return LEVELS.index(place[0]), place[1]


def _row(place: Place) -> models.QuerySet[Delegation] | models.QuerySet[Counter]:
    level, key = place
    if level == DELEGATION:
        return Delegation.objects.filter(pk=key)
    if level == CATEGORY:
        return Counter.objects.filter(category=key)
    return Counter.objects.filter(conference=key, category=None)


def _take(place: Place) -> bool:
    level, key = place
    if _TAKE[level](key=key):
        return True
    if level == DELEGATION or _row(place).exists():
        return False
    # The first place ever taken: its counter row is not there yet.
    if level == CATEGORY:
        ensure_counters(Conference.objects.get(categories=key))
    else:
        ensure_counters(Conference.objects.get(pk=key))
    return _take(place)


@prepared_change
def _take_in_delegation(*, key: str) -> Change:
    rows = _row((DELEGATION, key)).filter(taken__lt=F("cap"))
    return Change(rows, {"taken": F("taken") + 1})


@prepared_change
def _take_in_category(*, key: str) -> Change:
    cap = Subquery(Category.objects.filter(pk=OuterRef("category")).values("cap"))
    rows = _row((CATEGORY, key)).alias(limit=cap)
    has_room = Q(limit=None) | Q(taken__lt=F("limit"))
    return Change(rows.filter(has_room), {"taken": F("taken") + 1})


@prepared_change
def _take_in_conference(*, key: str) -> Change:
    rows = _row((CONFERENCE, key)).filter(Q(cap=None) | Q(taken__lt=F("cap")))
    return Change(rows, {"taken": F("taken") + 1})


_TAKE = {
    DELEGATION: _take_in_delegation,
    CATEGORY: _take_in_category,
    CONFERENCE: _take_in_conference,
}


def _give_back(place: Place) -> None:
    if not _row(place).filter(taken__gt=0).update(taken=F("taken") - 1):
        raise RuntimeError(f"No place to give back: {place}. Run check_places.")


def _full(level: str) -> ValidationError:
    texts = {
        DELEGATION: _("The delegation has no places left."),
        CATEGORY: _("This category has no places left."),
        CONFERENCE: _("The conference has no places left."),
    }
    return ValidationError(texts[level], code=f"{level}-full")
