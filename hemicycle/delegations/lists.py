"""The list of delegations, and that of the members of one."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemicycle.delegations import access, states
from hemicycle.delegations.models import Registration
from hemicycle.lib import addresses
from hemicycle.tables.lists import Column, Filter, List, in_words
from hemicycle.ui.cells import Code, Link, Name, State, Value

States = Registration.State

DELEGATIONS = List(
    name="delegations",
    title=_("Delegations"),
    address="delegations:index",
    link="delegations:show",
    placeholder=_("Organisation in any spelling or script"),
    columns=[
        Column(
            "organisation", _("Organisation"), lambda d: Name(d.organisation.name),
            sort="organisation__name",
        ),
        Column(
            "taken", _("Places taken"), lambda d: d.taken, sort="taken", width=10,
            is_labelled=True,
        ),
        Column(
            "cap", _("Cap"), lambda d: d.cap, sort="cap", width=8, phone="beside",
            is_labelled=True,
        ),
        Column(
            "left", _("Places left"), lambda d: d.places_left, width=10,
            phone="beside", is_labelled=True,
        ),
    ],
    search=in_words("organisation__search"),
    sort="organisation",
    load=lambda rows: rows.select_related("organisation"),
    exported=access.listed,
    empty=(
        _("No delegation yet"),
        _(
            "A delegation is created when an organisation accepts its invitation. You "
            "can also register as an individual."
        ),
    ),
)  # fmt: skip


# -- Members --------------------------------------------------------------------------


def person(member: Any) -> Name:
    return Name(member.full_name, member.told_script)


def state(member: Any) -> State:
    return State(member.state_kind, member.get_state_display())


def category(member: Any) -> Value:
    if member.category.counts_in_delegation:
        return str(member.category)
    return [str(member.category), _now("takes no place")]


def email(member: Any) -> Value:
    """The address; without one, the focal point confirms on the person's behalf."""
    if member.email:
        return Code(addresses.shown(member.email))
    if not states.CONFIRM.starts_from(member):
        return ""
    slug = member.delegation.conference.slug
    address = reverse("delegations:confirm", args=[slug, member.pk])
    return Link(_now("Confirm for this person"), address)


STANDS_FOR = Column(
    "stands-for", _("Stands for"), lambda m: str(m.stands_for or ""), width=14
)
MEMBERS = List(
    name="members",
    title=_("Members of the delegation"),
    address="delegations:index",
    link="delegations:registration",
    placeholder=_("Name in any spelling or script"),
    columns=[
        Column("name", _("Name"), person, "full_name"),
        Column("state", _("State"), state, width=10),
        Column("part", _("Part"), lambda m: capfirst(m.get_part_display()), width=11),
        Column("category", _("Category"), category, width=14, phone="beside"),
        Column("email", _("E-mail address"), email, width=16),
    ],
    filters=[Filter("state", _("State"), States.choices)],
    search=in_words("search"),
    sort="name",
    load=lambda rows: rows.select_related("category", "stands_for"),
    exported=access.members,
    is_journaled=True,
    is_part=True,
    empty=(
        _("No one nominated yet"),
        _("Add the first person, or paste a table of all."),
    ),
)  # fmt: skip
MEMBERS_OF_UMBRELLA = replace(
    MEMBERS,
    name="members-of-umbrella",
    columns=[*MEMBERS.columns[:2], STANDS_FOR, *MEMBERS.columns[2:]],
)


def members(people: Any) -> List:
    """With the column of members stood for, where anybody stands for one."""
    if people.exclude(stands_for=None).exists():
        return MEMBERS_OF_UMBRELLA
    return MEMBERS
