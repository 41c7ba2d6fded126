"""What a conference consists of, besides its basics: each with its words and form."""

from typing import NamedTuple

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.forms import (
    CategoryForm,
    CoOrganiserForm,
    DayForm,
    HallForm,
    PartForm,
    SignatoryForm,
    WindowForm,
    ZoneForm,
)
from hemicycle.conferences.models import (
    Category,
    CoOrganiser,
    Day,
    Hall,
    Signatory,
    Window,
    Zone,
)


class Kind(NamedTuple):
    """A kind of part: its words, its form, and what its list shows."""

    model: type[Model]
    form: type[PartForm]
    title: Promise
    new: Promise
    about: Promise
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()


PARTS = {
    "co-organisers": Kind(
        CoOrganiser, CoOrganiserForm, _("Co-organisers"), _("Add a co-organiser"),
        _("The bodies that organise the conference together, with their letterheads."),
    ),
    "signatories": Kind(
        Signatory, SignatoryForm, _("Signatories"), _("Add a signatory"),
        _("In whose name letters leave, with the title on record."),
        related=("co_organiser",),
    ),
    "days": Kind(
        Day, DayForm, _("Days"), _("Add a day"),
        _("They follow the first and the last day; give them names here."),
    ),
    "zones": Kind(
        Zone, ZoneForm, _("Zones"), _("Add a zone"),
        _("Parts of the place that a badge opens or does not."),
    ),
    "halls": Kind(
        Hall, HallForm, _("Halls"), _("Add a hall"),
        _("With what they hold in each set-up, and interpreters’ booths."),
        related=("zone",), prefetched=("set_ups",),
    ),
    "categories": Kind(
        Category, CategoryForm, _("Categories"), _("Add a category"),
        _("What somebody comes as: decides places and zones."), prefetched=("zones",),
    ),
    "windows": Kind(
        Window, WindowForm, _("Windows"), _("Add a window"),
        _("When something may be done. Only the server’s time counts."),
    ),
}  # fmt: skip
