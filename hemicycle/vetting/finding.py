"""The registrar's list: found in any spelling, one page at a time, at any size.

Pages go by the last row seen, not by counting rows before: page 2,000 of 100,000 people
costs what page 2 costs. The count stops at COUNTED.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from hemicycle.conferences.models import Category, Conference
from hemicycle.delegations.models import Delegation, Flag, Registration
from hemicycle.lib import countries
from hemicycle.lib.search import MAX_QUERY_WORDS, tokens
from hemicycle.lib.translated import in_language
from hemicycle.people.models import User
from hemicycle.vetting.models import Assignment

PAGE = 50
COUNTED = 10_000
UNDER_WAY = "under-way"
"""As a state to choose: any of those in which a registration is under way."""

ORDERS: Mapping[str, tuple[str, ...]] = {
    "name": ("full_name", "pk"),
    "confirmed": ("confirmed_at", "pk"),
}


def matching(
    found: QuerySet[Registration],
    chosen: Mapping[str, Any],
    *,
    conference: Conference,
    user: User,
) -> QuerySet[Registration]:
    """Those that fit every filter chosen. Unknown names filter nothing."""
    if (state := chosen.get("state")) == UNDER_WAY:
        found = found.filter(state__in=Registration.UNDER_WAY)
    elif state:
        found = found.filter(state=state)
    for name, column in (
        ("category", "category"),
        ("country", "nationality"),
        ("delegation", "delegation"),
    ):
        if value := chosen.get(name):
            found = found.filter(**{column: value})
    if flag := chosen.get("flag"):
        standing = Flag.objects.filter(cleared_at=None)
        if flag != "any":
            standing = standing.filter(kind=flag)
        found = found.filter(pk__in=standing.values("registration"))
    if chosen.get("mine"):
        found = found.filter(
            pk__in=Assignment.objects.filter(by=user).values("registration")
        )
    wanted = tokens(chosen.get("q", ""))[:MAX_QUERY_WORDS]
    if wanted:
        # Two indexed sets joined: one condition with OR would walk through everybody.
        by_name = Registration.objects.filter(search__begins_words=wanted)
        delegations = Delegation.objects.filter(
            conference=conference, organisation__search__begins_words=wanted
        )
        keys = list(delegations.values_list("pk", flat=True)[:COUNTED])
        fits = Q(pk__in=by_name.values("pk"))
        if keys:
            fits = Q(
                pk__in=by_name.order_by()
                .values("pk")
                .union(
                    Registration.objects.filter(delegation__in=keys)
                    .order_by()
                    .values("pk")
                )
            )
        found = found.filter(fits)
    return found


@dataclass(frozen=True)
class Page:
    """Fifty rows, how many there are, and where to go from here."""

    rows: list["Line"]
    count: int
    is_more: bool
    """There are more than `count`."""
    first: int
    previous: str
    """The row before which the previous page ends; empty on the first page."""
    next: str

    @property
    def final(self) -> int:
        return self.first + len(self.rows) - 1


def page(
    found: QuerySet[Registration],
    *,
    order: str = "name",
    after: str = "",
    before: str = "",
    first: int = 1,
) -> Page:
    """The page that begins after, or ends before, the registration of this key.

    A key that is not there any more: the first page. Five queries, for any size.
    """
    column, _key = ORDERS[order]
    count = found.order_by()[: COUNTED + 1].count()
    mark = None
    if after or before:
        mark = (
            Registration.objects.filter(pk=after or before)
            .values_list(column, "pk")
            .first()
        )
    backwards = bool(before and mark)
    rows = found
    if order == "confirmed":
        rows = rows.filter(confirmed_at__isnull=False)
    if mark and mark[0] is not None:
        rows = rows.filter(_beyond(column, mark, "lt" if backwards else "gt"))
    sign = "-" if backwards else ""
    keys = list(
        rows.order_by(f"{sign}{column}", f"{sign}pk").values_list("pk", flat=True)[
            : PAGE + 1
        ]
    )
    is_more_beyond = len(keys) > PAGE
    keys = keys[:PAGE]
    if backwards:
        keys.reverse()
    has_previous = is_more_beyond if backwards else mark is not None
    has_next = mark is not None if backwards else is_more_beyond
    if not mark or not has_previous:
        first = 1
    return Page(
        rows=_lines(keys),
        count=min(count, COUNTED),
        is_more=count > COUNTED,
        first=max(1, first),
        previous=keys[0] if keys and has_previous else "",
        next=keys[-1] if keys and has_next else "",
    )


def after(
    found: QuerySet[Registration], registration: Registration, *, order: str = "name"
) -> Registration | None:
    """Who comes next in the list. The registration itself may have left it."""
    column, key = ORDERS[order]
    value = getattr(registration, column)
    if value is None:
        return None
    beyond = found.filter(_beyond(column, (value, registration.pk), "gt"))
    return beyond.order_by(column, key).only("full_name").first()


def _beyond(column: str, mark: tuple[Any, str], side: str) -> Q:
    """After (or before) this row. The first condition is what the index can use."""
    value, key = mark
    return Q(**{f"{column}__{side}e": value}) & (
        Q(**{f"{column}__{side}": value}) | Q(**{column: value, f"pk__{side}": key})
    )


@dataclass(frozen=True)
class Line:
    """What one row of the list shows, made ready: fifty rows at once must be cheap."""

    registration: Registration
    kind: str
    """Of the state's mark: good, wait, stop or plain."""
    state: str
    flags: list[str]
    organisation: str
    country: str
    category: str
    assigned_to: str

    @property
    def pk(self) -> str:
        return self.registration.pk


KINDS: Mapping[str, str] = {
    Registration.State.APPROVED: "good",
    Registration.State.NOMINATED: "wait",
    Registration.State.CONFIRMED: "wait",
    Registration.State.WAITING: "wait",
    Registration.State.DRAFT: "plain",
}


def _lines(keys: list[str]) -> list[Line]:
    rows = (
        Registration.objects.filter(pk__in=keys)
        .select_related("delegation__organisation", "assignment__by")
        .only(
            "full_name", "own_script", "state", "nationality", "category_id",
            "conference_id", "delegation__organisation__name", "assignment__by__name",
            "assignment__by__email",
        )
    )  # fmt: skip
    by_key = {row.pk: row for row in rows}
    flags: dict[str, list[str]] = {}
    words = {kind: str(label) for kind, label in Flag.Kind.choices}
    for key, kind in Flag.objects.filter(
        registration__in=keys, cleared_at=None
    ).values_list("registration_id", "kind"):
        flags.setdefault(key, []).append(words[kind])
    states = {state: str(label) for state, label in Registration.State.choices}
    categories = {
        key: in_language(name)
        for key, name in Category.objects.filter(
            pk__in={row.category_id for row in by_key.values()}
        ).values_list("pk", "name")
    }
    return [
        Line(
            registration=row,
            kind=KINDS.get(row.state, "stop"),
            state=states[row.state],
            flags=flags.get(row.pk, []),
            organisation=row.delegation.organisation.name if row.delegation else "",
            country=countries.name(row.nationality),
            category=categories[row.category_id],
            assigned_to=str(row.assignment.by) if hasattr(row, "assignment") else "",
        )
        for row in (by_key[key] for key in keys if key in by_key)
    ]
