"""One text against one record: every check in turn, and their findings in order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from time import thread_time

from babel.dates import format_date

from hemicycle.lib.record import dates, lexicon, numbers, people, places
from hemicycle.lib.record.findings import Finding, Kind, Reason
from hemicycle.lib.record.phrases import (
    Mention,
    NearMention,
    Phrase,
    Phrases,
    is_capitalised,
    quotation_of,
)
from hemicycle.lib.record.reading import Text, keys_of, same_word
from hemicycle.lib.record.terms import (
    Body,
    Edition,
    Figure,
    Organisation,
    Person,
    Session,
    Statement,
    Term,
)

REPORTED = 0.6
"""Of the words of reported speech, how many the statement on file must have."""
MAX_LENGTH = 400_000
"""Characters of a text that are looked at."""


class Record:
    """The terms that all rooms vouch for, indexed once for any number of texts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = list(terms)
        self.people = people.People(_one_each(self._of(Person)))
        self.sessions = self._of(Session)
        self.figures = self._of(Figure)
        self.statements = self._of(Statement)
        self.editions = self._of(Edition)
        self.this = next((each for each in self.editions if each.is_this), None)
        self.phrases = Phrases(self._phrases())

    def _of(self, kind: type) -> list:  # type: ignore[type-arg]
        return [term for term in self.terms if isinstance(term, kind)]

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of all offices on record: what may stand inside a title."""
        return frozenset(
            key
            for person in self.people.all
            for office in person.offices
            for title in office.title.values()
            for key in keys_of(title)
        )

    def _phrases(self) -> Iterator[Phrase]:
        for term in self.terms:
            if isinstance(term, Edition):
                yield from _of_edition(term)
            elif isinstance(term, Organisation | Body):
                reason = Reason.BODY if isinstance(term, Body) else Reason.ORGANISATION
                for name in term.names:
                    is_short = len(keys_of(name.text)) < 2
                    yield Phrase(
                        name.text,
                        name.language,
                        reason,
                        term,
                        term.source,
                        is_short=is_short,
                    )
                    if short := _with_acronym(name.text):
                        yield Phrase(
                            short,
                            name.language,
                            reason,
                            term,
                            term.source,
                            is_short=True,
                        )
                    if "/" in name.text:
                        for part in _alternatives(name.text):
                            yield Phrase(
                                part,
                                name.language,
                                reason,
                                term,
                                term.source,
                                is_short=True,
                            )
                for acronym in term.acronyms:
                    yield Phrase(acronym, "", reason, term, term.source, is_short=True)
            elif isinstance(term, Session):
                for language, title in term.titles.items():
                    if len(keys_of(title)) > 2:
                        yield Phrase(
                            title,
                            language,
                            Reason.SESSION,
                            term,
                            term.source,
                            is_title=True,
                        )


class TookTooLongError(Exception):
    """The check was given up: it took longer than it was allowed."""


def check(
    text: str,
    record: Record,
    language: str = "",
    *,
    day: date | None = None,
    seconds: float | None = None,
) -> list[Finding]:
    """All findings of a text, in its order; each once, with all its places.

    `language` is one of the United Nations' six; empty: told from the text. `day` is the
    one for which offices count; without it, the first day of the conference. After
    `seconds` of this thread's work it is given up, at the end of the kind of check under way: raises
    TookTooLongError.
    """
    until = None if seconds is None else thread_time() + seconds
    text = text[:MAX_LENGTH]
    started = _Check(Text(text, language or language_of(text)), record, day)
    return started.findings(until)


def language_of(text: str) -> str:
    """The most likely of the six languages, by script and by its little words."""
    sample = text[:20_000]
    counts = {
        "zh": len(re.findall("[\u4e00-\u9fff]", sample)) * 2,
        "ar": len(re.findall("[\u0600-\u06ff]", sample)),
        "ru": len(re.findall("[\u0400-\u04ff]", sample)),
    }
    script, count = max(counts.items(), key=lambda item: item[1])
    if count > len(re.findall("[A-Za-z]", sample)):
        return script
    words = re.findall(r"[^\W\d_]+", sample.lower())
    little = {
        "en": {"the", "of", "and", "to", "in", "was", "is"},
        "fr": {"le", "la", "les", "des", "et", "du", "est", "une", "dans"},
        "es": {"el", "los", "las", "y", "del", "una", "por", "es", "con"},
    }
    return max(little, key=lambda code: sum(word in little[code] for word in words))


class _Check:
    def __init__(self, text: Text, record: Record, day: date | None) -> None:
        self.text, self.record = text, record
        self.this = record.this
        first = self.this.first_day if self.this else None
        self.day = day or first
        text.ordinals = {
            index
            for each in numbers.ordinals(text)
            for index in range(text.index_at(each.start), text.index_at(each.end))
        }
        self.exact = record.phrases.exact(text)
        self.covered = {
            index for each in self.exact for index in range(each.first, each.last + 1)
        }
        near = self._near()
        self.near = [each for each in near if not each.is_right]
        for each in near:
            if each.is_right:
                self.exact.append(Mention(each.phrase, each.first, each.last))
                self.covered |= set(range(each.first, each.last + 1))
        in_near = {i for each in self.near for i in range(each.first, each.last + 1)}
        self.mentions = record.people.mentions(text, self.covered | in_near)
        self.person_words = {
            index
            for each in self.mentions
            for index in range(each.first, each.last + 1)
        }
        self.taken = self.covered | in_near
        self.named: list[Mention | NearMention] = [*self.exact, *self.near]

    def findings(self, until: float | None = None) -> list[Finding]:
        found: list[Finding] = []
        for part in (
            self._names,
            self._editions,
            self._themes,
            self._people,
            self._places,
            self._dates,
            self._sessions,
            self._figures,
            self._bodies,
            self._claims,
            self._quotations,
            self._stamps,
        ):
            if until is not None and thread_time() > until:
                raise TookTooLongError
            found += part()
        return _merged(found)

    # -- Names of several words --------------------------------------------------------

    def _near(self) -> list[NearMention]:
        best: list[NearMention] = []
        candidates = sorted(
            self.record.phrases.near(self.text, self.covered),
            key=lambda each: (
                -each.weight - 0.3 * (each.phrase.reason is Reason.NAME),
                each.phrase.language != self.text.language,
            ),
        )
        taken: set[int] = set()
        for each in candidates:
            span = set(range(each.first, each.last + 1))
            if taken & span or not self._is_meant(each):
                continue
            taken |= span
            best.append(each)
        return sorted(best, key=lambda each: each.first)

    def _is_meant(self, near: NearMention) -> bool:
        """Whether these words stand for the name at all, and are not a short form of it."""
        text, phrase = self.text, near.phrase
        capitals = text.language in ("ar", "zh") or is_capitalised(
            text, near.first, near.last
        )
        quoted = quotation_of(text, near.first, near.last)
        if phrase.is_title:
            if quoted and quoted[1] - quoted[0] > 2 * len(phrase.text) + 20:
                return False
            if text.language in ("ar", "zh"):
                return bool(quoted) or self._after_theme_word(near.first)
            return (
                bool(quoted)
                or (capitals and near.weight > 0.72)
                or (self._after_theme_word(near.first))
            )
        if any(
            people.heads_at(text, index) for index in range(near.first, near.last + 1)
        ):
            return False  # an office of the body, not the body
        if near.is_partial:
            return _is_inner_gap(phrase, text, near)
        if phrase.reason is Reason.NAME:
            return _names_a_meeting(text, near) and (
                capitals
                or any(
                    word.is_capital for word in text.words[near.first : near.last + 1]
                )
            )
        return capitals or text.language in ("fr", "es", "ru")

    def _after_theme_word(self, first: int) -> bool:
        words = lexicon.word_set("THEME", self.text.language)
        if self.text.language == "zh":
            before = self.text.text[
                max(0, self.text.words[first].start - 14) : self.text.words[first].start
            ]
            return any(word in before for word in lexicon.THEME["zh"])
        return any(
            self.text.keys[index] in words for index in range(max(0, first - 7), first)
        )

    def _names(self) -> Iterator[Finding]:
        for near in self.near:
            if near.phrase.reason is Reason.THEME:
                continue
            phrase = near.phrase
            right = self._in_language(phrase)
            yield self._finding(
                Kind.CONTRADICTS,
                phrase.reason,
                near.first,
                near.last,
                right,
                phrase.source,
                right,
            )
        for mention in self.exact:
            if mention.phrase.repair and not self._is_of_earlier(mention):
                yield self._finding(
                    Kind.CONTRADICTS,
                    mention.phrase.reason,
                    mention.first,
                    mention.last,
                    mention.phrase.repair,
                    mention.phrase.source,
                    mention.phrase.repair,
                )

    def _is_of_earlier(self, mention: Mention) -> bool:
        """A former name is right where an earlier edition, or the change, is spoken of."""
        start, end = self.text.sentence_span(self.text.words[mention.first].start)
        return bool(self._earlier_cue(start, end)) or any(
            ordinal.value != (self.this.number if self.this else None)
            for ordinal in self._ordinals
            if start <= ordinal.start < end
        )

    def _in_language(self, phrase: Phrase) -> str:
        if phrase.language == self.text.language:
            return phrase.text
        for other in self.record.phrases.all:
            if (
                other.term is phrase.term
                and other.reason is phrase.reason
                and other.language == self.text.language
                and not other.repair
                and not other.is_short
            ):
                return other.text
        return phrase.text

    # -- Editions ----------------------------------------------------------------------

    @cached_property
    def _ordinals(self) -> list[numbers.Number]:
        """Ordinals that number a conference: a name of one follows, or a meeting."""
        return [
            each
            for each in numbers.ordinals(self.text)
            if self._numbers_a_meeting(each)
        ]

    def _numbers_a_meeting(self, ordinal: numbers.Number) -> bool:
        text = self.text
        after = text.index_at(ordinal.end)
        if text.language == "zh":
            rest = text.text[ordinal.end : ordinal.end + 22]
            rest = re.split("[，。；、]", rest)[0]
            return any(word in rest for word in lexicon.MEETING_ZH)
        nouns = lexicon.word_set("MEETING", text.language)
        limit = after + 6
        if text.language == "ar":
            before = text.index_at(ordinal.start)
            if any(key in nouns for key in text.keys[max(0, before - 8) : before]):
                return True
        for index in range(after, min(limit, len(text.words))):
            if text.sentence_of(text.words[index].start) != text.sentence_of(
                ordinal.start
            ):
                break
            gap = text.text[ordinal.end : text.words[index].start]
            if re.search(r"[,;:()،]", gap):
                break
            if text.keys[index] in nouns:
                return True
        return False

    def _editions(self) -> Iterator[Finding]:
        if self.this is None or self.this.number is None:
            return
        by_number = {each.number: each for each in self.record.editions if each.number}
        mentions_this = any(each.value == self.this.number for each in self._ordinals)
        for ordinal in self._ordinals:
            if ordinal.value == self.this.number or not self._is_of_the_series(ordinal):
                continue
            other = by_number.get(ordinal.value)
            start, end = self.text.sentence_span(ordinal.start)
            agrees, differs = self._facts_of(other, start, end)
            if (
                other is not None
                and not differs
                and (
                    agrees
                    or self._earlier_cue(start, end)
                    or (mentions_this and not self._facts_of(self.this, start, end)[0])
                )
            ):
                continue
            if (
                other is None
                and self._earlier_cue(start, end)
                and not (self._facts_of(self.this, start, end)[0])
            ):
                yield Finding(
                    Kind.UNCONFIRMED,
                    Reason.NUMBER,
                    self.text.text[ordinal.start : ordinal.end],
                    ordinal.start,
                    "",
                    self.this.source,
                )
                continue
            words = self.text.text[ordinal.start : ordinal.end]
            yield Finding(
                Kind.CONTRADICTS,
                Reason.NUMBER,
                words,
                ordinal.start,
                str(self.this.number),
                self.this.source,
                _ordinal_like(words, self.this.number, self.text.language),
            )

    def _is_of_the_series(self, ordinal: numbers.Number) -> bool:
        """Whether the meeting it numbers is one of ours: its name, or near it."""
        text = self.text
        start, end = text.sentence_span(ordinal.start)
        index = text.index_at(ordinal.start)
        named: list[tuple[Phrase, int]] = [
            *((each.phrase, each.first) for each in self.exact),
            *((each.phrase, each.first) for each in self.near),
        ]
        return any(
            phrase.reason is Reason.NAME
            and -9 <= first - index <= 6
            and start <= text.words[first].start < end
            for phrase, first in named
        )

    def _facts_of(
        self, edition: Edition | None, start: int, end: int
    ) -> tuple[bool, bool]:
        """Whether this part of the text agrees with, or differs from, an edition's facts."""
        if edition is None:
            return False, False
        agrees = differs = False
        part = self.text.text[start:end]
        folded = " ".join(keys_of(part))
        for name in edition.city.values():
            if name and " ".join(keys_of(name)) in folded:
                agrees = True
        this = self.this
        if this and edition is not this:
            for name in this.city.values():
                if name and " ".join(keys_of(name)) in folded:
                    differs = True
        years = {
            int(year)
            for year in re.findall(
                r"(?<!\d)((?:19|20)\d\d)(?!\d)", numbers.western(part)
            )
        }
        year = edition.year or (edition.first_day.year if edition.first_day else None)
        if year and years:
            agrees |= year in years
            differs |= year not in years
        elif (
            years
            and this
            and this.first_day
            and this.first_day.year in years
            and edition is not this
        ):
            differs = True
        return agrees, differs

    def _earlier_cue(self, start: int, end: int) -> bool:
        if self.text.language == "zh":
            return any(cue in self.text.text[start:end] for cue in lexicon.EARLIER_ZH)
        cues = lexicon.word_set("EARLIER", self.text.language)
        return any(
            self.text.keys[index] in cues and index not in self.taken
            for index in range(self.text.index_at(start), self.text.index_at(end))
        )

    # -- The theme ---------------------------------------------------------------------

    def _themes(self) -> Iterator[Finding]:
        theme = _said(self.this.theme, self.text.language) if self.this else ""
        if not self.this or not theme:
            return
        reported: set[int] = set()
        for near in self.near:
            if near.phrase.reason is Reason.THEME:
                reported |= set(range(near.first, near.last + 1))
                right = self._in_language(near.phrase)
                yield self._finding(
                    Kind.CONTRADICTS,
                    Reason.THEME,
                    near.first,
                    near.last,
                    right,
                    self.this.source,
                    right,
                )
        exact = {
            index
            for each in self.exact
            if each.phrase.reason in (Reason.THEME, Reason.SESSION)
            for index in range(each.first, each.last + 1)
        }
        if self.text.language not in self.this.theme:
            return
        for start, end in self.text.quotations:
            first = self.text.index_at(start)
            last = self.text.index_at(end) - 1
            if last - first < 2 or (exact | reported) & set(range(first, last + 1)):
                continue
            if self._after_theme_word(first):
                right = self.this.theme[self.text.language]
                yield self._finding(
                    Kind.CONTRADICTS,
                    Reason.THEME,
                    first,
                    last,
                    right,
                    self.this.source,
                    right,
                )

    # -- People ------------------------------------------------------------------------

    def _people(self) -> Iterator[Finding]:
        yield from people.spellings(self.text, self.mentions, self.taken)
        yield from people.offices(
            self.text,
            self.mentions,
            self.record.people,
            self.day,
            [(each.first, each.last) for each in self.named],
            self.record.title_words,
        )

    # -- Places ------------------------------------------------------------------------

    def _places(self) -> Iterator[Finding]:
        if self.this is None or not self.this.city:
            return
        yield from places.around_the_city(
            self.text,
            self.this,
            {each.first for each in self.mentions},
            {
                each.first
                for each in self.exact
                if each.phrase.reason is not Reason.PLACE
            },
        )
        yield from places.beside_the_region(self.text, self.this)
        others = [each for each in self.record.editions if not each.is_this]
        sentences = {
            number
            for number, start, end in self._sentences
            if self._speaks_of_this(start, end)
            and self._happens(start, end)
            and not self._earlier_cue(start, end)
        }
        yield from places.elsewhere(self.text, self.this, others, sentences)

    @cached_property
    def _sentences(self) -> list[tuple[int, int, int]]:
        spans = []
        start = 0
        while start < len(self.text.text):
            _, end = self.text.sentence_span(start)
            spans.append((self.text.sentence_of(start), start, end))
            start = max(end, start + 1)
        return spans

    def _speaks_of_this(self, start: int, end: int) -> bool:
        """Whether a sentence names the conference, and no other edition."""
        if any(
            start <= each.start < end
            and self.this is not None
            and each.value != self.this.number
            and self._is_of_the_series(each)
            and any(each.value == other.number for other in self.record.editions)
            and not self._facts_of(self.this, start, end)[0]
            for each in self._ordinals
        ):
            return False
        if self._names_this(start, end):
            return True
        if self.text.language == "zh":
            part = self.text.text[start:end]
            return any(word in part for word in ("会议", "大会", "本届"))
        nouns = keys_of(lexicon.MEETING[self.text.language].split()[0])
        return any(word.key in nouns for word in self.text.words_between(start, end))

    def _names_this(self, start: int, end: int) -> bool:
        return any(
            each.phrase.reason is Reason.NAME
            and start <= self.text.words[each.first].start < end
            for each in self.named
        )

    def _happens(self, start: int, end: int) -> bool:
        if self.text.language == "zh":
            part = self.text.text[start:end]
            return any(word in part for word in lexicon.HAPPENS_ZH) and not any(
                word in part for word in lexicon.OTHER_DEED_ZH
            )
        words = {word.key for word in self.text.words_between(start, end)}
        return bool(words & lexicon.word_set("HAPPENS", self.text.language)) and not (
            words & lexicon.word_set("OTHER_DEED", self.text.language)
        )

    # -- Dates -------------------------------------------------------------------------

    def _dates(self) -> Iterator[Finding]:
        this = self.this
        if this is None or this.first_day is None or this.last_day is None:
            return
        days_of_others = {
            day
            for edition in self.record.editions
            if not edition.is_this and edition.first_day
            for day in _days(edition)
        }
        for mention in dates.dates(self.text):
            start, end = self.text.sentence_span(mention.start)
            if (
                not (
                    self._speaks_of_this(start, end) or self._names_the_city(start, end)
                )
                or not self._happens(start, end)
                or self._session_in(start, end)
            ):
                continue
            days = mention.days(this.first_day.year)
            if days and days[0] in days_of_others:
                continue
            if (
                days
                and this.first_day <= days[0]
                and days[1] <= this.last_day
                and not (
                    mention.is_range
                    and self._names_this(start, end)
                    and (days[0] == this.first_day) != (days[1] == this.last_day)
                )
            ):
                continue
            if (
                days
                and self._earlier_cue(start, end)
                and days[0].year != this.first_day.year
            ):
                continue
            right = _in_words(this.first_day, this.last_day, self.text.language)
            yield Finding(
                Kind.CONTRADICTS,
                Reason.DATE,
                self.text.text[mention.start : mention.end],
                mention.start,
                right,
                this.source,
                right if mention.is_range else "",
            )
        yield from self._years()

    def _years(self) -> Iterator[Finding]:
        """A year alone beside the name: "the conference of 2018"."""
        this = self.this
        if this is None or this.first_day is None:
            return
        plain = numbers.western(self.text.text)
        spans = [(each.start, each.end) for each in dates.dates(self.text)]
        for match in re.finditer(r"(?<![\d/.-])((?:19|20)\d\d)(?![\d/-])", plain):
            year = int(match[1])
            if year == this.first_day.year or any(
                s <= match.start() < e for s, e in spans
            ):
                continue
            start, end = self.text.sentence_span(match.start())
            numbered = [
                each
                for each in self._ordinals
                if start <= each.start < end and self._is_of_the_series(each)
            ]
            if (
                self._happens(start, end)
                and len(numbered) == 1
                and numbered[0].value == this.number
                and not self._earlier_cue(start, end)
                and abs(match.start() - numbered[0].start) < 160
            ):
                yield Finding(
                    Kind.CONTRADICTS, Reason.DATE, match[1], match.start(),
                    str(this.first_day.year), this.source, str(this.first_day.year),
                )  # fmt: skip

    def _names_the_city(self, start: int, end: int) -> bool:
        keys = f" {' '.join(word.key for word in self.text.words_between(start, end))} "
        return bool(self.this) and any(
            f" {' '.join(keys_of(name))} " in keys
            for name in (self.this.city.values() if self.this else ())
            if name
        )

    # -- Sessions ----------------------------------------------------------------------

    def _session_in(self, start: int, end: int) -> Session | None:
        for each in self.exact:
            term = each.phrase.term
            if (
                isinstance(term, Session)
                and start <= self.text.words[each.first].start < end
            ):
                return term
        return None

    def _sessions(self) -> Iterator[Finding]:
        """Day, time and room in the sentence that names a session."""
        halls = {session.hall for session in self.record.sessions if session.hall}
        for _, start, end in self._sentences:
            named = {
                id(each.phrase.term): each.phrase.term
                for each in self.exact
                if isinstance(each.phrase.term, Session)
                and start <= self.text.words[each.first].start < end
            }
            if len(named) != 1:
                continue
            session = next(iter(named.values()))
            assert isinstance(session, Session)
            if session.day:
                for mention in dates.dates(self.text):
                    days = mention.days(session.day.year)
                    if (
                        start <= mention.start < end
                        and days
                        and not (days[0] <= session.day <= days[1])
                    ):
                        yield self._at(mention.start, mention.end, Reason.DATE,
                                       _in_words(session.day, session.day, self.text.language),
                                       session.source)  # fmt: skip
            stated = [
                each for each in dates.times(self.text) if start <= each.start < end
            ]
            right = [
                moment.time().replace(second=0, microsecond=0, tzinfo=None)
                for moment in (session.starts_at, session.ends_at)
                if moment
            ]
            if right:
                shown = "–".join(f"{moment:%H:%M}" for moment in right)
                for each in stated:
                    if each.time not in right:
                        yield self._at(
                            each.start, each.end, Reason.TIME, shown, session.source
                        )
            if session.hall:
                for hall in halls - {session.hall}:
                    match = re.search(
                        rf"(?<!\w){re.escape(hall)}(?!\w)", self.text.text[start:end]
                    )
                    if match:
                        yield self._at(
                            start + match.start(),
                            start + match.end(),
                            Reason.PLACE,
                            session.hall,
                            session.source,
                        )

    # -- Figures -----------------------------------------------------------------------

    def _figures(self) -> Iterator[Finding]:
        skip = [(each.start, each.end) for each in dates.dates(self.text)]
        skip += [(each.start, each.end) for each in dates.times(self.text)]
        for number in numbers.numbers(self.text):
            if any(start <= number.start < end for start, end in skip):
                continue
            if self.text.index_at(number.start) in self.text.ordinals:
                continue
            counted = self._counted(number)
            if counted is None:
                continue
            finding = self._judged(number, counted)
            if finding:
                yield finding

    def _counted(self, number: numbers.Number) -> str | None:
        """What the number counts: one of our words follows it, close by."""
        text = self.text
        if text.language == "zh":
            if text.text[: number.start].endswith("第"):
                return None
            rest = text.text[number.end : number.end + 9]
            rest = re.split(r"[，。；、\d]", rest)[0]
            best: tuple[int, int, str] | None = None
            for topic, table in lexicon.COUNTED.items():
                for noun in table["zh"].split():
                    position = rest.find(noun)
                    if position >= 0:
                        candidate = (position, -len(noun), topic)
                        best = min(best, candidate) if best else candidate
            return best[2] if best else None
        first = text.index_at(number.end)
        for index in range(first, min(first + 4, len(text.words))):
            word = text.words[index]
            gap = text.text[number.end : word.start]
            if re.search(r"[.;:()\n]", gap) or word.text[:1].isdigit():
                return None
            for topic in lexicon.COUNTED:
                if word.key in _counted_words(topic, text.language) or (
                    text.language == "ar"
                    and word.key[:1] == "و"
                    and word.key[1:] in _counted_words(topic, "ar")
                ):
                    return topic
        return None

    def _judged(self, number: numbers.Number, counted: str) -> Finding | None:
        figures = [each for each in self.record.figures if each.counts == counted]
        independent = [each for each in figures if each.is_independent]
        final = [each for each in independent if each.is_final]
        if number.value < 10 and not any(each.value < 10 for each in independent):
            return None
        about = self._bound(number)
        if any(
            _agrees(number.value, each.value, about) for each in final or independent
        ):
            return None
        shown = final or independent
        says = "; ".join(f"{each.value:,} ({each.stated_by})" for each in shown)
        start = number.start
        first = self.text.index_at(number.end)
        end = self._end_of_counted(number, counted, first)
        return Finding(
            Kind.CONTRADICTS if final else Kind.UNCONFIRMED,
            Reason.FIGURE,
            self.text.text[start:end],
            start,
            says,
            "; ".join(dict.fromkeys(each.source for each in shown if each.source)),
            "",
        )

    def _end_of_counted(self, number: numbers.Number, counted: str, first: int) -> int:
        for index in range(first, min(first + 4, len(self.text.words))):
            if self.text.keys[index] in _counted_words(counted, self.text.language):
                return self.text.words[index].end
        return number.end

    def _bound(self, number: numbers.Number) -> str:
        before = self.text.text[max(0, number.start - 24) : number.start].casefold()
        after = self.text.text[number.end : number.end + 2]
        before_keys = " ".join(keys_of(before))
        for name, table in (("least", lexicon.AT_LEAST), ("about", lexicon.ABOUT)):
            for phrase in table.get(self.text.language, "").split(","):
                if self.text.language == "zh":
                    if before.endswith(phrase) or (phrase == "多" and "多" in after):
                        return name
                elif before_keys.endswith(" ".join(keys_of(phrase))):
                    return name
        return ""

    # -- Bodies ------------------------------------------------------------------------

    def _bodies(self) -> Iterator[Finding]:
        """What sounds like a body of the United Nations, and is none on record."""
        text = self.text
        if text.language == "zh":
            nouns = "|".join(lexicon.BODY_NOUNS_ZH)
            for match in re.finditer(
                rf"联合国[^，。、；：“”《》（）\s\d]{{2,14}}?(?:{nouns})(?!部|长)",
                text.text,
            ):
                first, last = (
                    text.index_at(match.start()),
                    text.index_at(match.end()) - 1,
                )
                if not self.taken & set(range(first, last + 1)):
                    yield self._finding(Kind.UNCONFIRMED, Reason.BODY, first, last)
            return
        for first, last in self._names_with_united_nations():
            if self.taken & set(range(first, last + 1)):
                continue
            span = text.keys[first : last + 1]
            if span in [
                keys_of(name) for name in lexicon.UNITED_NATIONS[text.language]
            ] or any(people.heads_at(text, index) for index in range(first, last + 1)):
                continue
            nouns_ = lexicon.word_set("BODY_NOUNS", text.language)
            if any(key in nouns_ for key in text.keys[first : last + 1]):
                yield self._finding(Kind.UNCONFIRMED, Reason.BODY, first, last)

    def _names_with_united_nations(self) -> Iterator[tuple[int, int]]:
        text = self.text
        names = [
            keys_of(name) for name in lexicon.UNITED_NATIONS.get(text.language, ())
        ]
        nouns = lexicon.word_set("BODY_NOUNS", text.language)
        last_end = -1
        for index in range(len(text.words)):
            if index <= last_end:
                continue
            size = next(
                (
                    len(keys)
                    for keys in names
                    if text.keys[index : index + len(keys)] == keys
                ),
                0,
            )
            if not size:
                continue
            first, last = index, index + size - 1
            position = last
            while position + 1 < len(text.words):
                word = text.words[position + 1]
                gap = text.between(text.words[position], word)
                if gap.strip(" \u00a0-/&'’") or "\n" in gap:
                    break
                if word.is_capital or (text.language == "ar" and position - last < 5):
                    position = last = position + 1
                elif word.key in lexicon.CONNECTORS:
                    position += 1
                else:
                    break
            # In other languages the noun comes first: "Comité des Nations Unies pour X".
            position = first
            while position > 0 and first - position < 4:
                word = text.words[position - 1]
                gap = text.between(word, text.words[position])
                if gap.strip(" \u00a0-'’"):
                    break
                if word.key in nouns:
                    first = position - 1
                    break
                if not (word.is_capital or word.key in lexicon.CONNECTORS):
                    break
                position -= 1
            if last - first + 1 > size:
                last_end = last
                yield first, last

    # -- Claims ------------------------------------------------------------------------

    def _claims(self) -> Iterator[Finding]:
        language = self.text.language
        for match in re.finditer(
            lexicon.CLAIMS[language], self.text.text, re.IGNORECASE
        ):
            first = self.text.index_at(match.start())
            if first in self.covered or quotation_of(self.text, first, first):
                continue
            end = self._end_of_claim(match.end())
            yield Finding(
                Kind.UNCONFIRMED,
                Reason.CLAIM,
                self.text.text[match.start() : end].strip(),
                match.start(),
            )
        for match in re.finditer(
            lexicon.INVITED[language], self.text.text, re.IGNORECASE
        ):
            if self._is_invited(match.start()):
                continue
            yield Finding(Kind.UNCONFIRMED, Reason.INVITATION, match[0], match.start())

    def _end_of_claim(self, end: int) -> int:
        """To the end of its clause, and no more than twelve words."""
        match = re.compile(r"[,.;:()\n，。；、،]").search(self.text.text, end)
        stop = match.start() if match else len(self.text.text)
        index = self.text.index_at(end)
        if self.text.language == "zh":
            return min(stop, end + 16)
        if index + 11 < len(self.text.words):
            stop = min(stop, self.text.words[index + 11].end)
        return max(stop, end)

    def _is_invited(self, offset: int) -> bool:
        """Whether all organisations the text names have an invitation on record."""
        named: dict[tuple[int, int], bool] = {}
        for each in self.exact:
            if isinstance(each.phrase.term, Organisation):
                span = (each.first, each.last)
                named[span] = named.get(span, False) or each.phrase.term.is_invited
        return bool(named) and all(named.values())

    # -- Quotations --------------------------------------------------------------------

    def _quotations(self) -> Iterator[Finding]:
        if not self.record.statements:
            return
        speaker: Person | None = None
        for _, start, end in self._sentences:
            here = [
                each
                for each in self.mentions
                if start <= self.text.words[each.first].start < end
            ]
            part = self.text.text[start:end]
            is_spoken = re.search(
                lexicon.REPORTED[self.text.language], part, re.IGNORECASE
            )
            quotes = [
                (a, b)
                for a, b in self.text.quotations
                if start <= a < end
                and b - a > (9 if self.text.language == "zh" else 20)
                and not self.covered & {self.text.index_at(a)}
            ]
            if here:
                speaker = here[0].person
            elif not is_spoken or not (
                re.search(lexicon.HE_SHE[self.text.language], part, re.IGNORECASE)
                or quotes
            ):
                speaker = None
            if speaker is None or not is_spoken:
                continue
            statements = [
                each for each in self.record.statements if _is_by(each, speaker)
            ]
            if not statements:
                continue
            yield from self._held_against(statements, is_spoken, start, end, quotes)

    def _held_against(
        self,
        statements: list[Statement],
        spoken: re.Match[str],
        start: int,
        end: int,
        quotes: list[tuple[int, int]],
    ) -> Iterator[Finding]:
        texts = [
            each
            for each in statements
            if each.text and each.language == self.text.language
        ]
        source = "; ".join(each.source for each in statements if each.source)
        for a, b in quotes:
            words = keys_of(self.text.text[a:b])
            if any(_within(words, keys_of(each.text)) for each in texts):
                continue
            near = next(
                (
                    s
                    for each in texts
                    if (s := _nearest(self.text.text[a:b], each.text))
                ),
                "",
            )
            yield Finding(
                Kind.CONTRADICTS if near else Kind.UNCONFIRMED,
                Reason.QUOTATION,
                self.text.text[a:b],
                a,
                near,
                source,
                near,
            )
        if quotes:
            return
        words = [
            word.key
            for word in self.text.words_between(start + spoken.end(), end)
            if word.key not in lexicon.FUNCTION_WORDS
        ]
        if len(words) < 4:
            return
        for each in texts:
            stated = set(keys_of(each.text))
            if sum(key in stated for key in words) >= REPORTED * len(words):
                return
        begin = start + spoken.start()
        yield Finding(
            Kind.UNCONFIRMED,
            Reason.QUOTATION,
            self.text.text[begin:end].strip(),
            begin,
            "",
            source,
        )

    def _stamps(self) -> Iterator[Finding]:
        for start, end in dates.stamps_without_zone(self.text):
            yield Finding(
                Kind.UNCONFIRMED, Reason.ZONE, self.text.text[start:end], start
            )

    # -- Findings ----------------------------------------------------------------------

    def _finding(
        self,
        kind: Kind,
        reason: Reason,
        first: int,
        last: int,
        record: str = "",
        source: str = "",
        repair: str = "",
    ) -> Finding:
        return Finding(
            kind,
            reason,
            self.text.span(first, last),
            self.text.words[first].start,
            record,
            source,
            repair,
        )

    def _at(
        self, start: int, end: int, reason: Reason, right: str, source: str
    ) -> Finding:
        return Finding(
            Kind.CONTRADICTS, reason, self.text.text[start:end], start, right, source
        )


