"""Places in a text: what follows or precedes the city, and where a conference is said to be."""

import re
from collections.abc import Iterator
from functools import cache

from babel.dates import get_timezone_location

from hemicycle.lib import countries, zones
from hemicycle.lib.record import lexicon
from hemicycle.lib.record.findings import Finding, Kind, Reason
from hemicycle.lib.record.reading import HAN, Text, is_han, keys_of
from hemicycle.lib.record.terms import Edition
from hemicycle.lib.search import fold

_STATE_WORDS = frozenset(
    keys
    for word in [
        "state",
        "province",
        "region",
        "territory",
        "état",
        "estado",
        "provincia",
        "región",
        "département",
        "штат",
        "штата",
        "штате",
        "провинция",
        "область",
        "регион",
        "ولاية",
        "محافظة",
        "إقليم",
        "اقليم",
        "county",
    ]
    for keys in keys_of(word)
)
_CITY_WORDS = frozenset(
    keys
    for word in ["city", "town", "ville", "ciudad", "город", "городе", "مدينة"]
    for keys in keys_of(word)
)
_BREAK = re.compile(
    r"\s*[,،，(（]\s*(?:(?:in|dans|en|в|في|au|aux)\s+)?|\s+(?:in|dans l['’]|dans le|dans|en el|en|в|في)\s+"
)
_COMPONENT = re.compile(
    r"[^\s,،，()（）.;:。；：\n\"“”«»!?]+(?:[ \u00a0'’-]+[^\s,،，()（）.;:。；：\n\"“”«»!?]+){0,5}"
)
_IN = {
    "en": "in at", "fr": "à au en aux dans", "es": "en", "ru": "в во", "ar": "في",
}  # fmt: skip


def around_the_city(
    text: Text, edition: Edition, people: set[int], known: set[int]
) -> Iterator[Finding]:
    """State and country beside the city, in the order of the language."""
    cities = {name for name in edition.city.values() if name}
    for index in range(len(text.words)):
        for city in cities:
            keys = keys_of(city)
            if not keys or text.keys[index : index + len(keys)] != keys:
                continue
            last = index + len(keys) - 1
            if is_han(city):
                yield from _before_chinese(text, edition, index)
            else:
                yield from _after(text, edition, last, people, known)
            break


def _after(
    text: Text, edition: Edition, last: int, people: set[int], known: set[int]
) -> Iterator[Finding]:
    position = text.words[last].end
    for _ in range(3):
        break_ = _BREAK.match(text.text, position)
        if not break_:
            return
        component = _COMPONENT.match(text.text, break_.end())
        if not component:
            return
        start, end = component.span()
        with_comma = bool(re.search(r"[,،，(（]", break_[0]))
        part = _place_in(text, start, end, with_comma, people, known, edition)
        if part is None:
            return
        start, end = part
        words = text.text[start:end]
        code = countries.find(words)
        if _is_region(words, edition) or code == edition.country:
            position = end
            if position < len(text.text) and text.text[position] in ")）":
                position += 1
            continue
        if code and edition.country:
            yield _finding(
                text,
                start,
                end,
                countries.name(edition.country, text.language),
                edition,
            )
        elif not code and edition.region:
            yield _finding(
                text, start, end, _in(edition.region, text.language), edition
            )
        position = end


def _place_in(
    text: Text,
    start: int,
    end: int,
    with_comma: bool,
    people: set[int],
    known: set[int],
    edition: Edition,
) -> tuple[int, int] | None:
    """The part of these words that names a place, if it can be one."""
    words = text.words_between(start, end)
    while words:
        for size in range(min(6, len(words)), 0, -1):
            part = text.text[words[0].start : words[size - 1].end]
            if _is_region(part, edition) or countries.find(part):
                if not part[:1].isupper() and text.language not in ("ar", "zh"):
                    return None
                return words[0].start, words[size - 1].end
        if words[0].key in _STATE_WORDS or words[0].key in lexicon.FUNCTION_WORDS:
            words = words[1:]
        else:
            break
    if not words:
        return None
    first = text.index_at(words[0].start)
    if not with_comma or first in people or first in known:
        return None
    if text.language == "ar":
        size = len(words)
        after = text.text[words[-1].end : words[-1].end + 1]
        if size > 2 or after not in ("،", ",", ")", "."):
            return None
        return (
            (words[0].start, words[-1].end)
            if not _says_else(text, words[0].key)
            else None
        )
    size = 0
    while (
        size < len(words) and words[size].is_capital and not words[size].text.isdigit()
    ):
        size += 1
    if not size or size > 3 or _says_else(text, words[0].key):
        return None
    after = text.text[words[size - 1].end : words[size - 1].end + 2]
    follows = words[size].key if size < len(words) else ""
    if follows and follows not in lexicon.FUNCTION_WORDS:
        return None
    if not follows and not re.match(r"[,.;)\n]|$", after.strip(" ") or "\n"):
        return None
    return words[0].start, words[size - 1].end


