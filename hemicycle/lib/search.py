"""Finding people and things in any spelling and any script.

A searchable model has one `SearchField` (in fields) that holds the words of its names,
prepared by `index_text`. Each word of a query must begin a word there.

Prepared means: compatibility forms, case and accents off; Arabic letters folded, vowel
marks and tatweel off; Chinese, Japanese and Korean as pairs of signs; Cyrillic also in
Latin letters; Latin words also with doubled letters once and "y" as "i". So "wang xiu",
"Xiu WANG", "Müller", "mueller", "Mohamed", "王秀", "амина" and "الأمين" find who they
mean. Why not the databases' own: docs/decisions/search.md.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

MAX_QUERY_WORDS = 12
"""Further words of a query are not looked at."""

_FOLDED = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
    "ħ": "h", "ŋ": "n", "ə": "a", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ŧ": "t", "ƴ": "y",
    "ɛ": "e", "ɔ": "o", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ہ": "ه",
    "ھ": "ه", "ګ": "گ", "ـ": "",
}  # fmt: skip
_SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
    "и": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i",
    "є": "ye", "ґ": "g", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz",
    "қ": "k", "ғ": "g", "ұ": "u", "ү": "u", "ң": "n", "ө": "o", "һ": "h", "ә": "a",
}  # fmt: skip
_TO_LATIN = str.maketrans(_LATIN)
_APOSTROPHES = "'’‘ʼʻʹʿʾ`´＇"
_JOINERS = re.compile(rf"(?<=\w)[{_APOSTROPHES}\-‐‑](?=\w)")
_PAIRED = re.compile(
    "[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003fffd]+"
)
_SPELLED_WORD = re.compile(r"[^\s,;:.@()/_\-‐‑]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN_LETTER = re.compile("[a-z]")
_SPELLED = re.compile(f"[{''.join(_SPELLED_OUT)}]")


_DOUBLED = re.compile(r"([a-z])\1+")
_LATIN_WORD = re.compile("[a-z]{3,}")
_SETTLED = 5
"""Letters after which a word that is still being typed may lose its last one."""


class _Fold(dict[int, str]):
    """Code point -> what is left of it. Fills itself; used with str.translate."""

    def __missing__(self, point: int) -> str:
        self[point] = folded = "".join(_folded(chr(point)))
        return folded


def _folded(sign: str) -> Iterator[str]:
    if sign in _APOSTROPHES:
        return
    for part in unicodedata.normalize("NFKD", sign.casefold()):
        category = unicodedata.category(part)
        if category == "Nd":
            yield str(unicodedata.decimal(part))
        elif category[0] in "LN":
            yield _FOLDED.get(part, part)
        elif category[0] == "M":
            # Vowel signs of Indic scripts have class 0 and stay; accents do not.
            if not unicodedata.combining(part) and not _is_variation(part):
                yield part
        elif category not in ("Cf", "Cc") or part.isspace():
            yield " "


def _is_variation(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


_FOLD = _Fold()


def fold(text: str) -> str:
    """The text without case, accents and punctuation; words divided by one space."""
    folded = unicodedata.normalize("NFC", text).translate(_FOLD)
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def words(text: str) -> list[str]:
    """The folded words of a text, in order. Chinese and Korean are not divided."""
    return fold(text).split()


def tokens(text: str) -> list[str]:
    """What to look for: each must begin a word of the index. Empty for no words."""
    words_found: list[str] = []
    for word in words(text):
        if _CYRILLIC.search(word) and _LATIN_LETTER.search(word):
            word = word.translate(_TO_LATIN)
        for piece in _pieces(without_article(word)):
            wanted = _alike(piece) if _is_settled(piece) else piece
            if wanted not in words_found:
                words_found.append(wanted)
    return words_found


def found_in(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of each word of a text that one of these tokens begins."""
    begun = tuple(wanted)
    return [
        word.span()
        for word in _SPELLED_WORD.finditer(text)
        if fold(word[0]).startswith(begun)
        or any(token.startswith(begun) for token in index_text(word[0]).split())
    ]


def index_text(*parts: str | None) -> str:
    """What to store in a SearchField: the words of all parts with their variants."""
    indexed: dict[str, None] = {}
    for part in parts:
        for token in _index_tokens(part or ""):
            indexed[token] = None
            indexed[_alike(token)] = None
    return " ".join(indexed)


def _alike(word: str) -> str:
    """Mohammed and Mohamed, Maryam and Mariam as one. The first letter stays."""
    if not _LATIN_WORD.fullmatch(word):
        return word
    return _DOUBLED.sub(r"\1", word[0] + word[1:].replace("y", "i"))


def _is_settled(word: str) -> bool:
    """Whether it may be looked for as written alike, and nobody is lost by it.

    "ann" stays: as "an" it would find every Andrew. So does a short word whose end may
    still become another ("lee", "mary"); these find what begins as it is typed.
    """
    return len(word) >= _SETTLED or word[-1] not in f"y{word[-2:-1]}"


def _index_tokens(text: str) -> Iterator[str]:
    for word in words(text):
        for piece in _pieces(word):
            yield piece
            if _PAIRED.match(piece):
                yield piece[-1]
        if _CYRILLIC.search(word):
            yield from filter(None, (word.translate(_TO_LATIN),))
        if (bare := without_article(word)) != word:
            yield bare
    if _JOINERS.search(text):
        yield from words(_JOINERS.sub("", text))
        yield from words(_JOINERS.sub(" ", text))
    lower = unicodedata.normalize("NFC", text.lower())
    if _SPELLED.search(lower):
        yield from words(_SPELLED.sub(lambda sign: _SPELLED_OUT[sign[0]], lower))


def without_article(word: str) -> str:
    """Who is written "الحداد" here is "حداد" there; a short word may be a name."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _pieces(word: str) -> Iterator[str]:
    """The word, with runs of Chinese, Japanese or Korean as overlapping pairs."""
    end = 0
    for run in _PAIRED.finditer(word):
        if before := word[end : run.start()]:
            yield before
        signs, end = run[0], run.end()
        if len(signs) == 1:
            yield signs
        for place in range(len(signs) - 1):
            yield signs[place : place + 2]
    if rest := word[end:]:
        yield rest
