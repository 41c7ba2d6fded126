"""Badges stop opening doors when their registration ends."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from hemicycle.badges.models import Badge
from hemicycle.conferences.consequences import Answers, Consequence, Deed
from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.people.models import User
from hemicycle.ui.formats import numbered

ENDS = (Badge,)


def _of_registrations(
    registrations: Sequence[Registration],
    deed: Deed,
    viewer: User,
    conference: Conference,
) -> Iterator[Consequence]:
    valid = Badge.objects.visible_to(viewer, conference).good()
    valid = valid.filter(registration__in=[each.pk for each in registrations])
    losing = frozenset(valid.values_list("registration_id", flat=True))
    ended = len(losing)
    if not ended:
        return
    informed = _("Doors and the person’s page show it immediately.")
    yield Consequence(
        numbered(
            "%(n)s valid badge is cancelled and opens no door any more, at once.",
            "%(n)s valid badges are cancelled and open no door any more, at once.",
            ended,
        ),
        told=informed,
        is_grave=True,
        loss=_("badge cancelled"),
        losing=losing,
    )
    in_hand = valid.exclude(handed_out_at=None).count()
    if in_hand:
        yield Consequence(
            numbered(
                "%(n)s of them has been handed out already.",
                "%(n)s of them have been handed out already.",
                in_hand,
            ),
            told=informed,
            is_grave=True,
        )


ANSWERS: Answers = {Registration: _of_registrations}
