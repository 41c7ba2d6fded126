"""What the programme loses when a person or a hall goes."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from hemicycle.conferences.consequences import Answers, Consequence, Deed
from hemicycle.conferences.models import Conference, Hall
from hemicycle.delegations.models import Registration
from hemicycle.lib.translated import in_language
from hemicycle.people.models import User
from hemicycle.programme.models import Appearance, Session
from hemicycle.ui import formats
from hemicycle.ui.formats import numbered

SHOWN = 3
ENDS = (Session,)


def _of_registrations(
    registrations: Sequence[Registration],
    deed: Deed,
    viewer: User,
    conference: Conference,
) -> Iterator[Consequence]:
    """The programme is public: whoever sees the conference sees who appears."""
    keys = [each.pk for each in registrations]
    sessions = Session.objects.visible_to(viewer, conference)
    named = sessions.filter(appearances__registration__in=keys).distinct()
    if count := named.count():
        yield Consequence(
            numbered(
                "The programme names them in %(n)s session: %(titles)s.",
                "The programme names them in %(n)s sessions: %(titles)s.",
                count,
                titles=_titles(list(named[:SHOWN])),
            ),
            told=_("No one is told; a programme officer changes the sessions."),
        )


def _of_halls(
    halls: Sequence[Hall], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    held = Session.objects.visible_to(viewer, conference).filter(hall__in=halls)
    if count := held.count():
        yield Consequence(
            numbered(
                "%(n)s session takes place there and has to move first: %(titles)s.",
                "%(n)s sessions take place there and have to move first: %(titles)s.",
                count,
                titles=_titles(list(held[:SHOWN])),
            ),
            is_grave=True,
        )


def _titles(sessions: list[Session]) -> str:
    language = formats.language_now()
    return _(", ").join(in_language(each.title, language) for each in sessions)


def of_removal(appearances: Sequence[Appearance]) -> Iterator[Consequence]:
    """When a session is removed, with all its appearances."""
    if count := len(appearances):
        names = _(", ").join(str(each) for each in appearances[:SHOWN])
        yield Consequence(
            numbered(
                "%(n)s person no longer appears in it: %(names)s.",
                "%(n)s people no longer appear in it: %(names)s.",
                count,
                names=names,
            ),
            told=_("No one is told by e-mail; the public programme shows it."),
            is_grave=True,
        )


ANSWERS: Answers = {Registration: _of_registrations, Hall: _of_halls}
