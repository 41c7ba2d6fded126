"""The registrar's list, the waiting list, and the decisions of two people."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences import categories
from hemicycle.conferences.access import demand
from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat
from hemicycle.delegations.facts import in_words
from hemicycle.delegations.models import Delegation, Flag, Registration
from hemicycle.delegations.models.details import DETAILS, Detail
from hemicycle.delegations.policy import can_list_registrations, is_desk
from hemicycle.fields.prepared import prepared
from hemicycle.lib import addresses, countries
from hemicycle.lib.codes import SHORT_CODE_LENGTH, ungrouped
from hemicycle.lib.search import MAX_QUERY_WORDS, fold, index_text, tokens
from hemicycle.lib.translated import in_language
from hemicycle.people.models import User
from hemicycle.tables.lists import Column, Filter, List, View
from hemicycle.ui.cells import Code, Found, Name, Since, State, Value
from hemicycle.vetting import access, policy
from hemicycle.vetting.models import Assignment, Decision, Offer

MOST_DELEGATIONS = 10_000
States = Registration.State
UNDER_WAY = "&".join(f"state={state}" for state in Registration.UNDER_WAY)
FLAGS = dict(Flag.Kind.choices)
LABELS = dict(States.choices)


# -- Finding --------------------------------------------------------------------------


def found(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """By name in any spelling, organisation, e-mail address, or code."""
    if is_address(text):
        return rows.filter(email=text)
    wanted = words_of(text)
    if not wanted:
        return rows.none()
    code = ungrouped(text)
    if len(code) == SHORT_CODE_LENGTH and "-" in text:
        return rows.filter(code=code)
    # Indexed sets joined: one condition with OR would walk through everybody.
    by_name = Registration.objects.filter(search__begins_words=wanted)
    delegations = Delegation.objects.filter(organisation__search__begins_words=wanted)
    keys = list(delegations.values_list("pk", flat=True)[:MOST_DELEGATIONS])
    fits = by_name.order_by().values("pk")
    if keys:
        of_organisation = Registration.objects.filter(delegation__in=keys)
        fits = fits.union(of_organisation.order_by().values("pk"))
    return rows.filter(pk__in=fits)


def is_address(text: str) -> bool:
    try:
        addresses.clean(text)
    except addresses.NotAnAddress:
        return False
    return True


def words_of(text: str) -> list[str]:
    """What to look for; of an address half typed, what is before its "@"."""
    return tokens(text.partition("@")[0])[:MAX_QUERY_WORDS]


def matched(registration: Any, text: str) -> Value:
    """Why the search found this person: the fields that hold what was typed."""
    if is_address(text):
        return Found(_now("E-mail"), registration.email, tokens(text))
    if "-" in text and ungrouped(text) == registration.code:
        return Found(_now("Code"), registration.code, [fold(registration.code)])
    missing = words_of(text)
    name = fold(registration.full_name).split()
    if all(any(word.startswith(token) for word in name) for token in missing):
        return _now("Name")
    reasons: list[Value] = []
    for label, value in (
        ("", registration.full_name),
        (_now("Own script"), registration.own_script),
        (_now("Name on the ID"), registration.id_name),
        (_now("Name on the badge"), registration.badge_name),
        (_now("E-mail"), registration.email.partition("@")[0]),
        (_now("Organisation"), organisation(registration)),
        (_now("Code"), registration.code),
    ):
        words = index_text(value).split()
        begun = [
            token for token in missing if any(word.startswith(token) for word in words)
        ]
        if not begun:
            continue
        missing = [token for token in missing if token not in begun]
        if label == _now("E-mail"):
            value = registration.email
        reasons.append(Found(label, value, begun) if label else _name(value, begun))
        if not missing:
            break
    return reasons


def _name(name: str, begun: Sequence[str]) -> Value:
    """The name as it was typed, or the same name in another spelling."""
    if all(token in fold(name) for token in begun):
        return _now("Name")
    return Found(_now("Same name, spelled"), name, begun)


def flagged(rows: QuerySet[Any], kinds: list[str], reader: Any) -> QuerySet[Any]:
    standing = Flag.objects.filter(cleared_at=None)
    if "any" not in kinds:
        standing = standing.filter(kind__in=kinds)
    return rows.filter(pk__in=standing.values("registration"))


def flagged_of_a_part(
    rows: QuerySet[Any], kinds: list[str], reader: Any
) -> QuerySet[Any]:
    """As `flagged`, without what follows from people outside of the reader's part."""
    told = set(FLAGS) - Flag.ABOUT_OTHERS
    wanted = told if "any" in kinds else told & set(kinds)
    return flagged(rows, sorted(wanted), reader)


