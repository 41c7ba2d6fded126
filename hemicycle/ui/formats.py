"""Numbers, days and moments as each language writes them.

Digits follow the default numbering system that CLDR gives for the language: for all
six, Arabic included, these are 0-9, as on the United Nations' own Arabic pages. Hours
run from 00 to 23 everywhere, because a programme is read by people of 135 countries.
Months in Arabic carry both names in use, as United Nations documents print them.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language, ngettext

Zone = str | dt.tzinfo
COMMAS = {"ar": "، ", "zh": "，"}

ENDONYMS = {
    "ar": "العربية",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "zh": "中文",
}
ARABIC_MONTHS = (
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيه",
    "تموز/يوليه",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)

# Patterns of CLDR letters, by kind and language.
PATTERNS = {
    "day": {
        "ar": "EEEE d MMMM y",
        "en": "EEEE d MMMM y",
        "es": "EEEE, d 'de' MMMM 'de' y",
        "fr": "EEEE d MMMM y",
        "ru": "EEEE, d MMMM y 'г'.",
        "zh": "y年M月d日EEEE",
    },
    "date": {
        "ar": "d MMMM y",
        "en": "d MMMM y",
        "es": "d 'de' MMMM 'de' y",
        "fr": "d MMMM y",
        "ru": "d MMMM y 'г'.",
        "zh": "y年M月d日",
    },
    "short": {
        "ar": "d MMMM",
        "en": "d MMM",
        "es": "d MMM",
        "fr": "d MMM",
        "ru": "d MMM",
        "zh": "M月d日",
    },
    "moment": {
        "ar": "EEEE d MMMM y، HH:mm",
        "en": "EEE d MMM y, HH:mm",
        "es": "EEE d MMM y, HH:mm",
        "fr": "EEE d MMM y, HH:mm",
        "ru": "EEE, d MMM y 'г'., HH:mm",
        "zh": "y年M月d日EEE HH:mm",
    },
}
# How a deadline at midnight is told: by the day that ends then.
END_OF_DAY = {
    "ar": "نهاية يوم {day}",
    "en": "the end of {day}",
    "es": "el final del {day}",
    "fr": "la fin du {day}",
    "ru": "конца дня ({day})",
    "zh": "{day}结束",
}
# A span of days: within one month, within one year, across years. {d} is the first
# day's number, {D} the last's; {dm} and {DM} day and month; {first}, {last} whole.
SPANS = {
    "ar": ("{d} إلى {last}", "{dm} إلى {last}", "{first} إلى {last}"),
    "en": ("{d} to {last}", "{dm} to {last}", "{first} to {last}"),
    "es": ("{d} al {last}", "{dm} al {last}", "{first} al {last}"),
    "fr": ("du {d} au {last}", "du {dm} au {last}", "du {first} au {last}"),
    "ru": ("{d}–{last}", "{dm} – {last}", "{first} – {last}"),
    "zh": ("{first}至{D}日", "{first}至{DM}", "{first}至{last}"),
}
MONTH_AND_DAY = {
    "ar": "d MMMM",
    "en": "d MMMM",
    "es": "d 'de' MMMM",
    "fr": "d MMMM",
    "ru": "d MMMM",
    "zh": "M月d日",
}


def language_now() -> str:
    """The active language without its region: `en` for `en-gb`."""
    return (get_language() or "en").split("-")[0]


def number(value: int | float | Decimal, language: str | None = None) -> str:
    return _number(value, language or language_now())


def numbered(singular: str, plural: str, n: int, **words: object) -> str:
    """The sentence for `n` things, with %(n)s as this language writes it, and words."""
    return ngettext(singular, plural, n) % {"n": number(n), **words}


@lru_cache(maxsize=5000)
def _number(value: int | float | Decimal, language: str) -> str:
    """Kept: a page of counts asks for dozens, and Babel takes its time for each."""
    return format_decimal(value, locale=_locale(language), numbering_system="default")


def share(part: float, whole: float, language: str | None = None) -> str:
    """A percentage without decimals; a share of nothing is nothing."""
    return format_percent(
        part / whole if whole else 0,
        locale=_locale(language or language_now()),
        numbering_system="default",
    )


def day(value: dt.date, kind: str = "day", language: str | None = None) -> str:
    """A date in words. Kinds: "day" (with the weekday), "date", "short" (no year)."""
    language = language or language_now()
    return _written(value, PATTERNS[kind].get(language, PATTERNS[kind]["en"]), language)


def days(first: dt.date, last: dt.date, language: str | None = None) -> str:
    """A span of days, each month and year said once: "26 to 28 August 2019"."""
    language = language or language_now()
    if first == last:
        return day(first, "date", language)
    spans = SPANS.get(language, SPANS["en"])
    pattern = MONTH_AND_DAY.get(language, MONTH_AND_DAY["en"])
    if first.year != last.year:
        span = spans[2]
    elif first.month != last.month:
        span = spans[1]
    else:
        span = spans[0]
    return span.format(
        d=first.day,
        D=last.day,
        dm=_written(first, pattern, language),
        DM=_written(last, pattern, language),
        first=day(first, "date", language),
        last=day(last, "date", language),
    )


def language_name(code: str) -> str:
    """What the reader's language calls a language, whether or not Django knows it."""
    return str(_locale(language_now()).languages.get(code, code))


