"""The list of delegations."""

from django.utils.translation import gettext_lazy as _

from hemicycle.people.fresh import fresh_code_required
from hemicycle.tables.lists import Column, List, in_words
from hemicycle.ui.cells import Name

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
    guard=fresh_code_required,
    empty=(
        _("No delegation yet"),
        _(
            "A delegation begins when an organisation accepts its invitation. "
            "You can also register alone."
        ),
    ),
)  # fmt: skip