def of_nationality(
    rows: QuerySet[Any], countries: list[str], reader: Any
) -> QuerySet[Any]:
    """For readers who do not see what a person has not sent yet."""
    sent = Registration.objects.with_details_sent().filter(nationality__in=countries)
    return rows.filter(pk__in=sent.values("pk"))


def assigned(rows: QuerySet[Any], to: list[str], reader: Any) -> QuerySet[Any]:
    people = [reader.pk if key == "me" else key for key in to if key != "none"]
    theirs = Assignment.objects.filter(by__in=people)
    fits = Q(pk__in=theirs.values("registration"))
    if "none" in to:
        fits |= Q(assignment=None)
    return rows.filter(fits)


# -- Choices --------------------------------------------------------------------------


def delegations(conference: Conference) -> list[tuple[str, str]]:
    rows = Delegation.objects.filter(conference=conference)
    return list(
        rows.order_by("organisation__name").values_list("pk", "organisation__name")
    )


def colleagues(conference: Conference) -> list[tuple[str, str]]:
    registrars = User.objects.filter(
        roles__conference=conference, roles__hat=Hat.REGISTRAR
    ).distinct()
    return [
        ("me", _now("Me")),
        ("none", _now("Nobody")),
        *((user.pk, str(user)) for user in registrars.order_by("name")),
    ]


# -- Cells ----------------------------------------------------------------------------


def person(registration: Any) -> Name:
    return Name(registration.full_name, registration.told_script)


def organisation(registration: Any) -> str:
    return registration.organisation_name or ""


def category(registration: Any) -> str:
    return in_language(registration.category_name)


def country_of_organisation(registration: Any) -> str:
    return countries.name(registration.organisation_country or "")


def state(registration: Any) -> State:
    return State(registration.state_kind, LABELS[registration.state])


def flags(registration: Any) -> list[State]:
    return [
        State("wait", FLAGS[kind], is_flag=True) for kind in registration.flag_kinds
    ]


def flags_of_a_part(registration: Any) -> list[State]:
    """As `flags`, for a reader who does not see everybody."""
    return [
        State("wait", FLAGS[kind], is_flag=True)
        for kind in registration.flag_kinds
        if kind not in Flag.ABOUT_OTHERS
    ]


def nationality(registration: Any) -> str:
    return countries.name(registration.nationality)


def told_nationality(registration: Any) -> str:
    """For readers who do not see what a person has not sent yet."""
    return nationality(registration) if registration.has_sent_details else ""


def waiting(registration: Any) -> Since | None:
    """How long since the person confirmed, as long as nothing is decided for good."""
    if not (registration.is_undecided or registration.is_waiting):
        return None
    since = registration.confirmed_at
    return Since(since) if since else None


def assigned_to(registration: Any) -> str:
    if registration.assigned_to is None:
        return ""
    return str(registration.assigned_to)


def _people(keys: Sequence[str]) -> QuerySet[Registration]:
    return Registration.objects.filter(pk__in=keys).annotate(
        organisation_name=F("delegation__organisation__name"),
        organisation_country=F("delegation__organisation__country"),
        category_name=F("category__name"),
        stands_for_name=F("stands_for__name"),
    )


@prepared
def people(*, keys: Sequence[str]) -> QuerySet[Registration]:
    """With all that any column shows."""
    return _people(keys).defer("search", "returned_reason")


@prepared
def people_in_short(*, keys: Sequence[str]) -> QuerySet[Registration]:
    """With what COMMON and `matched` show: at half of what the whole costs."""
    return _people(keys).only(*SHOWN_IN_COMMON)


def by_keys(keys: Sequence[str], columns: Collection[str]) -> list[Registration]:
    if IN_COMMON.issuperset(columns):
        return people_in_short(keys=keys)
    return people(keys=keys)


@prepared
def open_flags(*, keys: Sequence[str]) -> QuerySet[Flag]:
    standing = Flag.objects.filter(registration__in=keys, cleared_at=None)
    return standing.only("registration_id", "kind").order_by("pk")


@prepared
def assignments(*, keys: Sequence[str]) -> QuerySet[Assignment]:
    of_page = Assignment.objects.filter(registration__in=keys).select_related("by")
    return of_page.only("registration_id", "by__name", "by__email")


def with_facts(registrations: list[Any]) -> None:
    """Open flags and who works on them: for a whole page in two queries."""
    keys = [registration.pk for registration in registrations]
    kinds: dict[str, list[str]] = {}
    for flag in open_flags(keys=keys):
        kinds.setdefault(flag.registration_id, []).append(flag.kind)
    by = {each.registration_id: each.by for each in assignments(keys=keys)}
    for registration in registrations:
        registration.flag_kinds = kinds.get(registration.pk, [])
        registration.assigned_to = by.get(registration.pk)


# -- Lists ----------------------------------------------------------------------------