def _one_each(persons: list[Person]) -> Iterator[Person]:
    """What several rooms say about a person of one name, as one."""
    merged: dict[tuple[str, ...], Person] = {}
    for person in persons:
        key = tuple(sorted(keys_of(person.spellings[0])))
        if key in merged:
            earlier = merged[key]
            person = Person(
                list(dict.fromkeys((*earlier.spellings, *person.spellings))),
                list(dict.fromkeys((*earlier.variants, *person.variants))),
                [*earlier.offices, *person.offices],
                earlier.source or person.source,
            )
        merged[key] = person
    yield from merged.values()


def _of_edition(edition: Edition) -> Iterator[Phrase]:
    current: dict[str, str] = {}
    for name in edition.names:
        is_short = len(keys_of(name.text)) < 3
        current.setdefault(name.language, name.text)
        yield Phrase(
            name.text,
            name.language,
            Reason.NAME,
            edition,
            edition.source,
            is_short=is_short,
        )
        if short := _with_acronym(name.text):
            yield Phrase(
                short,
                name.language,
                Reason.NAME,
                edition,
                edition.source,
                is_short=True,
            )
    if not edition.is_this:
        return
    for name in edition.former_names:
        right = current.get(name.language) or next(iter(current.values()), "")
        yield Phrase(
            name.text, name.language, Reason.NAME, edition, edition.source,
            repair=right, is_short=True,
        )  # fmt: skip
    for language, theme in edition.theme.items():
        yield Phrase(
            theme, language, Reason.THEME, edition, edition.source, is_title=True
        )
    for language, venue in edition.venue.items():
        yield Phrase(venue, language, Reason.PLACE, edition, edition.source)
    for language, city in edition.city.items():
        yield Phrase(
            city, language, Reason.PLACE, edition, edition.source, is_short=True
        )


