"""Two versions of a text, field by field, for `texts/compare.html`."""

from typing import NamedTuple, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.lib.differences import Piece, compared


class Version(Protocol):
    """Whatever has the three parts of a text: a wording, a revision, a publication."""

    title: str
    summary: str
    body: str


class Changed(NamedTuple):
    """A part of a text that differs, in pieces of both versions."""

    label: str | Promise
    pieces: list[Piece]


def between(before: Version, after: Version) -> list[Changed]:
    """What changed from one to the other; what did not is left out."""
    parts = (
        (_("Headline"), before.title, after.title),
        (_("Summary"), before.summary, after.summary),
        (_("Text"), before.body, after.body),
    )
    return [
        Changed(label, compared(was, now)) for label, was, now in parts if was != now
    ]
