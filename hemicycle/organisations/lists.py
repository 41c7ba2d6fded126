"""The list of organisations."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.lib import countries
from hemicycle.organisations import access, policy
from hemicycle.organisations.models import Accreditation, Organisation, Standing
from hemicycle.tables.lists import Column, Filter, List, View, in_words
from hemicycle.ui.cells import Name, State

ACCREDITED = Accreditation.State
ACCREDITATIONS = [*ACCREDITED.choices, ("none", _("not listed"))]
LABELS = dict(ACCREDITATIONS)


def accreditation(organisation: Any) -> State:
    state = organisation.accreditation_state
    if state is None:
        return State("plain", LABELS["none"])
    return State(ACCREDITED(state).kind, LABELS[state])


def accredited_as(rows: QuerySet[Any], states: list[str], reader: Any) -> QuerySet[Any]:
    fits = Q(accreditation_state__in=states)
    if "none" in states:
        fits |= Q(accreditation_state=None)
    return rows.filter(fits)


def of_standing(rows: QuerySet[Any], kinds: list[str], reader: Any) -> QuerySet[Any]:
    standings = Standing.objects.filter(kind__in=kinds)
    return rows.filter(pk__in=standings.values("organisation"))


ORGANISATIONS = List(
    name="organisations",
    title=_("Organisations"),
    address="organisations:index",
    link="organisations:show",
    placeholder=_("Name in any spelling or script"),
    columns=[
        Column("name", _("Name"), lambda o: Name(o.name, o.acronym), sort="name"),
        Column("accreditation", _("Accreditation"), accreditation, width=10),
        Column("kind", _("Kind"), lambda o: o.get_kind_display(), width=16),
        Column(
            "standing", _("Standing"),
            lambda o: [s.get_kind_display() for s in o.standings.all()],
            width=18, phone="beside",
        ),
        Column(
            "country", _("Country or area"), lambda o: countries.name(o.country),
            width=14, phone="beside",
        ),
        Column(
            "city", _("City"), lambda o: o.city, sort="city", width=10, phone="beside",
            is_shown=False,
        ),
    ],
    filters=[
        Filter("accreditation", _("Accreditation"), ACCREDITATIONS, accredited_as),
        Filter("kind", _("Kind"), Organisation.Kind.choices),
        Filter("standing", _("Standing"), Standing.Kind.choices, of_standing),
        Filter("country", _("Country or area"), lambda conference: countries.choices()),
    ],
    views=[
        View("all", _("All")),
        View("accredited", _("Accredited"), "accreditation=accredited"),
        View("requested", _("Requested"), "accreditation=requested"),
    ],
    search=in_words("search"),
    sort="name",
    load=lambda rows: rows.prefetch_related("standings"),
    exported=access.listed,
    may_share=policy.can_edit,
    shared_with=policy.can_list,
    empty=(
        _("No organisations yet"),
        _("Add the first one, or invite organisations from a spreadsheet."),
    ),
)  # fmt: skip