_ACRONYMS = {
    "de l’Organisation des Nations Unies": "de l’ONU",
    "des Nations Unies": "de l’ONU",
    "de las Naciones Unidas": "de la ONU",
    "Организации Объединенных Наций": "ООН",
    "United Nations": "UN",
}


def _with_acronym(name: str) -> str:
    """ "UN Conference" of a "United Nations Conference"; "" where there is none."""
    for whole, short in _ACRONYMS.items():
        if whole in name:
            return name.replace(whole, short)
    return ""


def _alternatives(name: str) -> Iterator[str]:
    """ "NGO/DPI Committee" is also said with one of the two."""
    match = re.search(r"(\w+)/(\w+)", name)
    if match:
        for part in match.groups():
            yield name[: match.start()] + part + name[match.end() :]


def _is_inner_gap(phrase: Phrase, text: Text, near: NearMention) -> bool:
    """Whether words are missing inside the name: a short form leaves out its ends only."""
    keys = [
        key
        for key in text.keys[near.first : near.last + 1]
        if key not in lexicon.FUNCTION_WORDS
    ]
    content = list(phrase.content)
    if len(keys) < 2 or not phrase.keys:
        return False
    for start in range(len(content) - len(keys) + 1):
        if all(same_word(a, b) for a, b in zip(content[start:], keys, strict=False)):
            return False
    if sorted(keys) == sorted(content):
        return False
    in_order = [key for key in content if any(same_word(key, k) for k in keys)]
    return (
        len(in_order) >= len(content) - 1
        and len(content) > 3
        and (same_word(keys[0], content[0]) and same_word(keys[-1], content[-1]))
    )


