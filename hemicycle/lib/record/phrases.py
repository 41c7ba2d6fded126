"""Names of several words in a text: as they are on record, and nearly so.

A phrase is compared by its words without articles and prepositions. Words that many names
share say little; a window of the text is near a phrase when the words that say much are
there. What stands as it is on record covers its words: nothing else is looked for in them.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from hemicycle.lib.record import lexicon
from hemicycle.lib.record.findings import Reason
from hemicycle.lib.record.reading import (
    NearWords,
    Text,
    Word,
    is_han,
    is_near,
    keys_of,
    same_word,
)
from hemicycle.lib.record.terms import Term

NEAR = 0.62
NEAR_NAME = 0.68
"""Of the weight of a phrase, how much must be there: of this conference, of any body."""
TOO_COMMON = 400
"""Words of more phrases than this find none."""


@dataclass(frozen=True)
class Phrase:
    text: str
    language: str
    reason: Reason
    term: Term
    source: str
    is_title: bool = False
    """Of a theme or a session: only quoted or in capitals is it meant as such."""
    repair: str = ""
    """What to write instead of it; empty where it is right."""
    is_short: bool = False
    """An acronym or one word: found as it is, never nearly."""

    @property
    def keys(self) -> tuple[str, ...]:
        return _keys(self.text)

    @property
    def content(self) -> tuple[str, ...]:
        return _content(self.text)


@cache
def _keys(text: str) -> tuple[str, ...]:
    return tuple(keys_of(text))


@cache
def _content(text: str) -> tuple[str, ...]:
    keys = tuple(key for key in _keys(text) if key not in lexicon.FUNCTION_WORDS)
    return keys or _keys(text)


@dataclass(frozen=True)
class Mention:
    """Where a phrase is found: indexes of its first and last word in the text."""

    phrase: Phrase
    first: int
    last: int


@dataclass(frozen=True)
class NearMention:
    phrase: Phrase
    first: int
    last: int
    weight: float
    is_partial: bool
    """Words of the phrase are missing and no other is there."""
    is_right: bool = False
    """It is the phrase, with its number in the middle."""


class Phrases:
    """All phrases of a record, indexed once."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.all = [phrase for phrase in phrases if phrase.keys]
        patterns: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in self.all:
            patterns[f" {' '.join(phrase.keys)} "].append(phrase)
        self._patterns = list(patterns.values())
        self._exact = ahocorasick_rs.AhoCorasick(list(patterns)) if patterns else None
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(self.all):
            if not phrase.is_short and len(phrase.content) > 1:
                for key in set(phrase.content):
                    self._by_key[key].append(number)
        self._near_keys = NearWords(self._by_key)

    def exact(self, text: Text) -> list[Mention]:
        """Longest first; what is inside a longer one is left out."""
        if self._exact is None:
            return []
        haystack = f" {' '.join(text.keys)} "
        index_of = {}
        offset = 0
        for index, key in enumerate(text.keys):
            index_of[offset] = index
            offset += len(key) + 1
        mentions = []
        for pattern, start, end in self._exact.find_matches_as_indexes(
            haystack, overlapping=True
        ):
            first = index_of[start]
            size = haystack[start + 1 : end - 1].count(" ") + 1
            mentions += [
                Mention(phrase, first, first + size - 1)
                for phrase in self._patterns[pattern]
                if not phrase.is_short
                or _is_written_so(phrase, text, first, first + size - 1)
            ]
        mentions.sort(key=lambda each: (each.first - each.last, each.first))
        covered: set[int] = set()
        kept: list[Mention] = []
        spans: set[tuple[int, int]] = set()
        for mention in mentions:
            span = (mention.first, mention.last)
            if span in spans or not covered & set(range(span[0], span[1] + 1)):
                kept.append(mention)
                spans.add(span)
                covered |= set(range(span[0], span[1] + 1))
        return sorted(kept, key=lambda each: each.first)

    def near(self, text: Text, covered: set[int]) -> Iterator[NearMention]:
        """Windows that say nearly what a phrase says, outside of the words covered."""
        places: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for index, word in enumerate(text.words):
            if index in covered or word.key in lexicon.FUNCTION_WORDS:
                continue
            if index in text.ordinals:
                continue
            for key in self._keys_near(word):
                for number in self._by_key[key]:
                    places[number].append((index, key))
        for number, hits in places.items():
            phrase = self.all[number]
            if phrase.language and not _may_be_in(phrase.language, text.language):
                continue
            size = len(phrase.content)
            if len({key for _, key in hits}) < max(2, math.ceil(size * 0.4)):
                continue
            yield from self._windows(text, phrase, hits, covered)

    def _keys_near(self, word: Word) -> list[str]:
        key = word.key
        if key in self._by_key:
            phrases = self._by_key[key]
            return [key] if len(phrases) <= TOO_COMMON else []
        if len(key) < 4 or is_han(key):
            return []
        if (
            "\u0600" <= key[0] <= "\u06ff"
            and key[1:] in self._by_key
            and key[0] in "وبلكف"
        ):
            return [key[1:]]
        if not (word.is_capital or "\u0600" <= key[0] <= "\u06ff"):
            return []
        return self._near_keys.near(key)

    def _windows(
        self,
        text: Text,
        phrase: Phrase,
        hits: Sequence[tuple[int, str]],
        covered: set[int],
    ) -> Iterator[NearMention]:
        weights = {key: weight_of(key, text.language) for key in phrase.content}
        total = sum(weights[key] for key in phrase.content)
        reach = 3 if is_han(phrase.text) else 4
        for cluster in _clusters(text, hits, reach, len(phrase.keys) + 3):
            matched: dict[str, int] = {}
            for index, key in cluster:
                matched.setdefault(key, index)
            needed = (
                NEAR if phrase.reason is Reason.NAME or phrase.is_title else NEAR_NAME
            )
            if is_han(phrase.text):
                needed -= 0.07
            if sum(weights[key] for key in matched) / total < needed - 0.35:
                continue
            first = min(index for index, _ in cluster)
            last = max(index for index, _ in cluster)
            first, last = _extended(text, first, last, covered)
            first, last = _with_ends(text, phrase, matched, first, last, covered)
            inside = [
                text.words[index]
                for index in range(first, last + 1)
                if text.keys[index] not in lexicon.FUNCTION_WORDS
                and index not in text.ordinals
            ]
            difference = _difference(phrase.content, [word.key for word in inside])
            missing, extra, misspelt = difference
            weight = 1 - sum(weights[key] for key in missing) / total
            is_right = not (missing or extra or misspelt)
            if weight < needed or (
                is_right and not text.ordinals & set(range(first, last + 1))
            ):
                continue
            if len(extra) > max(2, len(phrase.content) // 2):
                continue
            yield NearMention(
                phrase,
                first,
                last,
                weight,
                bool(missing) and not extra and not misspelt,
                is_right,
            )


def weight_of(key: str, language: str) -> float:
    """How much a word says: those of the United Nations, of meetings and bodies little."""
    if key in _common(language):
        return 0.3
    if key in lexicon.word_set("MEETING", language) or key in lexicon.word_set(
        "BODY_NOUNS", language
    ):
        return 0.7
    return 1.0


@cache
def _common(language: str) -> frozenset[str]:
    return frozenset(
        key
        for name in lexicon.UNITED_NATIONS.get(language, ())
        for key in keys_of(name)
    )


def _may_be_in(of_phrase: str, of_text: str) -> bool:
    """English names are met in every text; others in texts of their language."""
    return of_phrase in (of_text, "en")


def _is_written_so(phrase: Phrase, text: Text, first: int, last: int) -> bool:
    """Acronyms count only in their own case: "WHO" is not "who"."""
    return (
        text.span(first, last).casefold() != text.span(first, last)
        or is_han(phrase.text)
        or not phrase.text[:1].isupper()
    )


def _clusters(
    text: Text, hits: Sequence[tuple[int, str]], reach: int, size: int
) -> Iterator[list[tuple[int, str]]]:
    """Hits that follow one another within one sentence, no longer than a phrase."""
    cluster: list[tuple[int, str]] = []
    for hit in sorted(hits):
        if cluster and (
            hit[0] - cluster[-1][0] > reach
            or _divided(text, cluster[-1][0], hit[0])
            or (
                hit[1] in {key for _, key in cluster}
                and len(cluster) >= 2
                and hit[0] - cluster[0][0] >= size
            )
        ):
            yield cluster
            cluster = []
        cluster.append(hit)
    if cluster:
        yield cluster


def _divided(text: Text, first: int, last: int) -> bool:
    """Whether a sentence, a bracket or a quotation ends between two words."""
    between = text.text[text.words[first].end : text.words[last].start]
    if any(sign in between for sign in '\n;()（）“”«»"「」《》。！？؟'):
        return True
    return text.sentence_of(text.words[first].start) != text.sentence_of(
        text.words[last].start
    )


def _extended(text: Text, first: int, last: int, covered: set[int]) -> tuple[int, int]:
    """The window with the words in capitals that belong to the same name."""
    words = text.words
    quoted = next(
        (
            span
            for span in text.quotations
            if span[0] <= words[first].start and words[last].end <= span[1]
        ),
        None,
    )
    if quoted:
        inside = text.words_between(*quoted)
        if len(inside) <= (last - first + 1) + 4:
            start = text.index_at(quoted[0])
            return start, start + len(inside) - 1
    for step in (1, -1):
        index = last if step == 1 else first
        skipped = 0
        while 0 <= (following := index + step) < len(words) and skipped < 3:
            low, high = sorted((index, following))
            gap = text.text[words[low].end : words[high].start]
            if gap.strip(" \u00a0-/&'’") or "\n" in gap or following in covered:
                break
            if words[following].is_capital and not words[following].text.isdigit():
                if (
                    step == -1
                    and _starts_sentence(text, following)
                    and (words[following].key in lexicon.FUNCTION_WORDS)
                ):
                    break
                if step == 1:
                    last = following
                else:
                    first = following
                skipped = 0
            elif words[following].key in lexicon.CONNECTORS and step == 1:
                skipped += 1
            else:
                break
            index = following
    return first, last


def _with_ends(
    text: Text,
    phrase: Phrase,
    matched: dict[str, int],
    first: int,
    last: int,
    covered: set[int],
) -> tuple[int, int]:
    """The window with the words that stand where the phrase begins or ends otherwise.

    Names of bodies have few capitals in most languages. In English, capitals tell.
    """
    if text.language == "en":
        return first, last
    content = phrase.content
    for step in (1, -1):
        ends = content[::-1] if step == 1 else content
        missing = next((n for n, key in enumerate(ends) if key in matched), 0)
        while missing:
            index = last + 1 if step == 1 else first - 1
            while 0 <= index < len(text.words) and (
                text.keys[index] in lexicon.FUNCTION_WORDS
            ):
                index += step
            if not 0 <= index < len(text.words) or index in covered:
                break
            low, high = (last, index) if step == 1 else (index, first)
            gap = text.text[text.words[low].end : text.words[high].start]
            if re.search(r"[,.;:()\n،。；，：、“”«»\"「」《》]", gap):
                break
            if step == 1:
                last = index
            else:
                first = index
            missing -= 1
    return first, last


def _starts_sentence(text: Text, index: int) -> bool:
    return index == 0 or text.sentence_of(text.words[index - 1].start) != (
        text.sentence_of(text.words[index].start)
    )


def _difference(
    phrase: Sequence[str], window: Sequence[str]
) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Words of the phrase that are missing, words too many, words nearly the same."""
    missing = Counter(phrase)
    extra: list[str] = []
    for key in window:
        same = next((other for other in missing if same_word(key, other)), None)
        if same is None:
            extra.append(key)
        else:
            missing[same] -= 1
            if not missing[same]:
                del missing[same]
    misspelt: list[tuple[str, str]] = []
    for key in list(extra):
        near = next((other for other in missing if is_near(key, other)), None)
        if near is not None:
            extra.remove(key)
            missing[near] -= 1
            if not missing[near]:
                del missing[near]
            if not _is_inflected(key, near):
                misspelt.append((key, near))
    return list(missing), extra, misspelt


def _is_inflected(one: str, other: str) -> bool:
    """Of Cyrillic and Arabic words, whether they differ only in how they end."""
    if one[0].isascii():
        return False
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    rest = one[shared:] + other[shared:]
    if "\u0400" <= one[0] <= "\u052f":
        return shared >= 4 and all(sign in "аеиоуыюяйь" for sign in rest)
    return shared >= max(4, max(len(one), len(other)) - 2)


def is_capitalised(text: Text, first: int, last: int) -> bool:
    """Whether most of the words that say something begin with a capital letter."""
    words = [
        word
        for word in text.words[first : last + 1]
        if word.key not in lexicon.FUNCTION_WORDS
    ]
    return sum(word.is_capital for word in words) * 2 > len(words)


def quotation_of(text: Text, first: int, last: int) -> tuple[int, int] | None:
    """The quotation that these words stand in."""
    return next(
        (
            span
            for span in text.quotations
            if span[0] <= text.words[first].start and text.words[last].end <= span[1]
        ),
        None,
    )
