"""What the programme still needs before strangers read it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.openings import Group, Item, Opening, Problem, Setting
from hemicycle.conferences.policy import Hat
from hemicycle.ui import formats

THEIRS = (Hat.PROGRAMME,)


def items(conference: Conference) -> Iterator[Item]:
    sessions = conference.sessions.count()
    yield Item(
        Opening.PUBLISH,
        _("Programme"),
        reverse("programme:index", args=[conference.slug]),
        value=formats.number(sessions),
        problem=None
        if sessions
        else Problem(
            _("No session is known: the public programme would be empty."),
            _("Add a session"),
            reverse("programme:add", args=[conference.slug]),
        ),
        hats=THEIRS,
        correctors=THEIRS,
    )


def settings(conference: Conference) -> Iterator[Setting]:
    yield Setting(
        Group.PROGRAMME,
        _("Sessions"),
        reverse("programme:index", args=[conference.slug]),
        conference.sessions.count(),
        hats=THEIRS,
    )
