"""The list of enquiries, for those who answer them."""

from typing import Any

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.people.models import User
from hemicycle.tables.lists import Column, Filter, List, View, in_words
from hemicycle.ui.cells import Foreign, Name, Since, State
from hemicycle.ui.formats import ENDONYMS
from hemicycle.website import access
from hemicycle.website.models import Enquiry
from hemicycle.website.shown import state_kind


def colleagues(conference: Conference) -> list[tuple[str, str]]:
    assigned = Enquiry.objects.filter(conference=conference).exclude(assigned_to=None)
    people = User.objects.filter(pk__in=assigned.values("assigned_to"))
    return [
        ("me", _now("Me")),
        ("none", _now("No one")),
        *((user.pk, str(user)) for user in people.order_by("name")),
    ]


def assigned(rows: Any, to: list[str], reader: Any) -> Any:
    fits = Q(assigned_to__in=[reader.pk if key == "me" else key for key in to])
    return rows.filter(fits | Q(assigned_to=None) if "none" in to else fits)


ENQUIRIES = List(
    name="enquiries",
    title=_("Enquiries"),
    address="enquiries:index",
    link="enquiries:show",
    columns=[
        Column("name", _("Sender"), lambda e: Name(e.name), sort="name", width=14),
        Column(
            "words", _("Message"),
            lambda e: Foreign(Truncator(e.first_words).chars(90), e.language),
        ),
        Column(
            "subject", _("Subject"), lambda e: e.get_subject_display(), sort="subject",
            width=12,
        ),
        Column(
            "state", _("State"),
            lambda e: State(state_kind(e), e.get_state_display()), sort="state",
            width=11,
        ),
        Column(
            "since", _("Since"), lambda e: Since(e.since), sort="since", width=8,
            phone="beside", is_labelled=True,
        ),
        Column(
            "assigned", _("Assigned to"), lambda e: str(e.assigned_to or ""),
            sort="assigned_to__name", width=10, phone="beside",
        ),
        Column(
            "language", _("Language"), lambda e: e.get_language_display(),
            sort="language", width=8, is_shown=False,
        ),
        Column(
            "asked", _("Received"), lambda e: e.asked_at, sort="asked_at", width=10,
            is_shown=False,
        ),
    ],
    filters=[
        Filter("state", _("State"), Enquiry.State.choices),
        Filter("subject", _("Subject"), Enquiry.Subject.choices),
        Filter("assigned", _("Assigned to"), colleagues, assigned),
        Filter("language", _("Language"), list(ENDONYMS.items())),
    ],
    views=[
        View("awaiting", _("Awaiting an answer"), "state=awaiting"),
        View("mine", _("Assigned to me"), "assigned=me&state=awaiting&state=answered"),
        View("press", _("Press"), "subject=press&state=awaiting"),
        View("answered", _("With an answer"), "state=answered"),
        View("all", _("All")),
    ],
    search=in_words("search"),
    placeholder=_("Name, address or words of the message"),
    sort="since",
    exported=access.listed,
    load=lambda rows: rows.with_people().with_first_words(),
    is_journaled=True,
    empty=(
        _("No enquiries yet"),
        _("What is written on the page Contact us arrives here."),
    ),
)  # fmt: skip
