"""Numbers, days and moments in the six languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from hemicycle.ui import formats

OPENING = datetime(2019, 8, 26, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "الاثنين 26 آب/أغسطس 2019، 07:30"),
        ("en", "Mon 26 Aug 2019, 07:30"),
        ("es", "lun 26 ago 2019, 07:30"),
        ("fr", "lun. 26 août 2019, 07:30"),
        ("ru", "пн, 26 авг. 2019 г., 07:30"),
        ("zh", "2019年8月26日周一 07:30"),
    ],
)
def test_a_moment_is_told_where_the_conference_is(language: str, written: str) -> None:
    assert formats.moment(OPENING, "America/Denver", language) == (written, "MDT")


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/Denver", "MDT"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/Sao_Paulo", "UTC−3"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_without_a_name_says_its_distance(zone: str, name: str) -> None:
    assert formats.moment(OPENING, zone, "en")[1] == name


def test_winter_has_another_name() -> None:
    assert formats.moment(datetime(2019, 1, 26, tzinfo=UTC), "America/Denver")[1] == (
        "MST"
    )


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "26 إلى 28 آب/أغسطس 2019"),
        ("en", "26 to 28 August 2019"),
        ("es", "26 al 28 de agosto de 2019"),
        ("fr", "du 26 au 28 août 2019"),
        ("ru", "26–28 августа 2019 г."),
        ("zh", "2019年8月26日至28日"),
    ],
)
def test_a_span_says_month_and_year_once(language: str, written: str) -> None:
    assert formats.days(date(2019, 8, 26), date(2019, 8, 28), language) == written


def test_a_span_may_cross_months_and_years() -> None:
    assert formats.days(date(2019, 8, 30), date(2019, 9, 1), "en") == (
        "30 August to 1 September 2019"
    )
    assert formats.days(date(2019, 12, 30), date(2020, 1, 2), "en") == (
        "30 December 2019 to 2 January 2020"
    )
    assert formats.days(date(2019, 8, 26), date(2019, 8, 26), "en") == "26 August 2019"


@pytest.mark.parametrize(
    ("language", "written"),
    [("ar", "5,700"), ("en", "5,700"), ("es", "5.700"), ("ru", "5\u00a0700")],
)
def test_numbers_follow_the_language(language: str, written: str) -> None:
    assert formats.number(5700, language) == written


def test_a_share_of_nothing_is_nothing() -> None:
    assert formats.share(0, 0, "en") == "0%"


def test_the_tag_uses_the_conferences_zone_and_can_be_read_by_machines() -> None:
    class Conference:
        zone = "America/Denver"

    html = Template("{% load ui %}{% moment when %}").render(
        Context({"when": OPENING, "conference": Conference()})
    )
    assert html == (
        '<time class="wrap" datetime="2019-08-26T07:30-06:00">'
        "Mon 26 Aug 2019, 07:30&nbsp;<bdi>MDT</bdi></time>"
    )


def test_a_day_is_the_conferences_day() -> None:
    """At 03:00 UTC on Tuesday it is still Monday in Salt Lake City."""

    class Conference:
        zone = "America/Denver"

    html = Template("{% load ui %}{% day when %}").render(
        Context(
            {
                "when": datetime(2019, 8, 27, 3, tzinfo=UTC),
                "conference": Conference(),
            }
        )
    )
    assert html == '<time datetime="2019-08-26">Monday 26 August 2019</time>'


MIDNIGHT = datetime(2019, 8, 14, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "نهاية يوم الثلاثاء 13 آب/أغسطس 2019"),
        ("en", "the end of Tuesday 13 August 2019"),
        ("es", "el final del martes, 13 de agosto de 2019"),
        ("fr", "la fin du mardi 13 août 2019"),
        ("ru", "конца дня (вторник, 13 августа 2019 г.)"),
        ("zh", "2019年8月13日星期二结束"),
    ],
)
def test_a_deadline_at_midnight_is_the_end_of_the_day_before(
    language: str, written: str
) -> None:
    assert formats.deadline(MIDNIGHT, "America/Denver", language) == (written, "MDT")


def test_a_deadline_within_a_day_says_its_hour() -> None:
    assert formats.deadline(OPENING, "America/Denver", "en") == (
        "Mon 26 Aug 2019, 07:30",
        "MDT",
    )


def test_midnight_is_that_of_the_conference() -> None:
    assert formats.deadline(MIDNIGHT, "UTC", "en")[0] == "Wed 14 Aug 2019, 06:00"
