"""Which encoding a text without a mark was written in: evidence, never certainty.

Each word outside ASCII is weighed in each encoding: do its letters belong to one
script and to one language's alphabet, is its case that of a word? A guess is put to
its owner with examples (`Guess`), because two encodings can both make sense.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

ENCODINGS = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "gb18030", "big5", "cp932", "cp949", "koi8-r", "mac_roman", "cp850",
)  # fmt: skip
"""Those that tables of six continents come in; the likelier of two equal ones first."""

_LATIN = {
    "cp1252": (
        "àâäçéèêëîïôöùûüÿœæ", "áéíóúñü", "äöüß", "ãõáéíóúâêôàç", "àèéìíòóùú", "åäöé",
        "æøåé", "áéëïóöüè", "çàéèíïóòúü",
    ),
    "cp1250": (
        "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž",
        "ăâîşţ", "äöüß",
    ),
    "cp1254": ("çğıiöşüâîû",),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž"),
    "mac_roman": ("àâçéèêëîïôùûüœ", "áéíóúñü", "äöüß", "ãõáéíóúâêôàç"),
    "cp850": ("àâçéèêëîïôùûü", "áéíóúñü", "äöüß", "ãõáéíóúâêôàç"),
}  # fmt: skip
_SCRIPTS = {
    "cp1251": ("CYRILLIC", "оеаинтсрвлкмдпуяі"),
    "koi8-r": ("CYRILLIC", "оеаинтсрвлкмдпуя"),
    "cp1253": ("GREEK", "αοιετσνηυρπκςλμάίόήέώύγδ"),
    "cp1255": ("HEBREW", "יוהלארתבשמנדחקםןכפעסזגט"),
    "cp1256": ("ARABIC", "المينرتبدةعحسكفوهقشخصىأإئ"),
}
# Lead bytes of the characters in daily use, which the standards put first.
_COMMON_LEADS = {
    "gb18030": (0xB0, 0xD7),
    "big5": (0xA4, 0xC6),
    "cp932": (0x82, 0x97),
    "cp949": (0xB0, 0xC8),
}
_WEIGHT = {
    "cp1254": 0.97, "cp1257": 0.9, "mac_roman": 0.85, "cp850": 0.8, "koi8-r": 0.95,
}  # fmt: skip
_INSIDE = r"[^\s,;|\t\"'()<>@./:!?#&+=*_\-–—0-9]*"
_WORD = re.compile(rf"{_INSIDE}[^\x00-\x7f]{_INSIDE}")
_MOST = 400
"""Words weighed: more do not change the answer."""


@dataclass(frozen=True)
class Guess:
    """The likeliest encodings, best first, each with the whole text."""

    encodings: tuple[str, ...]
    text: str


def guess(content: bytes) -> Guess | None:
    """The likeliest encodings of bytes that are not UTF-8; None: none makes sense."""
    weighed = []
    for place, encoding in enumerate(ENCODINGS):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(c < " " and c not in "\t\r\n\x0b\x0c" for c in text[:20_000]):
            continue
        weighed.append((-_likelihood(text, encoding), place, encoding, text))
    if not weighed:
        return None
    weighed.sort()
    return Guess(tuple(entry[2] for entry in weighed), weighed[0][3])


def nearly_utf8(content: bytes) -> int | None:
    """Where a text that is UTF-8 but for a few bytes stops being it; else None."""
    good, bad, first, start = 0, 0, -1, 0
    while bad < 100:
        try:
            part = content[start:].decode()
        except UnicodeDecodeError as error:
            part = content[start : start + error.start].decode()
            first = start + error.start if first < 0 else first
            bad += 1
            start += error.end
        else:
            start = len(content)
        good += sum(character > "\x7f" for character in part)
        if start >= len(content):
            break
    return first if bad and good >= 2 * bad else None


def _likelihood(text: str, encoding: str) -> float:
    words = list(_words(text))
    if not words:
        return 0.0
    total = sum(_plausible(word, encoding) for word in words)
    return total / len(words) * _WEIGHT.get(encoding, 1.0)


def _words(text: str) -> Iterator[str]:
    for number, match in enumerate(_WORD.finditer(text)):
        if number == _MOST:
            return
        yield match[0]


def _plausible(word: str, encoding: str) -> float:
    """From 0 (rubble) to 1 (a word of one language)."""
    letters = [c for c in word if c not in "’‘‐·،؛、。・\u200c\u200d\u0640\xa0"]
    if not letters:
        return 0.5
    if any(not c.isalpha() and not unicodedata.combining(c) for c in letters):
        return 0.0
    if encoding in _COMMON_LEADS:
        return _eastern(letters, encoding)
    if not _is_cased(word):
        return 0.0
    if encoding in _SCRIPTS:
        script, common = _SCRIPTS[encoding]
        if not all(_script(c) == script for c in letters):
            return 0.0
        shares = sum(c.lower() in common for c in letters) / len(letters)
        is_final_inside = "ς" in "".join(letters[:-1])
        if is_final_inside:
            return 0.0
        # Names begin with a capital where the script has them.
        is_small = word[0] != word[0].upper()
        return (0.3 + 0.7 * shares) * (0.85 if is_small else 1.0)
    return _western(letters, encoding)


def _western(letters: list[str], encoding: str) -> float:
    foreign = {c.lower()[0] for c in letters if c > "\x7f"}
    if len([c for c in letters if c > "\x7f"]) > max(1, 0.6 * len(letters)):
        return 0.0
    alphabets = _LATIN[encoding]
    if letters[0] in "ýÝ":
        return 0.5  # begins no Czech or Slovak word; it is a Turkish İ
    if "õ" in foreign and encoding == "cp1252" and "õe" not in "".join(letters).lower():
        return 0.5  # of Portuguese; elsewhere a Hungarian ő, or Estonian
    if any(foreign <= set(alphabet) for alphabet in alphabets):
        return 1.0
    return 0.3 if foreign <= set("".join(alphabets)) else 0.0


def _eastern(letters: list[str], encoding: str) -> float:
    if any(c <= "\x7f" for c in letters):
        return 0.0
    low, high = _COMMON_LEADS[encoding]
    common = 0
    for character in letters:
        code = character.encode(encoding)
        common += len(code) == 2 and low <= code[0] <= high
    share = common / len(letters)
    scripts = {_script(c) for c in letters}
    if encoding == "cp949":
        return share if scripts == {"HANGUL"} else 0.3 * share
    if encoding == "cp932" and scripts & {"HIRAGANA", "KATAKANA"}:
        return min(1.0, share + 0.02)
    # Of equal claims those with an alphabet of their own come first.
    return 0.96 * share if scripts == {"CJK"} else 0.2 * share


def _is_cased(word: str) -> bool:
    """Whether capitals stand only at a start, or everywhere."""
    inner = word[1:]
    return inner == inner.lower() or word == word.upper()


@cache
def _script(character: str) -> str:
    name = unicodedata.name(character, "").split()
    return name[0] if name else ""
