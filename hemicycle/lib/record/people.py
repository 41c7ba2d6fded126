"""People in a text: who is meant, in which spelling, and in which office."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from hemicycle.lib.record import lexicon
from hemicycle.lib.record.findings import Finding, Kind, Reason
from hemicycle.lib.record.reading import (
    NearWords,
    Text,
    Word,
    distance,
    is_han,
    is_near,
    keys_of,
    same_word,
)
from hemicycle.lib.record.terms import Office, Person
from hemicycle.lib.search import fold

MAX_TITLE = 9
"""Words between an office and the name of who holds it."""


@dataclass(frozen=True)
class PersonMention:
    person: Person
    first: int
    last: int
    is_near: bool = False
    """Nearly a spelling on record."""


class People:
    """All people of a record, indexed once."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.all = list(people)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._names: list[list[tuple[str, ...]]] = []
        for number, person in enumerate(self.all):
            names = [
                keys
                for name in (*person.spellings, *person.variants)
                if (keys := tuple(keys_of(name)))
                # One word alone names nobody but who holds an office.
                and (len(keys) > 1 or person.offices)
            ]
            self._names.append(names)
            for key in {key for keys in names for key in keys}:
                self._by_key[key].append(number)
        surnames: dict[str, set[int]] = defaultdict(set)
        for number, person in enumerate(self.all):
            if person.offices:
                for keys in self._names[number]:
                    if len(keys) > 1 and not is_han("".join(keys)):
                        surnames[keys[-1]].add(number)
                        if len(keys) > 3:
                            surnames[keys[-2]].add(number)
        self._surnames = {
            key: next(iter(numbers))
            for key, numbers in surnames.items()
            if len(numbers) == 1
        }
        self._near_keys = NearWords(self._by_key)
        self._skeletons: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for number, person in enumerate(self.all):
            if person.offices:
                for name in person.spellings:
                    self._skeletons[skeleton(name)].add(number)

    def mentions(self, text: Text, covered: set[int]) -> list[PersonMention]:
        found: list[PersonMention] = []
        taken: set[int] = set(covered)
        for mention in (
            *self._exact(text, taken),
            *self._in_other_script(text, taken),
            *self._near(text, taken),
            *self._by_surname(text, taken),
        ):
            if not taken & set(range(mention.first, mention.last + 1)):
                found.append(mention)
                taken |= set(range(mention.first, mention.last + 1))
        return sorted(found, key=lambda mention: mention.first)

    def _exact(self, text: Text, taken: set[int]) -> Iterator[PersonMention]:
        best: list[tuple[int, int, int, int]] = []
        keys = text.keys
        for index, key in enumerate(keys):
            if index in taken or key not in self._by_key:
                continue
            for number in self._by_key[key]:
                for name in self._names[number]:
                    if name[0] != key and name[-1] != key:
                        continue
                    size = _run(text, index, name)
                    if size:
                        best.append((-len(name), index, index + size - 1, number))
        best.sort()
        for _, first, last, number in best:
            yield PersonMention(self.all[number], first, last)

    def _by_surname(self, text: Text, taken: set[int]) -> Iterator[PersonMention]:
        for index, key in enumerate(text.keys):
            if index in taken:
                continue
            number = self._surnames.get(key)
            word = text.words[index]
            if number is not None and (word.is_capital or text.language == "ar"):
                yield PersonMention(self.all[number], index, index)
            elif (
                word.is_capital
                and index
                and text.words[index - 1].key in lexicon.HONORIFICS
            ):
                for other in self._near_keys.near(key):
                    if other in self._surnames:
                        number = self._surnames[other]
                        yield PersonMention(self.all[number], index, index, True)

    def _near(self, text: Text, taken: set[int]) -> Iterator[PersonMention]:
        for first, last in candidates(text, taken):
            words = [w for w in text.keys[first : last + 1] if len(w) > 1]
            if len(words) < 2:
                continue
            numbers: set[int] = set()
            for key in words:
                if key in self._by_key and len(self._by_key[key]) <= 400:
                    numbers |= set(self._by_key[key])
                for other in self._near_keys.near(key):
                    numbers |= set(self._by_key[other][:50])
            scored = []
            for number in numbers:
                for name in self._names[number]:
                    spelling = [k for k in name if len(k) > 1]
                    slips = slips_between(words, spelling)
                    if slips is None and self.all[number].offices:
                        slips = (
                            3 if _one_person(tuple(words), tuple(spelling)) else None
                        )
                    if slips is not None and slips > 0:
                        scored.append((slips, number))
            if scored:
                scored.sort()
                yield PersonMention(self.all[scored[0][1]], first, last, True)
        if text.language in ("ar", "zh"):
            yield from self._near_without_capitals(text, taken)

    def _near_without_capitals(
        self, text: Text, taken: set[int]
    ) -> Iterator[PersonMention]:
        """In scripts without capitals: all names whose other words are there."""
        for index, key in enumerate(text.keys):
            if index in taken or key not in self._by_key:
                continue
            for number in self._by_key[key][:200]:
                for name in self._names[number]:
                    size = len(name)
                    if size < 2 or key not in name:
                        continue
                    first = index - name.index(key)
                    window = text.keys[first : first + size] if first >= 0 else []
                    if len(window) < size or window == list(name):
                        continue
                    if is_han(key):
                        # One sign makes another name: only who holds an office is meant.
                        if size < 3 or not self.all[number].offices:
                            continue
                        differ = [
                            a for a, b in zip(window, name, strict=True) if a != b
                        ]
                        if (
                            len(differ) == 1
                            and all(map(is_han, window))
                            and _adjacent(text, first, first + size - 1)
                            and (size > 3 or window[0] == name[0])
                        ):
                            yield PersonMention(
                                self.all[number], first, first + size - 1, True
                            )
                    else:
                        slips = slips_between(window, list(name))
                        if slips:
                            yield PersonMention(
                                self.all[number], first, first + size - 1, True
                            )

    def _in_other_script(self, text: Text, taken: set[int]) -> Iterator[PersonMention]:
        """Whom only another script names on record: compared by consonants."""
        if text.language not in ("ru", "ar"):
            return
        script = "\u0400" if text.language == "ru" else "\u0600"
        if text.language == "ru":
            spans: Iterable[tuple[int, int]] = candidates(text, taken)
        else:
            spans = (
                (index, index + size - 1)
                for index in range(len(text.words))
                for size in (3, 2)
                if index + size <= len(text.words) and index not in taken
            )
        for first, last in spans:
            name = " ".join(word.text for word in text.words[first : last + 1])
            if name[0] < script:
                continue
            numbers = self._skeletons.get(skeleton(name), set())
            person = self.all[next(iter(numbers))] if len(numbers) == 1 else None
            if person and all(spelling[0] < script for spelling in person.spellings):
                yield PersonMention(person, first, last)


