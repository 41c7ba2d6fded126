"""The list of badges at the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.badges.models import Badge, BadgeQuerySet
from hemicycle.people.fresh import fresh_code_required
from hemicycle.tables.lists import Column, Filter, List, View
from hemicycle.ui.cells import Code, Name, State

KINDS = {"in-hand": "good", "to-hand-out": "plain", "revoked": "stop", "ended": "stop"}


def states(badge: Any) -> list[State]:
    state = Badge.State(badge.state)
    found = [State(KINDS[state], state.label)]
    if badge.is_good and badge.is_outdated:
        found.append(State("wait", _("To be replaced"), is_flag=True))
    return found


BADGES = List(
    name="badges",
    title=_("Badges"),
    address="badges:index",
    link="badges:show",
    placeholder=_("Name in any spelling or script, or serial"),
    columns=[
        Column(
            "name", _("Name"),
            lambda b: Name(b.registration.full_name, b.registration.own_script),
            sort="registration__full_name",
        ),
        Column("state", _("Badge"), states, width=18),
        Column(
            "organisation", _("Organisation"),
            lambda b: getattr(b.registration.delegation, "organisation", None)
            and b.registration.delegation.organisation.name,
        ),
        Column(
            "category", _("Category"), lambda b: str(b.registration.category),
            width=12, phone="beside",
        ),
        Column(
            "serial", _("Serial"), lambda b: Code(str(b)), sort="serial", width=8,
            is_labelled=True,
        ),
        Column(
            "issued", _("Issued"), lambda b: b.issued_at, sort="issued_at", width=9,
            is_shown=False, is_labelled=True,
        ),
    ],
    filters=[
        Filter("state", _("Badge"), Badge.State.choices),
        Filter(
            "category", _("Category"),
            lambda conference: [(c.pk, str(c)) for c in conference.categories.all()],
            apply="registration__category",
        ),
    ],
    views=[
        View("in-force", _("In force"), "state=to-hand-out&state=in-hand"),
        View("to-hand-out", _("To hand out"), "state=to-hand-out"),
        View("in-hand", _("Handed out"), "state=in-hand"),
        View("revoked", _("Revoked"), "state=revoked"),
        View("all", _("All")),
    ],
    search=BadgeQuerySet.found,
    sort="name",
    load=lambda rows: rows.select_related(
        "registration__category", "registration__delegation__organisation"
    ),
    guard=fresh_code_required,
    empty=(
        _("No badge yet"),
        _("Badges are issued automatically within a minute of an approval."),
    ),
)  # fmt: skip