def _says_else(text: Text, key: str) -> bool:
    return (
        key in (lexicon.months(text.language) if text.language != "zh" else ())
        or any(keys[0] == key for keys in lexicon.offices(text.language))
        or key in lexicon.HONORIFICS
        or key in _weekdays(text.language)
    )


@cache
def _weekdays(language: str) -> frozenset[str]:
    from babel import Locale

    days = Locale.parse(language).days["format"]["wide"].values()
    return frozenset(keys_of(day)[-1] for day in days)


def _before_chinese(text: Text, edition: Edition, index: int) -> Iterator[Finding]:
    """In Chinese the larger place comes first: 美国犹他州盐湖城."""
    end = text.words[index].start
    match = re.search(rf"([{HAN}]{{2,16}})$", text.text[max(0, end - 16) : end])
    if not match:
        return
    before = match[1]
    region = edition.region.get("zh", "")
    if region and before.endswith(region):
        before = before[: -len(region)]
    elif region and before[-1] in "州省邦":
        start = _start_of_region(before)
        yield _finding(text, end - len(before) + start, end, region, edition)
        before, end = before[:start], end - len(before) + start
        yield from _country_before(text, edition, before, end)
        return
    yield from _country_before(
        text, edition, before, end - (len(match[1]) - len(before))
    )


def _country_before(
    text: Text, edition: Edition, before: str, end: int
) -> Iterator[Finding]:
    for size in range(min(10, len(before)), 1, -1):
        code = countries.find(before[-size:])
        if code and code != edition.country:
            right = countries.name(edition.country, "zh")
            yield _finding(text, end - size, end, right, edition)
        if code:
            return


def _start_of_region(before: str) -> int:
    """Where the name of a region begins, after a country or the word for "in"."""
    for start in range(len(before)):
        for size in range(min(10, len(before) - start), 1, -1):
            if countries.find(before[start : start + size]):
                return start + size
    position = max(before.rfind("在"), before.rfind("于"))
    return position + 1 if position >= 0 else max(0, len(before) - 5)


def beside_the_region(text: Text, edition: Edition) -> Iterator[Finding]:
    """Another city before the state, or in Chinese after it."""
    own = {tuple(keys_of(name)) for name in edition.city.values()}
    own |= {tuple(keys_of(name)) for name in edition.venue.values()}
    if text.language == "zh":
        region = edition.region.get("zh", "")
        for match in (
            re.finditer(
                rf"{re.escape(region)}([{HAN}]{{2,8}}?)(?=举行|召开|举办|开幕|，|。|、)",
                text.text,
            )
            if region
            else ()
        ):
            if tuple(keys_of(match[1])) not in own and (
                match[1] in cities("zh")
                or text.text[match.end() :][:2] in ("举行", "召开", "举办")
            ):
                yield _finding(
                    text, match.start(1), match.end(1), _in(edition.city, "zh"), edition
                )
        return
    names = {
        tuple(keys)
        for name in edition.region.values()
        if (keys := keys_of(name)) and not is_han(name)
    }
    for index in range(1, len(text.words)):
        if not any(
            text.keys[index : index + len(name)] == list(name) for name in names
        ):
            continue
        before = index - 1
        if text.keys[before] in _STATE_WORDS:
            before -= 1
        gap = text.between(text.words[before], text.words[before + 1]).strip()
        if before < 0 or gap not in (",", "،", "("):
            continue
        first = before
        while (
            first > 0
            and before - first < 3
            and (text.words[first - 1].is_capital or text.language == "ar")
            and not text.between(text.words[first - 1], text.words[first]).strip(" -")
            and text.keys[first - 1] not in lexicon.FUNCTION_WORDS
        ):
            first -= 1
        spans = {
            tuple(text.keys[start : before + 1]) for start in range(first, before + 1)
        }
        word = text.words[before]
        if spans & own or not (word.is_capital or text.language == "ar"):
            continue
        if text.language == "ar":
            first = before
        yield _finding(
            text,
            text.words[first].start,
            word.end,
            _in(edition.city, text.language),
            edition,
        )


