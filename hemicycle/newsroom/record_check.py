"""The texts of an article held against the record: which findings are open, and where
they stand.

A finding is known by its key: its words, the fact that was looked at, and what the
record says about it. What a person answered holds for that key and no other.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from hemicycle.conferences.models import Conference
from hemicycle.lib import clock
from hemicycle.lib.record import Finding, Kind, Record, TookTooLongError, check
from hemicycle.newsroom.models import Article, CheckedText, FindingAnswer
from hemicycle.newsroom.models.checks import checked_of
from hemicycle.texts.markdown import words_in_place
from hemicycle.texts.models import Wording
from hemicycle.texts.record import record_of

LONGEST = 60_000
"""Characters of a text that is checked as it is saved: some 10,000 words."""
SECONDS = 3.0
"""Of work for one text; 1,000 words take a tenth of one."""
GOOD_FOR = timedelta(minutes=10)
"""The record may change: before a release, a check older than this is made again."""
PARTS = ("title", "summary", "body")
BETWEEN = "\n\n"


@dataclass(frozen=True)
class Place:
    """Where words stand: from which character of which part up to which."""

    part: str
    start: int
    end: int


@dataclass(frozen=True)
class ProofFinding:
    """A finding with its number in the text, its places, and what was answered."""

    number: int
    finding: Finding
    key: str
    places: tuple[Place, ...]
    choices: tuple[str, ...] = ()
    """What a click may put in the words' stead."""
    kept: FindingAnswer | None = None

    @property
    def contradicts(self) -> bool:
        """Or is spelled in a way that is to be decided: it stops the release."""
        return self.finding.kind is not Kind.UNCONFIRMED


@dataclass(frozen=True)
class Proof:
    """A text with all that the record says to it."""

    wording: Wording
    digest: str
    findings: tuple[ProofFinding, ...] = ()
    repaired: tuple[FindingAnswer, ...] = ()
    problem: str = ""
    ended: list[FindingAnswer] = field(default_factory=list)

    @property
    def contradictions(self) -> list[ProofFinding]:
        return [each for each in self.findings if each.contradicts]

    @property
    def unconfirmed(self) -> list[ProofFinding]:
        return [each for each in self.findings if not each.contradicts]

    @property
    def open(self) -> list[ProofFinding]:
        return [each for each in self.findings if not each.kept]

    def find(self, key: str) -> ProofFinding | None:
        return next((each for each in self.findings if each.key == key), None)

    def with_words(self, found: ProofFinding, words: str) -> dict[str, str]:
        """The parts of the text with these words in all places of the finding."""
        parts = {name: getattr(self.wording, name) for name in PARTS}
        for place in sorted(found.places, key=lambda each: -each.start):
            text = parts[place.part]
            parts[place.part] = text[: place.start] + words + text[place.end :]
        return parts


def proof_of(article: Article, wording: Wording, record: Record | None = None) -> Proof:
    """The text as it is now. `record` is fetched if it is not given."""
    digest = digest_of(wording)
    answers = list(wording.answers.in_force())
    try:
        findings = tuple(_findings(article, wording, answers, record))
    except _TooLongError:
        return Proof(wording, digest, problem=CheckedText.Problem.TOO_LONG)
    except TookTooLongError:
        return Proof(wording, digest, problem=CheckedText.Problem.TOO_SLOW)
    keys = {each.key for each in findings}
    ended = [each for each in answers if each.is_repaired == (each.key in keys)]
    repaired = tuple(each for each in answers if each.is_repaired and each not in ended)
    return Proof(wording, digest, findings, repaired, ended=ended)


def digest_of(wording: Wording) -> str:
    """Of the words that a check looks at."""
    return _digest([wording.title, wording.summary, wording.body])


