"""A programme officer writes down what is known; the public reads it at once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.conferences.models import Conference, Hat
from hemicycle.journal.models import Entry
from hemicycle.programme.models import Appearance, Session, by_day
from tests.cast import Cast, make_conference, make_user
from tests.conftest import sign_in

SESSIONS = "/en/uncsc-2019/programme/sessions/"
PUBLIC = "/en/uncsc-2019/programme/"


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    user = make_user("Pia", cast.conference, Hat.PROGRAMME)
    return sign_in(client, user)


def make_session(conference: Conference, **kw: Any) -> Session:
    fields = {"title": {"en": "Opening plenary"}, "kind": "plenary"} | kw
    return Session.objects.create(conference=conference, **fields)


def typed(**changed: str) -> dict[str, str]:
    fields = {
        "title_en": "Opening plenary",
        "kind": "plenary",
        "date": "2019-08-26",
        "starts": "09:30",
        "ends": "11:00",
        "is_official": "on",
        "sources": "https://press.un.org/en/2019/ngo897.doc.htm\n\nfinal report",
    }
    return fields | changed


def test_a_session_is_added_in_the_conferences_zone_and_public_at_once(
    officer: Client, cast: Cast
) -> None:
    stranger = Client()
    assert "Opening plenary" not in stranger.get(PUBLIC).content.decode()
    assert officer.post(f"{SESSIONS}new/", typed()).status_code == 302
    session = Session.objects.get()
    assert session.starts_at == datetime(2019, 8, 26, 15, 30, tzinfo=UTC)
    assert session.sources == [
        "https://press.un.org/en/2019/ngo897.doc.htm",
        "final report",
    ]
    html = stranger.get(PUBLIC).content.decode()
    assert "Opening plenary" in html
    assert ">09:30<" in html
    assert Entry.objects.filter(verb="added session").count() == 1


def test_only_a_title_and_a_kind_are_needed(officer: Client, cast: Cast) -> None:
    data = {"title_en": "Workshop", "kind": "workshop"}
    assert officer.post(f"{SESSIONS}new/", data).status_code == 302
    session = Session.objects.get()
    assert (session.date, session.starts_at, session.hall) == (None, None, None)
    assert "Day to be confirmed" in Client().get(PUBLIC).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends": "09:00"}, "It ends before it starts."),
        ({"date": ""}, "Choose the day first."),
        ({"starts": ""}, "Write when it starts, too."),
        ({"date": "2019-09-01"}, "choose one from the list"),
        ({"title_en": ""}, "required"),
    ],
)
def test_wrong_input_is_refused_with_everything_typed_still_there(
    officer: Client, cast: Cast, wrong: dict[str, str], words: str
) -> None:
    response = officer.post(f"{SESSIONS}new/", typed(organisers="Kept", **wrong))
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert "Kept" in html
    assert not Session.objects.exists()


def test_a_session_is_changed_and_removed(officer: Client, cast: Cast) -> None:
    session = make_session(cast.conference)
    officer.post(f"{SESSIONS}{session.pk}/", typed(title_en="Closing plenary"))
    session.refresh_from_db()
    assert session.title == {"en": "Closing plenary"}
    html = officer.get(f"{SESSIONS}{session.pk}/").content.decode()
    assert 'value="09:30"' in html
    officer.post(f"{SESSIONS}{session.pk}/remove/")
    assert not Session.objects.exists()
    assert Entry.objects.filter(verb="removed session").count() == 1


def test_a_guest_appears_as_billed_and_is_taken_off(
    officer: Client, cast: Cast
) -> None:
    session = make_session(cast.conference)
    officer.post(
        f"{SESSIONS}{session.pk}/appearances/",
        {"guest": "António Guterres", "guest_title": "SG", "role": "video"},
    )
    appearance = Appearance.objects.get()
    assert "António Guterres" in Client().get(PUBLIC).content.decode()
    officer.post(f"{SESSIONS}{session.pk}/appearances/{appearance.pk}/end/")
    assert not Appearance.objects.exists()
    assert "António Guterres" not in Client().get(PUBLIC).content.decode()


def test_a_guest_without_a_name_is_refused(officer: Client, cast: Cast) -> None:
    session = make_session(cast.conference)
    path = f"{SESSIONS}{session.pk}/appearances/"
    response = officer.post(path, {"guest_title": "Kept title", "role": "speaker"})
    assert "Kept title" in response.content.decode()
    assert not Appearance.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("eve", 404), ("amina", 404), ("sam", 403)]
)
def test_nobody_else_edits(client: Client, cast: Cast, who: str, status: int) -> None:
    session = make_session(cast.conference)
    sign_in(client, getattr(cast, who))
    assert client.get(SESSIONS).status_code == status
    assert client.post(f"{SESSIONS}new/", typed()).status_code == status
    for path in ("", "remove/", "appearances/"):
        answer = client.post(f"{SESSIONS}{session.pk}/{path}", typed())
        assert answer.status_code == status
    assert Session.objects.get().title == {"en": "Opening plenary"}


def test_a_session_of_another_conference_is_not_found(
    officer: Client, cast: Cast
) -> None:
    other = make_conference(slug="other-2020")
    session = make_session(other)
    mine = make_session(cast.conference)
    appearance = Appearance.objects.create(session=session, guest="G", role="speaker")
    assert officer.get(f"{SESSIONS}{session.pk}/").status_code == 404
    assert officer.post(f"{SESSIONS}{session.pk}/remove/").status_code == 404
    path = f"{SESSIONS}{mine.pk}/appearances/{appearance.pk}/end/"
    assert officer.post(path).status_code == 404
    assert Appearance.objects.count() == 1


def test_days_come_in_order_and_the_unknown_last(cast: Cast) -> None:
    def at(hour: int) -> datetime:
        return datetime(2019, 8, 27, hour, tzinfo=UTC)

    day = date(2019, 8, 27)
    names = {
        "late": {"date": day, "starts_at": at(20)},
        "no day": {},
        "no time": {"date": day},
        "early": {"date": day, "starts_at": at(15)},
        "first": {"date": date(2019, 8, 26)},
    }
    for title, fields in names.items():
        make_session(cast.conference, title={"en": title}, **fields)
    days = by_day(Session.objects.in_the_programme(cast.conference))
    assert [(each.date, [str(s) for s in each.sessions]) for each in days] == [
        (date(2019, 8, 26), ["first"]),
        (day, ["early", "late", "no time"]),
        (None, ["no day"]),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_or_three(
    officer: Client,
    cast: Cast,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(rows):
        session = make_session(cast.conference, title={"en": f"S{n}"})
        Appearance.objects.create(session=session, guest=f"G{n}", role="speaker")
    officer.get(SESSIONS)
    with django_assert_num_queries(10):
        officer.get(SESSIONS)


@pytest.mark.parametrize(
    ("today", "expected"),
    [(25, [26]), (26, [26]), (27, [28]), (29, [28])],
)
def test_the_day_ahead_is_today_or_the_next_with_sessions(
    cast: Cast, today: int, expected: list[int]
) -> None:
    for day in (26, 28):
        make_session(cast.conference, date=date(2019, 8, day))
    make_session(cast.conference)
    ahead = Session.objects.of_the_day_ahead(cast.conference, date(2019, 8, today))
    assert [session.date and session.date.day for session in ahead] == expected


def test_without_any_day_the_sessions_ahead_are_those_without(cast: Cast) -> None:
    session = make_session(cast.conference)
    ahead = Session.objects.of_the_day_ahead(cast.conference, date(2019, 8, 26))
    assert list(ahead) == [session]