def _names_a_meeting(text: Text, near: NearMention) -> bool:
    if text.language == "zh":
        part = text.span(near.first, min(near.last + 1, len(text.words) - 1))
        return "联合国" in part or any(word in part for word in lexicon.MEETING_ZH)
    return any(
        key in lexicon.word_set("MEETING", text.language)
        for key in text.keys[near.first : near.last + 1]
    )


def _counted_words(topic: str, language: str) -> frozenset[str]:
    words = lexicon.COUNTED[topic].get(language, "")
    return frozenset(key for word in words.split() for key in keys_of(word))


def _agrees(stated: int, recorded: int, bound: str) -> bool:
    if stated == recorded:
        return True
    if bound == "least":
        return recorded * 0.9 <= stated <= recorded
    if bound == "about":
        return abs(stated - recorded) <= recorded * 0.1
    return False


def _ordinal_like(words: str, number: int, language: str) -> str:
    """The right number, written as the wrong one was."""
    if re.search(r"\d", numbers.western(words)):
        digits = re.sub(r"\d+", str(number), numbers.western(words))
        if language == "en":
            ending = (
                "th"
                if 10 < number % 100 < 14
                else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
            )
            return f"{number}{ending}"
        return digits
    if language == "zh":
        return numbers.chinese(number)
    written = numbers.ordinal_words(number, language)
    return written[0] if written else str(number)