def refresh(
    article: Article,
    languages: Collection[str] | None = None,
    record: Record | None = None,
) -> None:
    """Check again those texts whose words have changed, or whose check is old."""
    for wording in article.wordings:
        if languages is None or wording.language in languages:
            wording.text = article.text
            if _is_due(wording):
                store(proof_of(article, wording, record))


def store(proof: Proof) -> CheckedText:
    """What is open is counted in lists; answers to what is no longer there end."""
    now = clock.now()
    counts = Counter(each.contradicts for each in proof.open)
    checked, _is_new = CheckedText.objects.update_or_create(
        wording=proof.wording,
        defaults={
            "digest": proof.digest,
            "contradicting": counts[True],
            "unconfirmed": counts[False],
            "problem": proof.problem,
            "at": now,
        },
    )
    ended = [answer.pk for answer in proof.ended]
    FindingAnswer.objects.filter(pk__in=ended).update(ended_at=now)
    proof.wording.checked = checked
    return checked


def is_current(wording: Wording) -> bool:
    """Whether the words that are stored are those that were checked."""
    checked = checked_of(wording)
    return checked is not None and checked.digest == digest_of(wording)


def day_of(article: Article) -> date:
    """On which titles count: that of the release, else today."""
    at = article.published_at or article.release_at
    conference: Conference = article.conference
    return conference.day_of(at) if at else conference.today


def problem_in_words(proof: Proof) -> str:
    """Why it could not be checked; empty if it was."""
    return str(CheckedText.Problem(proof.problem).label) if proof.problem else ""


class _TooLongError(Exception):
    pass


def _is_due(wording: Wording) -> bool:
    checked = checked_of(wording)
    return (
        checked is None
        or checked.digest != digest_of(wording)
        or clock.now() - checked.at > GOOD_FOR
    )


def _findings(
    article: Article,
    wording: Wording,
    answers: list[FindingAnswer],
    record: Record | None,
) -> Iterator[ProofFinding]:
    parts = {name: getattr(wording, name) for name in PARTS}
    whole = BETWEEN.join([*list(parts.values())[:-1], words_in_place(parts["body"])])
    if len(whole) > LONGEST:
        raise _TooLongError
    kept = {answer.key: answer for answer in answers if not answer.is_repaired}
    findings = check(
        whole,
        record or record_of(article.conference),
        wording.language,
        day=day_of(article),
        seconds=SECONDS,
    )
    for number, finding in enumerate(findings, start=1):
        key = key_of(finding)
        places = tuple(_places(finding, whole, parts))
        yield ProofFinding(
            number, finding, key, places, _choices(finding, places, whole, parts),
            kept.get(key),
        )  # fmt: skip


def key_of(finding: Finding) -> str:
    return _digest([finding.reason, finding.words.casefold(), finding.record])


def _places(finding: Finding, whole: str, parts: dict[str, str]) -> Iterator[Place]:
    """Each place in the part where it stands."""
    for offset in finding.places or (finding.offset,):
        length = _length_at(finding, whole, offset)
        first = 0
        for name, text in parts.items():
            if first <= offset < first + len(text):
                start = offset - first
                yield Place(name, start, min(start + length, len(text)))
            first += len(text) + len(BETWEEN)


def _length_at(finding: Finding, whole: str, offset: int) -> int:
    """Of two spellings of one name, the one that stands here."""
    for words in (finding.words, *finding.others):
        if whole.startswith(words, offset):
            return len(words)
    return len(finding.words)


def _choices(
    finding: Finding, places: tuple[Place, ...], whole: str, parts: dict[str, str]
) -> tuple[str, ...]:
    """The record's words; where it does not decide, each of two spellings. None where
    marks of Markdown stand between the words: they are edited by hand."""
    spellings = (finding.words, *finding.others)
    for place in places:
        words = parts[place.part][place.start : place.end].replace("\n", " ")
        if words.casefold() not in {each.casefold() for each in spellings}:
            return ()
    if finding.repair:
        return (finding.repair,)
    return spellings if finding.others else ()


def _digest(parts: list[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
