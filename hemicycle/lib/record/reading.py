"""A text as words with their places: the one reading that every check shares."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hemicycle.lib import search

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{HAN}]|[^\W_{HAN}]+(?:['’ʼ`](?=\w)[^\W_{HAN}]+)*")
_IS_HAN = re.compile(f"[{HAN}]")
_END = re.compile(r"[.!?؟。！？…]+[\"”»’)\]]*(?=\s|$)|[。！？]|\n+")
_QUOTED = re.compile(
    r"“([^“”\n]{3,400})”|„([^„“”\n]{3,400})[“”]|«([^«»\n]{3,400})»|"
    r"「([^「」\n]{3,400})」|『([^『』\n]{3,400})』|《([^《》\n]{3,400})》|"
    r"(?<![\w\"])\"([^\"\n]{3,400})\"(?!\w)"
)
_ELISION = re.compile(
    r"^(?:(?:[LlDd]|[Qq]u|[Ll]orsqu|[Jj]usqu)['’ʼ](?=\w)|[nsjmtcNSJMTC]['’ʼ](?=[a-zà-ÿ]))",
)
_POSSESSIVE = re.compile(r"['’ʼ]s?$", re.IGNORECASE)
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "sr",
        "sra",
        "dra",
        "jr",
        "mme",
        "mlle",
        "no",
        "vol",
        "r",
        "f",
        "a",
        "b",
        "c",
        "d",
        "e",
        "g",
        "h",
        "i",
        "j",
        "k",
        "l",
        "m",
        "n",
        "o",
        "p",
        "q",
        "s",
        "t",
        "u",
        "v",
        "w",
        "x",
        "y",
        "z",
        "г",
        "проф",
        "тов",
        "ул",
    ]
)
_RUSSIAN_ENDING = re.compile(
    r"(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|иям|иях|ии|ий|ый|ой|ей|ая|яя|ое|ее|ые|ие|"
    r"ую|юю|ых|их|ым|им|ом|ем|ам|ям|ах|ях|ов|ев|ью|ия|ию|ие|а|я|о|е|ы|и|у|ю|ь|й)$"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text; of Chinese, one sign."""

    text: str
    key: str
    """How it is compared: folded, without article, elision, possessive or ending."""
    start: int
    end: int
    is_capital: bool