def slips_between(one: Sequence[str], other: Sequence[str]) -> int | None:
    """Letters in which two names of as many words differ; None if they are not alike.

    At least one word must be the same, or both near; short words must be the same. The
    order of the words does not count.
    """
    if len(one) != len(other) or len(one) < 2:
        return None
    left = list(other)
    slips = same = 0
    for key in one:
        if key in left:
            left.remove(key)
            same += 1
            continue
        near = next((k for k in left if same_word(key, k) or is_near(key, k)), None)
        if near is None:
            return None
        left.remove(near)
        if not same_word(key, near):
            slips += distance(key, near)
    if slips and not same and slips > 2:
        return None
    return slips


def _run(text: Text, index: int, name: tuple[str, ...]) -> int:
    """How many words from here are this name, in its order or reversed; initials between
    count. 0 for none."""
    for order in (name, (*name[1:], name[0]), (name[-1], *name[:-1])):
        position = index
        for n, key in enumerate(order):
            if (
                n
                and position < len(text.words)
                and len(text.keys[position]) == 1
                and (text.words[position].is_capital and key != text.keys[position])
            ):
                position += 1
            if position >= len(text.words) or not same_word(text.keys[position], key):
                break
            if n and not _adjacent(text, position - 1, position):
                break
            position += 1
        else:
            return position - index
    return 0


