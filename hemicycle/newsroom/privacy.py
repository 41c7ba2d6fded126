"""What this room keeps about a person: deeds in a role, and how a name is written."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.fields.personal import BY_COLLEAGUES, Answers, Held
from hemicycle.newsroom.models import (
    Article,
    FindingAnswer,
    NamedPerson,
    PublicNote,
    ReleaseChange,
)


def _forget(registration: Any) -> None:
    """What the press officer vouched for goes with the participant it is about."""
    NamedPerson.objects.filter(registration=registration).delete()


HELD: Answers = {
    Article: BY_COLLEAGUES,
    FindingAnswer: BY_COLLEAGUES,
    PublicNote: BY_COLLEAGUES,
    ReleaseChange: BY_COLLEAGUES,
    NamedPerson: Held(
        _("Name on record for the press"),
        _("To spell your name and title right in what is published."),
        lambda user: NamedPerson.objects.filter(registration__user=user),
        ("full_name", "source", "spellings__text", "offices__title"),
        forget=_forget,
    ),
}