class Text:
    """A text with its words, sentences and quotations. Offsets are in characters."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.words: list[Word] = list(_words(text))
        self.keys: list[str] = [word.key for word in self.words]
        self.ordinals: set[int] = set()
        """Indexes of the words that number a meeting: they stand inside some names."""
        self._starts = [word.start for word in self.words]
        self._ends_of_sentences = list(self._sentence_ends())
        self.quotations: list[tuple[int, int]] = [
            match.span(match.lastindex or 0) for match in _QUOTED.finditer(text)
        ]

    def sentence_of(self, offset: int) -> int:
        """The number of the sentence that this character is in."""
        return bisect_right(self._ends_of_sentences, offset)

    def sentence_span(self, offset: int) -> tuple[int, int]:
        n = self.sentence_of(offset)
        ends = self._ends_of_sentences
        return (ends[n - 1] if n else 0), (ends[n] if n < len(ends) else len(self.text))

    def words_between(self, start: int, end: int) -> list[Word]:
        return self.words[self.index_at(start) : self.index_at(end)]

    def index_at(self, offset: int) -> int:
        """The index of the first word that starts at this character or after it."""
        return bisect_right(self._starts, offset - 1)

    def between(self, before: Word, after: Word) -> str:
        return self.text[before.end : after.start]

    def span(self, first: int, last: int) -> str:
        """The text from the first of these words to the end of the last."""
        return self.text[self.words[first].start : self.words[last].end]

    def _sentence_ends(self) -> Iterator[int]:
        for match in _END.finditer(self.text):
            before = self.text[: match.start()]
            word = re.search(r"(\w+)$", before[-12:])
            if match[0] == "." and word and word[1].casefold() in _TITLES:
                continue
            yield match.end()


def is_han(text: str) -> bool:
    return bool(_IS_HAN.search(text))


def keys_of(text: str) -> list[str]:
    """The words of a name as they are compared with those of a text."""
    return [word.key for word in _words(text)]


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        if elision := _ELISION.match(word):
            start += elision.end()
            word = word[elision.end() :]
        key = key_of(word)
        if key:
            yield Word(word, key, start, end, word[:1].isupper())


@lru_cache(maxsize=50_000)
def key_of(word: str) -> str:
    """The word as it is compared: what grammar adds to it, is left out."""
    bare = _POSSESSIVE.sub("", word) if len(word) > 2 else word
    folded = search.fold(bare).replace(" ", "")
    if not folded:
        return ""
    script = unicodedata.name(folded[0], "")
    if script.startswith("ARABIC"):
        return _arabic(folded)
    if script.startswith("CYRILLIC"):
        return _russian(folded)
    if folded.isascii() and len(folded) > 3 and folded.isalpha():
        return _latin(folded)
    return folded


def _arabic(word: str) -> str:
    """Without what is written together with it: and, in, to, the."""
    word = word.translate(_HAMZA)
    for prefix in ("وبال", "ولل", "وال", "بال", "كال", "فال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            word = word[len(prefix) :]
            break
    return word


_HAMZA = str.maketrans("أإآؤئ", "اااوي")


def _russian(word: str) -> str:
    word = word.replace("ё", "е")
    stem = _RUSSIAN_ENDING.sub("", word)
    return stem if len(stem) >= 3 else word


_SPELT = {
    "centre": "center", "centres": "center", "organisation": "organization",
    "organisations": "organization", "programme": "program", "programmes": "program",
    "labour": "labor",
}  # fmt: skip
"""British and American spelling are one."""


def _latin(word: str) -> str:
    """Plural and singular as one, in English, French and Spanish."""
    word = _SPELT.get(word, word)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def same_word(one: str, other: str) -> bool:
    """Whether two keys are one word, whatever grammar did to them."""
    if one == other:
        return True
    if not one or not other:
        return False
    if "\u0600" <= one[0] <= "\u06ff":
        # A preposition or "and" is written together with the word that follows.
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        if len(shorter) >= 3 and longer[1:] == shorter and longer[0] in "وبلكف":
            return True
        return (
            len(one) == len(other) > 4
            and {one[-2:], other[-2:]} == {"ون", "ين"}
            and (one[:-2] == other[:-2])
        )
    return False


def distance(one: str, other: str, limit: int = 3) -> int:
    """Letters to add, drop, replace or swap; more than `limit` is limit + 1."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: Sequence[int] = []
    row: Sequence[int] = range(len(other) + 1)
    for y, a in enumerate(one, 1):
        older, before = before, row
        current = [y]
        for x, b in enumerate(other, 1):
            cost = min(before[x] + 1, current[x - 1] + 1, before[x - 1] + (a != b))
            if y > 1 and x > 1 and a == other[x - 2] and one[y - 2] == b:
                cost = min(cost, older[x - 2] + 1)
            current.append(cost)
        row = current
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def is_near(one: str, other: str) -> bool:
    """Whether one is likely a slip of the other: a letter or two of a long word."""
    size = max(len(one), len(other))
    if size < 4 or is_han(one):
        return False
    if one[0] != other[0]:
        if "\u0600" <= one[0] <= "\u06ff" and any(
            distance(a, f"ال{b}", 1) == 1 for a, b in ((one, other), (other, one))
        ):
            return True  # a slip in the article
        limit = 1 if size < 9 else 2
        return distance(one, other, limit) <= limit
    limit = 1 if size < 7 else 2
    return distance(one, other, limit) <= limit


class NearWords:
    """Words among which those nearly like another are found without comparing all.

    Two words that differ by k letters differ in at most 2k kinds of letters, which two
    numbers tell at once.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._buckets: dict[tuple[str, int], list[tuple[int, str]]] = {}
        for key in keys:
            if len(key) > 3 and not is_han(key):
                bucket = self._buckets.setdefault((key[0], len(key)), [])
                bucket.append((_letters(key), key))
        self._found: dict[str, list[str]] = {}

    def near(self, key: str) -> list[str]:
        """Those that begin alike and are at most a letter longer or shorter."""
        if len(key) < 4 or is_han(key):
            return []
        if key not in self._found:
            if len(self._found) > 20_000:
                self._found.clear()
            letters = _letters(key)
            most = 2 if len(key) < 6 else 4
            self._found[key] = [
                other
                for size in (len(key) - 1, len(key), len(key) + 1)
                for their_letters, other in self._buckets.get((key[0], size), ())
                if (letters ^ their_letters).bit_count() <= most
                and other != key
                and is_near(key, other)
            ]
        return self._found[key]


def _letters(key: str) -> int:
    """A bit for each kind of letter in a word."""
    bits = 0
    for letter in key:
        bits |= 1 << (ord(letter) & 63)
    return bits
