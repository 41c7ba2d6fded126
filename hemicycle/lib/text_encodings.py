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
    "iso8859_2", "iso8859_15", "iso8859_5", "iso8859_6", "koi8-u", "euc_jp", "cp874",
    "cp852", "cp866", "cp857", "cp737", "cp862", "cp775", "mac_latin2", "mac_cyrillic",
    "mac_greek", "mac_turkish",
)  # fmt: skip
"""Those that tables of six continents come in; the likelier of two equal ones first."""

_LATIN = {
    "cp1252": (
        "àâäçéèêëîïôöùûüÿœæ", "áéíóúñü", "äöüß", "ãõáéíóúâêôàç", "àèéìíòóùú", "åäöé",
        "æøåé", "áéëïóöüè", "çàéèíïóòúü", "áéíóúýþðæö",
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
_LATIN |= {
    "iso8859_2": _LATIN["cp1250"], "cp852": _LATIN["cp1250"],
    "mac_latin2": _LATIN["cp1250"], "iso8859_15": _LATIN["cp1252"],
    "cp857": _LATIN["cp1254"], "mac_turkish": _LATIN["cp1254"],
    "cp775": _LATIN["cp1257"],
}  # fmt: skip
_CYRILLIC = ("CYRILLIC", "оеаинтсрвлкмдпуяі")
_GREEK = ("GREEK", "αοιετσνηυρπκςλμάίόήέώύγδ")
_HEBREW = ("HEBREW", "יוהלארתבשמנדחקםןכפעסזגט")
_ARABIC = ("ARABIC", "المينرتبدةعحسكفوهقشخصىأإئ")
_SCRIPTS = {
    "cp1251": _CYRILLIC, "koi8-r": _CYRILLIC, "koi8-u": _CYRILLIC,
    "iso8859_5": _CYRILLIC, "cp866": _CYRILLIC, "mac_cyrillic": _CYRILLIC,
    "cp1253": _GREEK, "cp737": _GREEK, "mac_greek": _GREEK,
    "cp1255": _HEBREW, "cp862": _HEBREW,
    "cp1256": _ARABIC, "iso8859_6": _ARABIC,
    "cp874": ("THAI", "านรกอเงมยลวสตทบปคดหชพณธิีัุ่้์ะไใแโ"),
}  # fmt: skip
# Lead bytes of the characters in daily use, which the standards put first.
_COMMON_LEADS = {
    "gb18030": (0xB0, 0xD7),
    "big5": (0xA4, 0xC6),
    "cp932": (0x82, 0x97),
    "cp949": (0xB0, 0xC8),
    "euc_jp": (0xA4, 0xCF),
}
_WEIGHT = {
    "cp1254": 0.97, "cp1257": 0.9, "mac_roman": 0.85, "cp850": 0.8, "koi8-r": 0.95,
    "iso8859_2": 0.96, "iso8859_15": 0.94, "iso8859_5": 0.85, "iso8859_6": 0.9,
    "koi8-u": 0.94, "euc_jp": 0.95, "cp874": 0.9, "cp852": 0.8, "cp866": 0.85,
    "cp857": 0.75, "cp737": 0.75, "cp862": 0.75, "cp775": 0.7, "mac_latin2": 0.75,
    "mac_cyrillic": 0.8, "mac_greek": 0.75, "mac_turkish": 0.75,
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


def is_utf8_by_chance(text: str) -> bool:
    """Whether a text that decodes as UTF-8 is rubble: its words mix scripts."""
    words = list(_words(text))
    mixed = [word for word in words if len(_SCRIPTS_OF_TWO_BYTES & _scripts(word)) > 1]
    return bool(mixed) and len(mixed) * 2 >= len(words)


def misread(text: str) -> str:
    """What a text was before UTF-8 was taken for another encoding; "" where it was not.

    "JosÃ© PeÃ±a" was "José Peña", "Р”РјРёС‚СЂРёР№" was "Дмитрий".
    """
    if text.isascii():
        return ""
    for encoding in _MISTAKEN_FOR_UTF8:
        try:
            original = b"".join(_bytes(sign, encoding) for sign in text).decode()
        except UnicodeError:
            continue
        words = list(_words(original))
        if words and all(map(_is_word, words)):
            return original
    return ""


_MISTAKEN_FOR_UTF8 = (
    "cp1252", "cp1251", "cp1250", "cp1254", "cp1256", "mac_roman", "cp850", "cp437",
    "gb18030", "cp932",
)  # fmt: skip
_SCRIPTS_OF_TWO_BYTES = {
    "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "ARABIC", "SYRIAC", "THAANA",
    "NKO",
}  # fmt: skip


def _bytes(sign: str, encoding: str) -> bytes:
    """Where the encoding leaves a byte free, programs keep a control character."""
    try:
        return sign.encode(encoding)
    except UnicodeEncodeError:
        if "\x80" <= sign <= "\x9f":
            return bytes([ord(sign)])
        raise


def _is_word(word: str) -> bool:
    letters = [c for c in word if unicodedata.category(c)[0] == "L"]
    named = {"CJK": "EAST", "HIRAGANA": "EAST", "KATAKANA": "EAST"}
    scripts = {named.get(_script(c), _script(c)) for c in letters}
    return len(scripts) == 1 and (_is_cased(word) or not word.isascii())


def _scripts(word: str) -> set[str]:
    return {_script(c) for c in word if c.isalpha()}


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
    if any(unicodedata.category(c)[0] not in "LM" for c in letters):
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
    if encoding in ("cp932", "euc_jp") and scripts & {"HIRAGANA", "KATAKANA"}:
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