def _in_words(first: date, last: date, language: str) -> str:
    shown = format_date(last, "long", locale=language)
    if first == last:
        return shown
    if (first.year, first.month) == (last.year, last.month) and language != "en":
        return f"{format_date(first, 'long', locale=language)} – {shown}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {format_date(last, 'MMMM y', locale=language)}"
    return f"{format_date(first, 'long', locale=language)} – {shown}"


def _days(edition: Edition) -> Iterator[date]:
    day = edition.first_day
    while day and day <= (edition.last_day or day):
        yield day
        day += timedelta(days=1)


def _said(names: object, language: str) -> str:
    table = dict(names) if isinstance(names, dict) else {}
    return table.get(language) or table.get("en") or ""


def _is_by(statement: Statement, person: Person) -> bool:
    wanted = keys_of(statement.speaker)
    return any(keys_of(name) == wanted for name in person.spellings)


def _within(words: list[str], stated: list[str]) -> bool:
    return f" {' '.join(words)} " in f" {' '.join(stated)} "


def _nearest(quoted: str, statement: str) -> str:
    """The sentence of a statement that most of the quoted words are from; "" for none."""
    words = set(keys_of(quoted)) - lexicon.FUNCTION_WORDS
    if not words:
        return ""
    best, share = "", 0.0
    for sentence in re.split(r"(?<=[.!?。！？؟])\s*", statement):
        stated = set(keys_of(sentence))
        here = len(words & stated) / len(words)
        if here > share:
            best, share = sentence.strip(), here
    return best if share >= 0.5 else ""


def _merged(findings: list[Finding]) -> list[Finding]:
    """In the text's order; the same words and reason once, inner ones left out."""
    order = {Kind.CONTRADICTS: 0, Kind.SPELLING: 1, Kind.UNCONFIRMED: 2}
    merged: dict[tuple[str, str, str], Finding] = {}
    for finding in sorted(findings, key=lambda each: (order[each.kind], each.offset)):
        inside = any(
            other.kind is finding.kind
            and other.reason is finding.reason
            and any(
                place <= finding.offset
                and finding.offset + len(finding.words) <= place + len(other.words)
                and (place, other.words) != (finding.offset, finding.words)
                for place in other.places
            )
            for other in merged.values()
        )
        if inside:
            continue
        key = (finding.reason, finding.words.casefold(), finding.record)
        places_ = finding.places or (finding.offset,)
        if key in merged:
            earlier = merged[key]
            merged[key] = replace(
                earlier, places=tuple(sorted({*earlier.places, *places_}))
            )
        else:
            merged[key] = replace(finding, places=places_)
    return sorted(merged.values(), key=lambda each: (each.offset, order[each.kind]))