def _adjacent(text: Text, first: int, last: int) -> bool:
    """Whether all these words follow one another with nothing but spaces, or the dot of
    an initial, between them."""
    for index in range(first, last):
        gap = text.between(text.words[index], text.words[index + 1])
        dot = "." if len(text.words[index].text) < 3 else ""
        if "\n" in gap or gap.strip(f" \u00a0-‑·・•{dot}"):
            return False
    return True


def candidates(text: Text, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Two to four words in capitals that stand together and may be a person's name."""
    words = text.words
    index = 0
    stop = _never_a_name(text.language)
    while index < len(words):
        if not _may_be_name(words[index], stop) or index in taken:
            index += 1
            continue
        last = index
        while (
            last + 1 < len(words)
            and last + 1 not in taken
            and last - index < 5
            and (
                _may_be_name(words[last + 1], stop) or words[last + 1].key in _PARTICLES
            )
            and _adjacent(text, last, last + 1)
        ):
            last += 1
        while words[last].key in _PARTICLES and last > index:
            last -= 1
        if 2 <= last - index + 1 <= 4:
            yield index, last
        elif last - index + 1 > 4:
            yield last - 1, last
            yield last - 2, last
        if last - index + 1 in (3, 4):
            yield last - 1, last
            yield index, index + 1
        index = last + 1


_PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "del",
        "la",
        "van",
        "von",
        "bin",
        "ibn",
        "al",
        "el",
        "ben",
        "abu",
        "y",
    ]
)


def _may_be_name(word: Word, stop: frozenset[str]) -> bool:
    return word.is_capital and not word.text.isdigit() and word.key not in stop


@cache
def _never_a_name(language: str) -> frozenset[str]:
    heads = {key for keys in lexicon.offices(language) for key in keys}
    return frozenset(
        heads
        | lexicon.word_set("MEETING", language)
        | lexicon.word_set("BODY_NOUNS", language)
        | lexicon.FUNCTION_WORDS
        | lexicon.HONORIFICS
        | set(lexicon.months(language) if language != "zh" else ())
        | {
            key
            for name in lexicon.UNITED_NATIONS.get(language, ())
            for key in keys_of(name)
        }
    )


# -- Spellings -------------------------------------------------------------------------


def spellings(
    text: Text, mentions: Sequence[PersonMention], covered: set[int]
) -> Iterator[Finding]:
    """Names that are nearly a person's on record, or variants that are not printed; and
    of people who are not on record, two spellings in one text."""
    for mention in mentions:
        words = text.span(mention.first, mention.last)
        person = mention.person
        keys = tuple(text.keys[mention.first : mention.last + 1])
        is_variant = any(tuple(keys_of(name)) == keys for name in person.variants)
        if mention.is_near or is_variant:
            right = _spelling_for(person, text)
            if mention.first == mention.last:
                right = right.split()[-1]
            yield Finding(
                Kind.SPELLING,
                Reason.PERSON,
                words,
                text.words[mention.first].start,
                _spelling_for(person, text),
                person.source,
                right,
            )
    taken = covered | {
        index for each in mentions for index in range(each.first, each.last + 1)
    }
    yield from _two_spellings(text, taken)


def _spelling_for(person: Person, text: Text) -> str:
    """The spelling in the script of the text, else the first."""
    scripts = {"ru": ("\u0400", "\u052f"), "ar": ("\u0600", "\u06ff")}
    first, last = scripts.get(text.language, ("a", "z"))
    for name in person.spellings:
        if is_han(name) if text.language == "zh" else first <= name[0].lower() <= last:
            return name
    return person.spellings[0]


def _two_spellings(text: Text, taken: set[int]) -> Iterator[Finding]:
    if text.language == "zh":
        spans = list(_chinese_candidates(text, taken))
    elif text.language == "ar":
        spans = list(_arabic_candidates(text, taken))
    else:
        spans = list(candidates(text, taken))
    names: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for first, last in spans:
        folded = tuple(fold(word.text) for word in text.words[first : last + 1])
        names.setdefault(folded, []).append((first, last))
    reported: set[frozenset[tuple[str, ...]]] = set()
    for one, other in itertools.combinations(names, 2):
        if one == other or frozenset((one, other)) in reported:
            continue
        if not _one_person(_keys_of_name(one), _keys_of_name(other)):
            continue
        if any(_are_listed(text, a, b) for a in names[one] for b in names[other]):
            continue
        reported.add(frozenset((one, other)))
        first, last = names[other][0]
        earlier = text.span(*names[one][0])
        yield Finding(
            Kind.SPELLING,
            Reason.PERSON,
            text.span(first, last),
            text.words[first].start,
            others=(earlier,),
            places=tuple(
                sorted(
                    text.words[span[0]].start for span in (*names[one], *names[other])
                )
            ),
        )