COMMON = [
    Column("name", _("Name"), person, "full_name"),
    Column("state", _("State"), state, width=9),
    Column("flags", _("Flags"), flags, width=10, phone="in"),
    Column("organisation", _("Organisation"), organisation),
    Column(
        "nationality", _("Nationality"), nationality, "nationality", 9, "beside",
        gives_way=True,
    ),
    Column(
        "category", _("Category"), category, width=9, phone="beside",
        gives_way=True,
    ),
    Column(
        "waiting", _("Waiting"), waiting, "confirmed_at", 6, is_labelled=True
    ),
    Column(
        "assigned", _("Assigned to"), assigned_to, width=8, phone="beside",
        is_labelled=True,
    ),
    Column("part", _("Part"), lambda r: r.get_part_display(), width=8, is_shown=False),
    Column("code", _("Code"), lambda r: Code(r.code), "code", 7, is_shown=False),
]  # fmt: skip
IN_COMMON = {"matched", *(column.name for column in COMMON)}
SHOWN_IN_COMMON = (
    "full_name", "own_script", "state", "nationality", "part", "code", "email",
    "id_name", "badge_name", "confirmed_at", "asked_at",
)  # fmt: skip


def of_detail(detail: Detail) -> Column:
    def value(registration: Any) -> Value:
        given = getattr(registration, detail.name)
        return given if isinstance(given, bool) else in_words(detail, given)

    name = detail.name.replace("_", "-")
    return Column(name, detail.label, value, width=11, is_shown=False)


SHOWN_ANYWAY = ("full_name", "nationality", "part")
OF_PERSON = [
    of_detail(detail)
    for detail in DETAILS
    if detail.is_exported and detail.name not in SHOWN_ANYWAY
]
OF_DECISION = [
    Column(
        "organisation-country", _("Organisation’s country"), country_of_organisation,
        width=11, is_shown=False,
    ),
    Column(
        "stands-for", _("Stands for"), lambda r: r.stands_for_name or "", width=11,
        is_shown=False,
    ),
    Column(
        "nominated", _("Nominated"), lambda r: r.nominated_at, width=10, is_shown=False
    ),
    Column(
        "confirmed", _("Confirmed"), lambda r: r.confirmed_at, width=10, is_shown=False
    ),
    Column("decided", _("Decided"), lambda r: r.decided_at, width=10, is_shown=False),
    Column(
        "reason", _("Reason of the decision"), lambda r: r.decision_reason, width=14,
        is_shown=False,
    ),
]  # fmt: skip


def exported_as(name: str) -> Callable[[User, Conference], QuerySet[Any]]:
    """A file holds those that its reader decides on, in the list that is theirs now."""

    def rows(user: User, conference: Conference) -> QuerySet[Any]:
        decidable = access.decidable(user, conference)
        demand(registrations_for(user, conference).name == name)
        return decidable

    return rows


REGISTRATIONS = List(
    name="registrations",
    title=_("Registrations"),
    address="vetting:registrations",
    link="vetting:registration",
    placeholder=_("Name in any spelling, e-mail, organisation or code"),
    columns=[*COMMON, *OF_PERSON, *OF_DECISION],
    filters=[
        Filter("state", _("State"), States.choices),
        Filter("category", _("Category"), categories.choices),
        Filter("flag", _("Flag"), [("any", _("Any flag")), *FLAGS.items()], flagged),
        Filter(
            "country", _("Nationality"), lambda conference: countries.choices(),
            "nationality", is_long=True,
        ),
        Filter(
            "delegation", _("Organisation"), delegations, is_long=True,
        ),
        Filter("assigned", _("Assigned to"), colleagues, assigned, is_long=True),
        Filter("part", _("Part"), Registration.Part.choices, is_long=True),
    ],
    views=[
        View("pending", _("Pending"), "state=confirmed"),
        View("mine", _("Assigned to me"), "assigned=me"),
        View("flagged", _("Flagged"), f"flag=any&{UNDER_WAY}"),
        View("waiting", _("Waiting list"), "state=waiting"),
        View("approved", _("Approved"), "state=approved"),
        View("all", _("All")),
    ],
    search=found,
    matched=matched,
    sort="name",
    by_keys=by_keys,
    prepare=with_facts,
    exported=exported_as("registrations"),
    is_worked_through=True,
    is_journaled=True,
    may_share=policy.can_decide,
    shared_with=can_list_registrations,
    empty=(
        _("No registrations yet"),
        _(
            "People nominated by a delegation or registering as individuals are "
            "listed here."
        ),
    ),
)  # fmt: skip