def direction(language: str) -> str:
    """In which a language is written, for the dir attribute: "rtl" or "ltr"."""
    return "rtl" if _locale(language).text_direction == "rtl" else "ltr"


def listed(words: Iterable[str], language: str | None = None) -> str:
    """ "Theme, venue and city", as the language joins them."""
    return format_list(list(words), locale=_locale(language or language_now()))


def clock(value: dt.datetime, zone: Zone = "UTC") -> str:
    """Hours and minutes where the conference is: "07:30"."""
    return value.astimezone(zone_of(zone)).strftime("%H:%M")


def moment(
    value: dt.datetime, zone: Zone = "UTC", language: str | None = None
) -> tuple[str, str]:
    """Day and time there, and the zone: ("Mon 26 Aug 2019, 07:30", "MDT")."""
    language = language or language_now()
    local = value.astimezone(zone_of(zone))
    pattern = PATTERNS["moment"].get(language, PATTERNS["moment"]["en"])
    minute = local.replace(second=0, microsecond=0)
    return _written(minute, pattern, language), zone_name(local)


def day_of(value: dt.datetime, zone: Zone) -> dt.date:
    """On which day it is there."""
    return value.astimezone(zone_of(zone)).date()


def deadline(
    value: dt.datetime, zone: Zone = "UTC", language: str | None = None
) -> tuple[str, str]:
    """Like `moment`, but midnight is told by the day that ends, not by the one that
    begins: ("the end of Tuesday 13 August 2019", "MDT"). Reads after "until" and "by".
    """
    language = language or language_now()
    last = value - dt.timedelta(seconds=1)
    local = value.astimezone(zone_of(zone))
    if (local.hour, local.minute) != (0, 0):
        return moment(value, zone, language)
    pattern = END_OF_DAY.get(language, END_OF_DAY["en"])
    return pattern.format(day=day(day_of(last, zone), "day", language)), zone_name(
        last.astimezone(zone_of(zone))
    )


def zone_name(value: dt.datetime) -> str:
    """The zone's own abbreviation, or its distance from UTC where it has none."""
    name = value.tzname() or "UTC"
    return utc_offset(value) if name[0] in "+-" else name


def utc_offset(value: dt.datetime) -> str:
    """The distance from UTC at that moment: "UTC−6", "UTC+5:30", "UTC"."""
    minutes = round((value.utcoffset() or dt.timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def zone_words(
    name: str, day: dt.date, place: str = "", language: str | None = None
) -> str:
    """A time zone as people say it: "Denver, Mountain Time, MDT, UTC−6". `place` is the
    city to name instead of the one that the zone is called after."""
    language = language or language_now()
    noon = dt.datetime.combine(day, dt.time(12), ZoneInfo(name))
    if name == "UTC":
        return name
    locale = _locale(language)
    exemplar_city = locale.time_zones.get(name, {}).get("city")
    city = str(exemplar_city or name.rsplit("/", 1)[-1].replace("_", " "))
    said = get_timezone_name(
        ZoneInfo(name), width="long", zone_variant="generic", locale=locale
    )
    parts = [place or city]
    if city not in said:
        parts.append(said)
    parts += dict.fromkeys((zone_name(noon), utc_offset(noon)))
    return COMMAS.get(language, ", ").join(parts)


def zone_of(zone: Zone) -> dt.tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    """That of English for a language nobody knows: a person's stored one may be left
    over from a list that was longer."""
    try:
        return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def _written(value: dt.date, pattern: str, language: str) -> str:
    if isinstance(value, dt.datetime):
        # Without its zone: Babel would otherwise move the moment to UTC.
        value = value.replace(tzinfo=None)
    return _written_once(value, pattern, language)


@lru_cache(maxsize=2000)
def _written_once(value: dt.date, pattern: str, language: str) -> str:
    """Kept: every page says what time it is, and lists say the same days again."""
    if language == "ar":
        month = ARABIC_MONTHS[value.month - 1]
        pattern = pattern.replace("MMMM", f"'{month}'")
    locale = _locale(language)
    if isinstance(value, dt.datetime):
        return format_datetime(value, pattern, locale=locale)
    return format_date(value, pattern, locale=locale)