def _one_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are likely one, spelled in two ways: one word is the same, the
    other begins alike or differs in a letter or two."""
    if len(one) != len(other):
        return False
    differ = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(differ) != 1 or same_word(*differ[0]):
        # Where grammar changes a name, it changes all words of it.
        return False
    a, b = differ[0]
    if is_han(a):
        return len(one) == 3 and one[0] == other[0]
    if min(len(a), len(b)) < 4:
        return len(a) > 1 and len(b) > 1 and len(one) > 2 and distance(a, b, 1) <= 1
    shared = len(_common_start(a, b))
    return (
        is_near(a, b)
        or (len(a) > 4 and skeleton(a) == skeleton(b))
        or (
            shared >= 3
            and shared * 2 >= min(len(a), len(b))
            and abs(len(a) - len(b)) <= 2
        )
    )


def _keys_of_name(folded: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name without an Arabic article or preposition."""
    return tuple(word.removeprefix("ال") if len(word) > 4 else word for word in folded)


def _common_start(a: str, b: str) -> str:
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return a[:n]


def _are_listed(text: Text, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two names stand side by side as two people: "A and B", "A, B"."""
    first, second = sorted((one, other))
    if first[1] >= second[0]:
        return True
    between = text.text[text.words[first[1]].end : text.words[second[0]].start]
    keys = keys_of(between)
    return (
        len(keys) <= 2
        and "\n" not in between
        and (
            all(
                key in lexicon.FUNCTION_WORDS or key in lexicon.HONORIFICS
                for key in keys
            )
        )
        and not re.search(r"[.。;；(（]", between)
    )


def _chinese_candidates(text: Text, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Three signs that begin with a usual surname and stand beside what people do."""
    for index, word in enumerate(text.words[:-2]):
        if word.key not in lexicon.SURNAMES_ZH or taken & {index, index + 1, index + 2}:
            continue
        last = text.words[index + 2]
        if last.end - word.start != 3:
            continue
        before, after = (
            text.text[max(0, word.start - 3) : word.start],
            text.text[last.end : last.end + 3],
        )
        if any(after.startswith(cue) for cue in lexicon.NAME_CUES_ZH) or any(
            before.endswith(cue) for cue in (*lexicon.NAME_CUES_ZH, "由", "以", "是")
        ):
            yield index, index + 2


def _arabic_candidates(text: Text, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Two words after an office, an honorific or "led by"."""
    heads = {keys[-1] for keys in lexicon.offices("ar")}
    seen: dict[str, None] = {}
    for index, word in enumerate(text.words[:-2]):
        if word.key in lexicon.HONORIFICS | lexicon.LED_BY_AR | heads and not taken & {
            index + 1,
            index + 2,
        }:
            seen[text.keys[index + 1]] = seen[text.keys[index + 2]] = None
            yield index + 1, index + 2
    for index in range(len(text.words) - 1):
        if (text.keys[index] in seen or text.keys[index + 1] in seen) and not taken & {
            index,
            index + 1,
        }:
            yield index, index + 1


# -- Across scripts --------------------------------------------------------------------

_ARABIC = {
    "ا": "", "ب": "b", "ت": "t", "ث": "t", "ج": "g", "ح": "h", "خ": "k", "د": "d", "ذ": "d",
    "ر": "r", "ز": "s", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "s", "ع": "",
    "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "",
    "ي": "", "ء": "", "پ": "b", "ڤ": "f", "گ": "g", "چ": "g",
}  # fmt: skip
_CYRILLIC = {
    "б": "b", "в": "f", "г": "g", "д": "d", "ж": "g", "з": "s", "к": "k", "л": "l", "м": "m",
    "н": "n", "п": "b", "р": "r", "с": "s", "т": "t", "ф": "f", "х": "h", "ц": "s", "ч": "s",
    "ш": "s", "щ": "s",
}  # fmt: skip
_LATIN = (
    ("sch", "s"), ("tch", "s"), ("ch", "s"), ("sh", "s"), ("th", "t"), ("ph", "f"), ("kh", "k"),
    ("gh", "g"), ("zh", "g"), ("qu", "k"), ("ck", "k"), ("x", "ks"), ("j", "g"), ("q", "k"),
    ("c", "k"), ("z", "s"), ("v", "f"), ("p", "b"), ("w", ""), ("y", ""),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def skeleton(name: str) -> tuple[str, ...]:
    """The consonants of each word of a name, alike for Latin, Cyrillic and Arabic letters.

    A sound that one of these scripts does not divide is not divided in any.
    """
    words = []
    for word in fold(name).split():
        if "\u0600" <= word[0] <= "\u06ff":
            word = word.removeprefix("ال") if len(word) > 4 else word
            bare = "".join(_ARABIC.get(sign, "") for sign in word)
        elif "\u0400" <= word[0] <= "\u052f":
            word = word.replace("дж", "ж")
            bare = "".join(_CYRILLIC.get(sign, "") for sign in word)
        else:
            for group, sound in _LATIN:
                word = word.replace(group, sound)
            bare = re.sub("[aeiou]", "", word)
        bare = re.sub(r"(.)\1+", r"\1", bare)
        if bare and len(word) > 1 and word not in ("al", "el"):
            words.append(bare)
    return tuple(sorted(words))


def same_person_across_scripts(one: str, other: str) -> bool:
    """Whether two spellings in any two scripts can be one name."""
    if is_han(one) != is_han(other):
        han, latin = (one, other) if is_han(one) else (other, one)
        return fits_pinyin(han, latin)
    if is_han(one):
        return one == other
    return skeleton(one) == skeleton(other) or sorted(keys_of(one)) == sorted(
        keys_of(other)
    )


def fits_pinyin(han: str, latin: str) -> bool:
    """Whether a Chinese name can be read so; each sign may have several readings."""
    signs = [sign for sign in han if is_han(sign)]
    letters = fold(latin).split()
    for order in ({"".join(letters)}, {"".join([letters[-1], *letters[:-1]])}):
        left = set(order)
        for sign in signs:
            left = {
                rest.removeprefix(reading)
                for rest in left
                for reading in _readings(sign)
                if rest.startswith(reading)
            }
        if "" in left:
            return True
    return False


@lru_cache(maxsize=4_000)
def _readings(sign: str) -> frozenset[str]:
    """Without tones. The table is loaded when the first Chinese name is compared."""
    readings = _pinyin().get(ord(sign), "")
    return frozenset(
        fold(each).replace("v", "u") for each in readings.split(",") if each
    )


@cache
def _pinyin() -> dict[int, str]:
    import os

    # Phrases would bring 45 MB, and names are read sign by sign.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin.constants import PINYIN_DICT

    table: dict[int, str] = PINYIN_DICT
    return table


# -- Offices ---------------------------------------------------------------------------


@dataclass(frozen=True)
class OfficeMention:
    """An office that a text gives to a person: words from first to last."""

    meanings: frozenset[str]
    first: int
    last: int
    complement: tuple[str, ...]
    """The words that say of what."""


def offices(
    text: Text,
    mentions: Sequence[PersonMention],
    record: People,
    day: date | None,
    covered_by_names: Sequence[tuple[int, int]],
    vocabulary: frozenset[str],
) -> Iterator[Finding]:
    """Titles that were another's, or the person's own at another time."""
    starts = {mention.first for mention in mentions}
    for mention in mentions:
        if mention.is_near and len(mention.person.offices) == 0:
            continue
        for office in (
            _before(text, mention, vocabulary, mentions),
            _after(text, mention, vocabulary, starts, covered_by_names),
        ):
            if office:
                yield from _judged(text, mention.person, office, record, day)


def heads_at(text: Text, index: int) -> tuple[frozenset[str], int] | None:
    """The office whose words begin here, and how many they are."""
    table = lexicon.offices(text.language)
    for size in (5, 4, 3, 2, 1):
        keys = tuple(text.keys[index : index + size])
        if len(keys) == size and keys in table:
            return table[keys], size
    return None


def _before(
    text: Text,
    mention: PersonMention,
    vocabulary: frozenset[str],
    mentions: Sequence[PersonMention],
) -> OfficeMention | None:
    """ "United Nations Secretary-General Guterres", "le Président de X, Y"."""
    reach = 12 if text.language == "zh" else MAX_TITLE
    index = mention.first - 1
    commas = 0
    while index >= 0 and mention.first - index <= reach:
        word, following = text.words[index], text.words[index + 1]
        gap = text.between(word, following)
        if re.search(
            r"[.;:!?()\n。；：！？、（）“”«»\"]", re.sub(r"(?<=\b\w)\.", "", gap)
        ):
            return None
        if re.search("[,،，]", gap):
            commas += 1
            if commas > 1 or index + 1 != mention.first:
                return None
        if any(each.first <= index <= each.last for each in mentions):
            return None
        start = _head_ending_at(text, index)
        if start is not None:
            meanings, size = heads_at(text, start) or (frozenset(), 1)
            complement = text.keys[start + size : mention.first]
            if text.language == "en":
                complement = [*_capitals_before(text, start), *complement]
            return OfficeMention(
                meanings, start, mention.first - 1, _content(complement)
            )
        if not _may_be_in_title(word, text.language, vocabulary):
            return None
        index -= 1
    return None


def _head_ending_at(text: Text, index: int) -> int | None:
    table = lexicon.offices(text.language)
    for size in (5, 4, 3, 2, 1):
        start = index - size + 1
        if start >= 0 and tuple(text.keys[start : index + 1]) in table:
            return start
    return None


def _capitals_before(text: Text, start: int) -> list[str]:
    keys: list[str] = []
    index = start - 1
    while (
        index >= 0
        and text.words[index].is_capital
        and _adjacent(text, index, index + 1)
    ):
        keys.insert(0, text.keys[index])
        index -= 1
    return keys


def _after(
    text: Text,
    mention: PersonMention,
    vocabulary: frozenset[str],
    starts: set[int],
    covered_by_names: Sequence[tuple[int, int]],
) -> OfficeMention | None:
    """ "Jane Roe, the Mayor of X," or "Jane Roe (Mayor)"."""
    index = mention.last + 1
    if index >= len(text.words):
        return None
    gap = text.between(text.words[mention.last], text.words[index]).strip()
    if text.language == "zh":
        if gap not in ("", "，", "（", "("):
            return None
    elif gap not in (",", "(", "،", "-", "–", "—", ", -"):
        return None
    skipped = 0
    while index < len(text.words) and skipped < 6:
        if index in starts:
            return None
        if heads := heads_at(text, index):
            meanings, size = heads
            last = _end_of_title(
                text, index + size - 1, vocabulary, starts, covered_by_names
            )
            if last is None:
                return None
            complement = [
                *text.keys[mention.last + 1 : index],
                *text.keys[index + size : last + 1],
            ]
            return OfficeMention(meanings, index, last, _content(complement))
        word = text.words[index]
        if skipped and re.search(
            r"[.;:()\n,،。；，]", text.between(text.words[index - 1], word)
        ):
            return None
        if not (
            word.key in lexicon.FUNCTION_WORDS
            or word.is_capital
            or word.key in vocabulary
            or word.text.isdigit()
            or text.language == "zh"
        ):
            return None
        skipped += 1
        index += 1
    return None


def _end_of_title(
    text: Text,
    index: int,
    vocabulary: frozenset[str],
    starts: set[int],
    names: Sequence[tuple[int, int]],
) -> int | None:
    """The last word of a title that begins before; None if it belongs to the next name."""
    last = index
    while last + 1 < len(text.words):
        if last + 1 in starts:
            return None
        gap = text.between(text.words[last], text.words[last + 1])
        if re.search(r"[,.;:()\n،。；，：、“”«»\"]", gap):
            break
        name = next((span for span in names if span[0] == last + 1), None)
        if name:
            last = name[1]
            continue
        if not _may_be_in_title(text.words[last + 1], text.language, vocabulary):
            break
        if last - index > MAX_TITLE:
            break
        last += 1
    while last > index and text.keys[last] in lexicon.FUNCTION_WORDS:
        last -= 1
    return last


def _may_be_in_title(word: Word, language: str, vocabulary: frozenset[str]) -> bool:
    if language == "zh":
        return word.key in vocabulary
    return (
        (word.is_capital and word.key not in lexicon.HONORIFICS)
        or word.key in lexicon.CONNECTORS
        or word.key in vocabulary
        or word.key in lexicon.word_set("MEETING", language)
        or word.key in lexicon.word_set("BODY_NOUNS", language)
        or word.key in lexicon.word_set("TITLE_NOUNS", language)
        or word.text[:1].isdigit()
        or (language == "ar" and word.key in lexicon.HONORIFICS)
    )


def _content(keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        key
        for key in keys
        if key not in lexicon.FUNCTION_WORDS
        and key not in lexicon.HONORIFICS
        and not key[0].isdigit()
    )


def _judged(
    text: Text,
    person: Person,
    office: OfficeMention,
    record: People,
    day: date | None,
) -> Iterator[Finding]:
    if not person.offices:
        return
    words = text.span(office.first, office.last)
    fitting = [each for each in person.offices if _fits(office, each, text.language)]
    if any(each.is_held_on(day) for each in fitting):
        return
    held = [each for each in person.offices if each.is_held_on(day)]
    shown = fitting[0] if fitting else (held or list(person.offices))[0]
    holder = next(
        (
            f"{other.spellings[0]}: {_title(each, text.language)}"
            for other in record.all
            if other is not person
            for each in other.offices
            if each.is_held_on(day)
            and _fits(office, each, text.language, strictly=True)
        ),
        "",
    )
    says = f"{person.spellings[0]}: {_title(shown, text.language)}{_dates(shown)}"
    yield Finding(
        Kind.CONTRADICTS,
        Reason.OFFICE,
        f"{words}" if office.first < office.last else words,
        text.words[office.first].start,
        "; ".join(part for part in (says, holder) if part),
        shown.source or person.source,
        _title(shown, text.language) if not fitting else "",
    )


def _fits(
    mention: OfficeMention, office: Office, language: str, *, strictly: bool = False
) -> bool:
    """Whether the office named can be this one: the word of office, and of what."""
    title = office.title.get(language) or ""
    other_language = not title
    titles = [title] if title else list(office.title.values())
    for each in titles:
        spoken = language if not other_language else "en"
        for meanings, rest in _parts(each, spoken):
            named = mention.meanings
            if strictly and named & _AT_THE_HEAD:
                named |= _AT_THE_HEAD
            if not named & meanings:
                continue
            if other_language or not mention.complement or not rest:
                if strictly and not other_language and not mention.complement:
                    continue
                return True
            if any(
                same_word(key, k) or is_near(key, k)
                for key in mention.complement
                for k in rest
                if key not in _weak(language)
            ) or all(key in _weak(language) for key in mention.complement):
                return True
    return False


_AT_THE_HEAD = frozenset({"president", "chair", "head"})
"""Whoever is at the head of a thing, whatever it calls them."""


@cache
def _weak(language: str) -> frozenset[str]:
    return frozenset(
        key
        for name in lexicon.UNITED_NATIONS.get(language, ())
        for key in keys_of(name)
    )


@lru_cache(maxsize=5_000)
def _parts(title: str, language: str) -> list[tuple[frozenset[str], tuple[str, ...]]]:
    """Each office in a title with all its other words."""
    reading = Text(title, language)
    parts = []
    index = 0
    spans = []
    while index < len(reading.words):
        if heads := heads_at(reading, index):
            spans.append((index, heads))
            index += heads[1]
        else:
            index += 1
    inside = {i for start, (_, size) in spans for i in range(start, start + size)}
    rest = _content([key for i, key in enumerate(reading.keys) if i not in inside])
    for _, (meanings, _size) in spans:
        parts.append((meanings, rest))
    return parts


def _title(office: Office, language: str) -> str:
    return (
        office.title.get(language)
        or office.title.get("en")
        or next(iter(office.title.values()), "")
    )


def _dates(office: Office) -> str:
    if not (office.since or office.until):
        return ""
    return f" ({office.since or ''}–{office.until or ''})"
