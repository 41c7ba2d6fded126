"""The proof sheet: a text with its findings marked, and what each finding says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemicycle.lib.codes import is_id
from hemicycle.lib.record import Kind, Reason
from hemicycle.newsroom.models import Article
from hemicycle.newsroom.record_check import PARTS, Proof, ProofFinding
from hemicycle.ui.formats import numbered

_PARAGRAPH = re.compile(r"\S(?:(?!\n[ \t]*\n).)*", re.DOTALL)
_FIGURE = re.compile(r"\w+ \d{4}-\d\d-\d\dT")
_LABELS = {"title": _("Headline"), "summary": _("Summary"), "body": _("Text")}
NOTHING_ON_RECORD = {
    Reason.CLAIM: _("Nothing on record supports this claim."),
    Reason.INVITATION: _("No public invitation is on record."),
    Reason.QUOTATION: _("These words are in no statement on file."),
    Reason.ZONE: _("A date and time without a time zone."),
    Reason.BODY: _("No body of this name is on record."),
    Reason.FIGURE: _("No independent figure is on record."),
    Reason.NUMBER: _("No edition of this number is on record."),
    Reason.PERSON: _("One name in two spellings, and neither is on record."),
}
_OF_WHICH_LIST = {
    Reason.PERSON: _("List of participants"),
    Reason.OFFICE: _("List of participants"),
    Reason.ORGANISATION: _("Organisations on record"),
    Reason.BODY: _("Organisations on record"),
}


@dataclass(frozen=True)
class Piece:
    """Words of one paragraph: plain, or marked for the finding they are of."""

    text: str
    mark: ProofFinding | None = None
    numbers: tuple[int, ...] = ()
    """Of the findings whose words end here."""

    @property
    def kind(self) -> str:
        assert self.mark is not None
        return "kept" if self.mark.kept else str(self.mark.finding.kind)

    @property
    def says(self) -> str:
        """For those who do not see how it is underlined."""
        assert self.mark is not None
        return _now("finding %(number)s: %(kind)s") % {
            "number": self.mark.number,
            "kind": kind_in_words(self.mark)[1],
        }


class Source(NamedTuple):
    """Where the record has something from: in words, and the page if it is one."""

    words: str | Promise
    href: str = ""


@dataclass(frozen=True)
class Row:
    """One finding in the margin."""

    found: ProofFinding
    says: str | Promise
    sources: list[Source]
    choices: list[tuple[str, str]]
    """What a click writes, and what its button says."""

    @property
    def state(self) -> tuple[str, str | Promise]:
        return kind_in_words(self.found)


def kind_in_words(found: ProofFinding) -> tuple[str, str | Promise]:
    """Its shape, and its word."""
    if found.kept:
        return "good", _("kept")
    if found.finding.kind is Kind.SPELLING:
        return "stop", _("spelling")
    if found.contradicts:
        return "stop", _("contradicts")
    return "wait", _("cannot confirm")


def of(proof: Proof) -> list[tuple[str, str | Promise, list[list[Piece]]]]:
    """Each part of the text: its name, its label, its paragraphs in pieces."""
    return [
        (name, _LABELS[name], list(_paragraphs(proof, name)))
        for name in PARTS
        if getattr(proof.wording, name)
    ]


def _paragraphs(proof: Proof, part: str) -> Iterator[list[Piece]]:
    text = getattr(proof.wording, part)
    spans = [
        (place.start, place.end, found)
        for found in proof.findings
        for place in found.places
        if place.part == part
    ]
    for paragraph in _PARAGRAPH.finditer(text):
        yield list(_pieces(text, paragraph.start(), paragraph.end(), spans))


def _pieces(
    text: str, first: int, last: int, spans: Sequence[tuple[int, int, ProofFinding]]
) -> Iterator[Piece]:
    here = [span for span in spans if span[0] < last and span[1] > first]
    cuts = {first, last}
    for start, end, _found in here:
        cuts |= {max(start, first), min(end, last)}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        over = [span for span in here if span[0] <= start and span[1] >= end]
        mark = min(
            (span[2] for span in over),
            key=lambda found: (bool(found.kept), not found.contradicts, found.number),
            default=None,
        )
        numbers = tuple(sorted({span[2].number for span in over if span[1] == end}))
        yield Piece(text[start:end], mark, numbers)


def rows(findings: Sequence[ProofFinding], article: Article) -> list[Row]:
    """Findings of one group, those to decide first."""
    return [
        Row(
            found,
            found.finding.record or NOTHING_ON_RECORD.get(found.finding.reason, ""),
            list(_sources(found, article)),
            list(_buttons(found)),
        )
        for found in sorted(findings, key=lambda each: bool(each.kept))
    ]


def _buttons(found: ProofFinding) -> Iterator[tuple[str, str]]:
    for choice in found.choices:
        if len(found.choices) > 1 or choice != found.finding.record:
            label = _now("Write “%(words)s”") % {"words": choice}
        else:
            label = numbered(
                "Replace with the record’s words",
                "Replace in %(n)s places",
                len(found.places),
            )
        yield choice, label


def _sources(found: ProofFinding, article: Article) -> Iterator[Source]:
    """Where the record has it from."""
    for source in found.finding.source.split("; "):
        if source == article.conference.slug:
            yield Source(_("The conference as it was set up"))
        elif is_id(source):
            yield Source(_OF_WHICH_LIST.get(found.finding.reason, _("Programme")))
        elif _FIGURE.match(source):
            yield Source(_("Figures"))
        elif source.startswith(("http://", "https://")):
            yield Source(urlsplit(source).netloc.removeprefix("www."), source)
        elif source:
            yield Source(source)
