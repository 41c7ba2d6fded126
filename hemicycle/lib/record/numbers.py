"""Numbers and ordinals of a text, as digits and as words, in six languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hemicycle.lib.record.reading import Text, key_of, keys_of

_NUMBER = re.compile(
    r"(?<![A-Za-zА-я0-9.,:/\-–])(\d{1,3}(?:[,.\u00a0\u202f\u066c' ’]\d{3})+|\d+)(?![.,:/]\d|[:%]|\d|[A-Za-zА-яªº])(\s?万)?"
)
_ORDINAL = re.compile(
    r"(?<![\w/])(\d{1,3})(?:st|nd|rd|th|ème|eme|ᵉ|e|er|ère|re|\.?[ªº]|[-‑](?:я|й|ю|ой|ая|го|м|х|е|ей|ую))(?!\w)",
    re.IGNORECASE,
)
_ORDINAL_AR = re.compile(r"(?<!\w)(?:الـ|ال)\s?(\d{1,3})(?!\w)")
_ORDINAL_ZH = re.compile(r"第([0-9]{1,3}|[零〇一二三四五六七八九十百]{1,6})(?=[届次])")
_DIGITS_ZH = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True)
class Number:
    value: int
    start: int
    end: int


def numbers(text: Text) -> Iterator[Number]:
    """Whole numbers written as digits; not those of times, dates with dots, shares."""
    for match in _NUMBER.finditer(western(text.text)):
        value = int(re.sub(r"\D", "", match[1]))
        yield Number(value * (10_000 if match[2] else 1), *match.span())


def ordinals(text: Text) -> Iterator[Number]:
    """ "68th", "sixty-eighth", "68-я", "第六十八届", each with its place."""
    plain = western(text.text)
    taken: set[int] = set()
    patterns = [_ORDINAL]
    if text.language == "ar":
        patterns = [_ORDINAL_AR]
    elif text.language == "zh":
        for match in _ORDINAL_ZH.finditer(plain):
            digits = match[1]
            value = int(digits) if digits.isdigit() else _chinese(digits)
            yield Number(value, match.start(1), match.end(1))
        return
    for pattern in patterns:
        for match in pattern.finditer(plain):
            taken.add(match.start())
            yield Number(int(match[1]), *match.span())
    written = _ordinal_words(text.language)
    position = 0
    while position < len(text.words):
        for size in (4, 3, 2, 1):
            keys = tuple(text.keys[position : position + size])
            if len(keys) == size and keys in written:
                first, last = text.words[position], text.words[position + size - 1]
                if first.start not in taken:
                    yield Number(written[keys], first.start, last.end)
                position += size - 1
                break
        position += 1


def western(text: str) -> str:
    """The same text, each digit of any script as 0 to 9; as many characters."""
    return text.translate(_DIGITS)


_DIGITS = {
    start + digit: str(digit)
    for start in (0x0660, 0x06F0, 0xFF10)
    for digit in range(10)
}


def _chinese(digits: str) -> int:
    value = unit = 0
    for sign in digits:
        if sign == "十":
            value += (unit or 1) * 10
            unit = 0
        elif sign == "百":
            value += (unit or 1) * 100
            unit = 0
        else:
            unit = _DIGITS_ZH[sign]
    return value + unit


def chinese(value: int) -> str:
    """The same the other way, below 100: 68 is 六十八."""
    tens, unit = divmod(value, 10)
    signs = "零一二三四五六七八九"
    if not tens:
        return signs[unit]
    return ("" if tens == 1 else signs[tens]) + "十" + (signs[unit] if unit else "")


@cache
def _ordinal_words(language: str) -> dict[tuple[str, ...], int]:
    """The words of each ordinal from 10 to 100 as keys. Smaller ones are rarely numbers."""
    return {
        tuple(keys_of(words)): number
        for number in range(10, 101)
        for words in ordinal_words(number, language)
        if words
    }


def ordinal_words(number: int, language: str) -> list[str]:
    """The ordinal in words, in every gender: 68 is sixty-eighth."""
    make = {
        "en": _english,
        "fr": _french,
        "es": _spanish,
        "ru": _russian,
        "ar": _arabic,
    }
    return make[language](number) if language in make else []


_EN_UNITS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_EN_TENS = [
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]


def _english(number: int) -> list[str]:
    if number == 100:
        return ["hundredth", "one hundredth"]
    if number < 20:
        return [_EN_UNITS[number - 1]]
    tens, unit = divmod(number, 10)
    if not unit:
        return [_EN_TENS[tens - 2][:-1] + "ieth"]
    return [f"{_EN_TENS[tens - 2]}-{_EN_UNITS[unit - 1]}"]


_FR_UNITS = [
    "unième",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
    "onzième",
    "douzième",
    "treizième",
    "quatorzième",
    "quinzième",
    "seizième",
    "dix-septième",
    "dix-huitième",
    "dix-neuvième",
]
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}


def _french(number: int) -> list[str]:
    if number == 100:
        return ["centième"]
    if number < 20:
        return [_FR_UNITS[number - 1]]
    if number < 80:
        base = 60 if number >= 60 else number // 10 * 10
        rest = number - base
        if not rest:
            return [_FR_TENS[base].removesuffix("e") + "ième"]
        joint = " et " if rest in (1, 11) else "-"
        return [f"{_FR_TENS[base]}{joint}{_FR_UNITS[rest - 1]}"]
    rest = number - 80
    return [f"quatre-vingt-{_FR_UNITS[rest - 1]}" if rest else "quatre-vingtième"]


_ES_UNITS = [
    "primer",
    "segund",
    "tercer",
    "cuart",
    "quint",
    "sext",
    "séptim",
    "octav",
    "noven",
]
_ES_TENS = [
    "décim",
    "vigésim",
    "trigésim",
    "cuadragésim",
    "quincuagésim",
    "sexagésim",
    "septuagésim",
    "octogésim",
    "nonagésim",
]


def _spanish(number: int) -> list[str]:
    if number == 100:
        return ["centésimo", "centésima"]
    tens, unit = divmod(number, 10)
    forms = []
    for ending in "oa":
        ten = _ES_TENS[tens - 1]
        if not unit:
            forms.append(ten + ending)
            continue
        one = _ES_UNITS[unit - 1] + ending
        forms += [f"{ten}{ending} {one}", f"{ten}o{one}", f"{ten}o {one}"]
    return forms


_RU_UNITS = [
    "первый",
    "второй",
    "третий",
    "четвертый",
    "пятый",
    "шестой",
    "седьмой",
    "восьмой",
    "девятый",
]
_RU_TEENS = [
    "десятый",
    "одиннадцатый",
    "двенадцатый",
    "тринадцатый",
    "четырнадцатый",
    "пятнадцатый",
    "шестнадцатый",
    "семнадцатый",
    "восемнадцатый",
    "девятнадцатый",
]
_RU_TENS = [
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
]
_RU_ROUND = [
    "двадцатый",
    "тридцатый",
    "сороковой",
    "пятидесятый",
    "шестидесятый",
    "семидесятый",
    "восьмидесятый",
    "девяностый",
]


def _russian(number: int) -> list[str]:
    if number == 100:
        return ["сотый"]
    if number < 20:
        return [_RU_TEENS[number - 10]]
    tens, unit = divmod(number, 10)
    if not unit:
        return [_RU_ROUND[tens - 2]]
    return [f"{_RU_TENS[tens - 2]} {_RU_UNITS[unit - 1]}"]


_AR_UNITS = ["حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع"]
_AR_TENS = ["عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]


def _arabic(number: int) -> list[str]:
    if number == 100:
        return ["المائة", "المئة"]
    tens, unit = divmod(number, 10)
    forms = []
    for gender in ("", "ة"):
        one = f"ال{_AR_UNITS[unit - 1]}{gender}" if unit else ""
        if tens == 1:
            forms.append(f"{one} عشر{gender}" if unit else f"العاشر{gender}")
            continue
        for ending in ("ون", "ين"):
            ten = f"{_AR_TENS[tens - 2]}{ending}"
            forms.append(f"{one} وال{ten}" if unit else f"ال{ten}")
    return forms


def key_of_number(value: int) -> str:
    return key_of(str(value))