def _for_protocol(declared: List, name: str) -> List:
    """What a person typed and has not sent yet is theirs and the desk's: it is neither
    shown nor found, and nothing is sorted by it."""
    return replace(
        declared,
        name=name,
        exported=exported_as(name),
        columns=[
            replace(each, value=told_nationality, sort="")
            if each.name == "nationality"
            else each
            for each in declared.columns[: len(COMMON)]
        ],
        filters=[
            replace(each, apply=of_nationality) if each.name == "country" else each
            for each in declared.filters
        ],
    )


def _of_a_part(declared: List, name: str) -> List:
    """Whoever has a part of the conference is told neither which delegations there are
    nor what was inferred from people outside of it."""
    kinds = [("any", _("Any flag"))]
    kinds += [each for each in FLAGS.items() if each[0] not in Flag.ABOUT_OTHERS]
    return replace(
        declared,
        name=name,
        exported=exported_as(name),
        columns=[
            replace(each, value=flags_of_a_part) if each.name == "flags" else each
            for each in declared.columns
        ],
        filters=[
            replace(each, choices=kinds, apply=flagged_of_a_part)
            if each.name == "flag"
            else each
            for each in declared.filters
            if each.name != "delegation"
        ],
    )


SEEN_BY_PROTOCOL = _for_protocol(REGISTRATIONS, "registrations-protocol")
OF_A_PART = _of_a_part(REGISTRATIONS, "registrations-part")
OF_A_PART_FOR_PROTOCOL = _for_protocol(OF_A_PART, "registrations-part-protocol")


def registrations_for(user: User, conference: Conference) -> List:
    """The list as this reader may see it."""
    listed = can_list_registrations.scope(user, conference)
    sees_details = is_desk.scope(user, conference) == listed
    if listed.is_whole:
        return REGISTRATIONS if sees_details else SEEN_BY_PROTOCOL
    return OF_A_PART if sees_details else OF_A_PART_FOR_PROTOCOL


def with_offers(registrations: list[Any]) -> None:
    """Who of a page holds an open offer, and until when."""
    keys = [registration.pk for registration in registrations]
    until = dict(
        Offer.objects.open().filter(position__in=keys)
        .values_list("position_id", "expires_at")
    )  # fmt: skip
    for registration in registrations:
        registration.offered_until = until.get(registration.pk)


def offer(registration: Any) -> Value:
    parts: list[Value] = []
    if registration.offered_until:
        parts = [State("wait", _now("offered")), registration.offered_until]
    if not registration.email:
        parts.append(State("wait", _now("no e-mail"), is_flag=True))
    return parts


WAITING = List(
    name="waiting",
    title=_("Waiting list"),
    address="vetting:waiting",
    link="vetting:registration",
    placeholder=_("Name in any spelling, e-mail, organisation or code"),
    columns=[
        Column("name", _("Name"), person, "full_name"),
        Column("offer", _("Offer"), offer, width=18),
        Column("organisation", _("Organisation"), organisation, width=16),
        Column(
            "category", _("Category"), category, width=9,
            phone="beside",
        ),
        Column(
            "since", _("Waiting since"), lambda r: r.waiting_since, "waiting_since", 11,
            is_labelled=True,
        ),
    ],
    filters=[Filter("category", _("Category"), categories.choices)],
    search=found,
    sort="since",
    by_keys=by_keys,
    prepare=with_offers,
    exported=access.in_line,
    empty=(
        _("The waiting list is empty"),
        _("Registrations that you put on the waiting list are listed here."),
    ),
)  # fmt: skip

DECISIONS = List(
    name="decisions",
    title=_("Bulk decisions"),
    address="vetting:decisions",
    link="vetting:decision",
    columns=[
        Column("decision", _("Decision"), lambda d: d.get_verdict_display()),
        Column(
            "state", _("State"), lambda d: State(d.state_kind, d.state_label), width=14
        ),
        Column(
            "people", _("People"), lambda d: d.size, width=6, phone="beside",
            is_labelled=True,
        ),
        Column(
            "prepared-by", _("Prepared by"), lambda d: str(d.prepared_by or ""),
            width=12, is_labelled=True,
        ),
        Column(
            "approved-by", _("Approved or discarded by"),
            lambda d: str(d.approved_by or d.discarded_by or ""),
            width=12, phone="beside", is_labelled=True,
        ),
        Column(
            "prepared", _("Prepared"), lambda d: d.prepared_at, "prepared_at", 10,
        ),
    ],
    filters=[Filter("state", _("State"), Decision.State.choices)],
    views=[
        View("pending", _("Pending"), "state=prepared"),
        View("all", _("All")),
    ],
    sort="-prepared",
    load=lambda rows: rows.select_related("prepared_by", "approved_by", "discarded_by"),
    exported=access.listed_decisions,
    empty=(
        _("No bulk decision yet"),
        _("A decision on many is prepared by one person and approved by another."),
    ),
)  # fmt: skip