def elsewhere(
    text: Text, edition: Edition, others: list[Edition], sentences: set[int]
) -> Iterator[Finding]:
    """In a sentence that says where the conference is, another city or country."""
    own = {fold(name) for name in edition.city.values()}
    allowed = own | {fold(name) for other in others for name in other.city.values()}
    if text.language == "zh":
        places = sorted(cities("zh"), key=len, reverse=True)
        for match in re.finditer("在|于", text.text):
            sentence = text.sentence_of(match.start())
            rest = text.text[match.end() : match.end() + 12]
            if sentence not in sentences:
                continue
            for name in places:
                position = rest.find(name)
                if (
                    0 <= position <= 4
                    and fold(name) not in allowed
                    and not any(city and city in rest for city in edition.city.values())
                ):
                    start = match.end() + position
                    yield _finding(
                        text, start, start + len(name), _in(edition.city, "zh"), edition
                    )
                    break
        return
    preposition = set(keys_of(_IN.get(text.language, "in")))
    names = cities(text.language)
    for index, word in enumerate(text.words[:-1]):
        if word.key not in preposition or text.sentence_of(word.start) not in sentences:
            continue
        if text.keys[index + 1] in _CITY_WORDS and index + 2 < len(text.words):
            index += 1
        for size in (4, 3, 2, 1):
            last = index + size
            if last >= len(text.words):
                continue
            keys = " ".join(text.keys[index + 1 : last + 1])
            if keys in names:
                if fold(names[keys]) in allowed or keys in {
                    " ".join(keys_of(name)) for name in edition.city.values()
                }:
                    break
                yield _finding(
                    text,
                    text.words[index + 1].start,
                    text.words[last].end,
                    _in(edition.city, text.language),
                    edition,
                )
                break


@cache
def cities(language: str) -> dict[str, str]:
    """The cities after which zones are called, and other large ones: keys -> name."""
    table: dict[str, str] = {}
    for zone in zones.names():
        if "/" not in zone:
            continue
        name = get_timezone_location(zone, locale=language, return_city=True)
        for city in (name, *(zones.CITIES.get(zone, ()))):
            if language == "zh":
                table[city] = city
            elif keys := keys_of(city):
                table[" ".join(keys)] = city
    for city in _MORE.get(language, "").split("|"):
        if city:
            table[city if language == "zh" else " ".join(keys_of(city))] = city
    return table


_MORE = {
    "fr": "Genève|Washington|Nairobi|Vienne|Bonn|New York|La Haye|Pékin|Le Caire|Genève",
    "es": "Ginebra|Viena|Nueva York|La Haya|Pekín|El Cairo|Washington|Barcelona",
    "ru": "Женева|Женеве|Бонн|Бонне|Нью-Йорк|Нью-Йорке|Вена|Вене|Найроби|Пекин|Пекине|Вашингтон|Вашингтоне|Денвер|Денвере|Чикаго|Москве|Париже|Лондоне",
    "zh": "日内瓦|北京|波恩|华盛顿|巴塞罗那|海牙|纽约|维也纳",
    "ar": "جنيف|بون|نيويورك|فيينا|نيروبي|بكين|واشنطن|دنفر|برشلونة|لاهاي",
}
"""Where the United Nations meets, and cases that the language has."""


def _is_region(words: str, edition: Edition) -> bool:
    said = keys_of(words)
    return any(
        said == keys_of(name)
        or said == [k for k in keys_of(name) if k not in _STATE_WORDS]
        for name in edition.region.values()
        if name
    )


def _finding(text: Text, start: int, end: int, right: str, edition: Edition) -> Finding:
    return Finding(
        Kind.CONTRADICTS,
        Reason.PLACE,
        text.text[start:end],
        start,
        right,
        edition.source,
        right,
    )


def _in(names: object, language: str) -> str:
    table = dict(names) if isinstance(names, dict) else {}
    return table.get(language) or table.get("en") or next(iter(table.values()), "")
