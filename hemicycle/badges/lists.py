"""The list of badges at the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.badges import access, policy
from hemicycle.badges.models import Badge, BadgeQuerySet
from hemicycle.conferences import categories
from hemicycle.tables.lists import Column, Filter, List, View
from hemicycle.ui.cells import Code, Name, State

PERSON = "registration__full_name"
CATEGORY = "registration__category"
ORGANISATION = "registration__delegation__organisation"
MEMBER = "registration__stands_for"


def person(badge: Any) -> Name:
    return Name(badge.registration.full_name, badge.registration.own_script)


def organisation(badge: Any) -> str:
    represented = badge.registration.organisation
    return represented.name if represented else ""


def states(badge: Any) -> list[State]:
    state = Badge.State(badge.state)
    shown = [State(state.kind, state.label)]
    if badge.is_good and badge.is_outdated:
        shown.append(State("wait", _("To be replaced"), is_flag=True))
    return shown


def in_states(rows: Any, values: list[str], _reader: Any) -> Any:
    return rows.in_states(values)


def category(badge: Any) -> str:
    return str(badge.registration.category)


BADGES = List(
    name="badges", title=_("Badges"), address="badges:index", link="badges:show",
    columns=[
        Column("name", _("Name"), person, PERSON),
        Column("state", _("Badge"), states, width=18),
        Column("organisation", _("Organisation"), organisation),
        Column("category", _("Category"), category, width=12, phone="beside"),
        Column("serial", _("Serial"), lambda b: Code(str(b)), "serial", 8),
        Column(
            "issued", _("Issued"), lambda b: b.issued_at, "issued_at", is_shown=False
        ),
    ],
    filters=[
        Filter("state", _("Badge"), Badge.State.choices, in_states),
        Filter("category", _("Category"), categories.choices, CATEGORY),
    ],
    views=[
        View("in-force", _("In force"), "state=to-hand-out&state=in-hand"),
        View("to-hand-out", _("To hand out"), "state=to-hand-out"),
        View("in-hand", _("Handed out"), "state=in-hand"),
        View("revoked", _("Revoked"), "state=revoked"),
        View("all", _("All")),
    ],
    search=BadgeQuerySet.found, sort="name", exported=access.listed,
    is_journaled=True, may_share=policy.can_revoke,
    shared_with=policy.can_hand_out,
    placeholder=_("Name in any spelling or script, or serial"),
    load=lambda rows: rows.with_state().select_related(CATEGORY, ORGANISATION, MEMBER),
    empty=(
        _("No badge yet"),
        _("Badges are issued automatically within a minute of an approval."),
    ),
)  # fmt: skip
