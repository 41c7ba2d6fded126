"""A chief sets a conference up; nobody else does."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.conferences import actions
from hemicycle.conferences.fields import MomentField
from hemicycle.conferences.journal import Happened
from hemicycle.conferences.models import (
    Category,
    Conference,
    CoOrganiser,
    Hall,
    Notice,
    Signatory,
    Window,
    Zone,
)
from hemicycle.conferences.parts import PARTS
from hemicycle.journal.models import Entry
from hemicycle.ui.sections import parts_of, tongues_of
from tests.cast import Cast, make_conference, make_registration
from tests.conftest import sign_in
from tests.pictures import make_png

SET_UP = "/en/uncsc-2019/conference/"
PNG = make_png()


@pytest.fixture
def chief(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.clara)


def publication(cast: Cast) -> int:
    return Conference.objects.get(pk=cast.conference.pk).publication


def basics(cast: Cast, **changed: Any) -> dict[str, Any]:
    fields = {
        "slug": "uncsc-2019",
        "edition": "68",
        "short_name": "UNCSC 2019",
        "name_0": "68th Conference",
        "starts_on_day": "26",
        "starts_on_month": "August",
        "starts_on_year": "2019",
        "ends_on_day": "28",
        "ends_on_month": "8",
        "ends_on_year": "2019",
        "time_zone": "America/Denver",
        "name_en": "68th Conference",
        "name_ar": "المؤتمر",
        "theme_en": "Cities",
        "city_en": "Salt Lake City",
        "country": "US",
        "languages": ["en", "ar"],
        "regime": "first-come",
        "minimum_age": "18",
    }
    return fields | changed


# -- Who may -----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["eve", "amina", "lin"])
@pytest.mark.parametrize("page", ["", "basics/", "halls/", "notices/", "roles/"])
def test_outsiders_find_no_set_up(
    client: Client, cast: Cast, who: str, page: str
) -> None:
    sign_in(client, getattr(cast, who))
    assert client.get(f"{SET_UP}{page}").status_code == 404


@pytest.mark.parametrize("who", ["rosa", "sam", "paul", "dina"])
@pytest.mark.parametrize("page", ["basics/", "halls/", "notices/", "roles/"])
def test_colleagues_who_are_no_chief_are_refused(
    client: Client, cast: Cast, who: str, page: str
) -> None:
    sign_in(client, getattr(cast, who))
    assert client.get(f"{SET_UP}{page}").status_code == 403


def test_a_stranger_is_sent_to_sign_in(client: Client, cast: Cast) -> None:
    response = client.get(SET_UP)
    assert response.status_code == 302
    assert "sign-in" in response.headers["Location"]


# -- Basics ------------------------------------------------------------------------


def test_a_change_of_the_dates_moves_the_days(chief: Client, cast: Cast) -> None:
    before = publication(cast)
    response = chief.post(f"{SET_UP}basics/", basics(cast, ends_on_day="29"))
    assert response.status_code == 302
    days = list(cast.conference.days.values_list("date", flat=True))
    assert days == [date(2019, 8, day) for day in (26, 27, 28, 29)]
    cast.conference.refresh_from_db()
    assert cast.conference.name == {"en": "68th Conference", "ar": "المؤتمر"}
    assert publication(cast) == before + 1
    entry = Entry.objects.get(verb="described")
    assert entry.actor_id == cast.clara.pk


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on_day": "20"}, "The last day is before the first."),
        ({"time_zone": "Utah/Salt"}, "“Utah/Salt” is not a time zone"),
        ({"slug": "account"}, "used by the site itself"),
        ({"name_en": "", "name_ar": ""}, "required"),
        ({"ends_on_month": "13"}, "month"),
        ({"ends_on_year": "2021"}, "at most 31 days"),
    ],
)
def test_wrong_basics_are_refused_and_kept_on_the_page(
    chief: Client, cast: Cast, wrong: dict[str, str], words: str
) -> None:
    response = chief.post(
        f"{SET_UP}basics/", basics(cast, venue_en="Kept hall", **wrong)
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert "Kept hall" in html
    cast.conference.refresh_from_db()
    assert cast.conference.venue == {"en": "Salt Palace Convention Center"}


def test_a_zone_on_record_by_another_name_stays_chosen(
    chief: Client, cast: Cast
) -> None:
    Conference.objects.update(time_zone="US/Mountain")
    html = chief.get(f"{SET_UP}basics/").content.decode()
    assert '<option value="US/Mountain" selected>' in html
    assert '<option value="Etc/GMT+7"' not in html
    fields = basics(cast, time_zone="US/Mountain")
    assert chief.post(f"{SET_UP}basics/", fields).status_code == 302


def test_only_what_the_form_shows_can_be_changed(chief: Client, cast: Cast) -> None:
    before = Conference.objects.get(pk=cast.conference.pk)
    smuggled = {
        "id": "0" * 26,
        "is_published": "",
        "is_specimen": "on",
        "publication": "900",
    }
    assert chief.post(f"{SET_UP}basics/", basics(cast, **smuggled)).status_code == 302
    after = Conference.objects.get()
    for name in ("pk", "is_published", "is_specimen"):
        assert getattr(after, name) == getattr(before, name)
    assert after.publication == before.publication + 1
    other = make_conference(slug="other-2020")
    hall = cast.conference.halls.get()
    chief.post(
        f"{SET_UP}halls/{hall.pk}/",
        {"name": "Hall 1", "booths": "1", "conference": other.pk, "id": "1" * 26},
    )
    hall.refresh_from_db()
    assert (hall.conference, hall.booths) == (cast.conference, 1)


def test_a_refused_page_keeps_the_conferences_own_name_above(
    chief: Client, cast: Cast
) -> None:
    html = chief.post(
        f"{SET_UP}basics/", basics(cast, short_name="Typed", slug="v")
    ).content.decode()
    assert "<span>UNCSC 2019</span>" in html


# -- Parts -------------------------------------------------------------------------

NEW: dict[str, dict[str, Any]] = {
    "co-organisers": {"name_en": "Salt Lake City", "position": "1"},
    "signatories": {"name": "Ola Nordmann", "title_en": "Mayor"},
    "days": {"date_day": "25", "date_month": "8", "date_year": "2019"},
    "zones": {"code": "C", "name_en": "Youth hub"},
    "halls": {"name": "Hall 2", "booths": "2", "capacity-theatre": "300"},
    "categories": {
        "code": "UN",
        "name_en": "United Nations",
        "position": "3",
        "seat": "2",
        "cap": "50",
    },
    "windows": {
        "kind": "invitation",
        "opens_at": "2019-03-01T00:00",
        "closes_at": "2019-07-15T23:59",
        "grace_minutes": "15",
    },
}


@pytest.mark.parametrize("part", list(PARTS))
def test_a_chief_adds_changes_and_removes_each_part(
    chief: Client, cast: Cast, part: str
) -> None:
    Window.objects.filter(kind="invitation").delete()
    model = PARTS[part].model
    data = dict(NEW[part])
    if part == "signatories":
        data["co_organiser"] = cast.signatory.co_organiser_id
    old = set(model._default_manager.values_list("pk", flat=True))
    before = publication(cast)
    response = chief.post(f"{SET_UP}{part}/new/", data)
    assert response.status_code == 302, response.content.decode()
    new = model._default_manager.exclude(pk__in=old).get()
    assert publication(cast) == before + 1
    assert str(new) in chief.get(f"{SET_UP}{part}/").content.decode()
    assert chief.post(f"{SET_UP}{part}/{new.pk}/", data).status_code == 302
    assert chief.post(f"{SET_UP}{part}/{new.pk}/remove/").status_code == 302
    assert set(model._default_manager.values_list("pk", flat=True)) == old
    verbs = list(
        Entry.objects.filter(thing_type=model._meta.label_lower)
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert verbs == [Happened.ADDED_PART, Happened.CHANGED_PART, Happened.REMOVED_PART]


@pytest.mark.parametrize("part", list(PARTS))
def test_parts_of_another_conference_are_not_found(
    chief: Client, cast: Cast, part: str
) -> None:
    other = make_conference(slug="other-2020")
    CoOrganiser.objects.create(conference=other, name={"en": "Theirs"})
    Signatory.objects.create(
        conference=other,
        co_organiser=other.co_organisers.get(),
        name="Theirs",
        title={"en": "x"},
    )
    theirs = PARTS[part].model._default_manager.filter(conference=other).first()
    assert theirs is not None
    assert chief.get(f"{SET_UP}{part}/{theirs.pk}/").status_code == 404
    assert chief.post(f"{SET_UP}{part}/{theirs.pk}/remove/").status_code == 404
    assert chief.get(f"/en/other-2020/conference/{part}/").status_code == 404
    theirs.refresh_from_db()


@pytest.mark.parametrize("part", ["windows", "signatories"])
def test_what_must_be_chosen_says_so_instead_of_hyphens(
    chief: Client, part: str
) -> None:
    html = chief.get(f"{SET_UP}{part}/new/").content.decode()
    assert '<option value="" selected>Choose</option>' in html
    assert "-----" not in html


def test_a_zone_of_another_conference_is_no_choice(chief: Client, cast: Cast) -> None:
    other = make_conference(slug="other-2020")
    zone = other.zones.first()
    assert zone is not None
    response = chief.post(
        f"{SET_UP}halls/new/", {"name": "Hall 9", "booths": "0", "zone": zone.pk}
    )
    assert response.status_code == 422
    assert not Hall.objects.filter(name="Hall 9").exists()
    with pytest.raises(ValidationError) as refusal:
        actions.add(
            Hall(conference=cast.conference, name="Hall 9", zone=zone),
            actor=cast.clara,
        )
    assert refusal.value.code == "other-conference"


def test_what_is_in_use_is_not_removed(chief: Client, cast: Cast) -> None:
    make_registration(delegation=cast.delegation)
    zone = cast.conference.zones.get(code="A")
    for part, row in (
        ("categories", cast.representative),
        ("zones", zone),
        ("co-organisers", cast.signatory.co_organiser),
    ):
        response = chief.post(f"{SET_UP}{part}/{row.pk}/remove/", follow=True)
        assert "is in use" in response.content.decode()
        assert type(row)._default_manager.filter(pk=row.pk).exists()
    assert not Entry.objects.filter(verb="removed").exists()


def test_a_hall_knows_what_it_holds_in_each_set_up(chief: Client, cast: Cast) -> None:
    hall = cast.conference.halls.get()
    fields = {"name": "Hall 1", "booths": "6"}
    chief.post(
        f"{SET_UP}halls/{hall.pk}/",
        fields | {"capacity-theatre": "2400", "capacity-classroom": "900"},
    )
    assert dict(hall.set_ups.values_list("kind", "capacity")) == {
        "theatre": 2400,
        "classroom": 900,
    }
    chief.post(f"{SET_UP}halls/{hall.pk}/", fields | {"capacity-theatre": "2500"})
    assert dict(hall.set_ups.values_list("kind", "capacity")) == {"theatre": 2500}


def test_a_categorys_zones_are_chosen_and_taken_back(chief: Client, cast: Cast) -> None:
    b = cast.conference.zones.get(code="B")
    fields = {"code": "NGO", "name_en": "Rep", "position": "0", "seat": "1"}
    path = f"{SET_UP}categories/{cast.representative.pk}/"
    chief.post(path, fields | {"opens": [b.pk]})
    assert list(cast.representative.zones.all()) == [b]
    chief.post(path, fields)
    assert list(cast.representative.zones.all()) == []


def test_two_categories_with_one_code_are_refused_at_the_form(
    chief: Client, cast: Cast
) -> None:
    response = chief.post(
        f"{SET_UP}categories/new/",
        {"code": "NGO", "name_en": "Twice", "position": "4", "seat": "1"},
    )
    assert "Another category has this code." in response.content.decode()
    assert "Twice" in response.content.decode()
    assert Category.objects.filter(conference=cast.conference).count() == 2


def test_a_logo_is_a_picture_by_its_content(chief: Client, cast: Cast) -> None:
    row = cast.signatory.co_organiser
    fields = {"name_en": "DGC", "position": "0"}
    path = f"{SET_UP}co-organisers/{row.pk}/"
    wrong = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>")
    html = chief.post(path, fields | {"new_logo": wrong}).content.decode()
    assert "not a PNG or JPEG" in html
    row.refresh_from_db()
    assert row.logo is None
    right = SimpleUploadedFile("logo.txt", PNG)
    assert chief.post(path, fields | {"new_logo": right}).status_code == 302
    row.refresh_from_db()
    assert row.logo is not None
    assert row.logo.content_type == "image/png"
    assert row.logo.content() == PNG
    assert "Take the logo away" in chief.get(path).content.decode()
    assert chief.post(path, fields | {"no_logo": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.logo is None
    assert "Take the logo away" not in chief.get(path).content.decode()


def test_windows_are_entered_in_the_conferences_zone(chief: Client, cast: Cast) -> None:
    Window.objects.filter(kind="invitation").delete()
    window = Window.objects.get(kind="nomination")
    chief.post(
        f"{SET_UP}windows/{window.pk}/",
        {
            "kind": "nomination",
            "opens_at": "2019-03-01T00:00",
            "closes_at": "2019-07-15T23:59",
            "grace_minutes": "30",
        },
    )
    window.refresh_from_db()
    assert window.closes_at == datetime(2019, 7, 16, 5, 59, tzinfo=UTC)  # MDT
    assert window.opens_at == datetime(2019, 3, 1, 7, 0, tzinfo=UTC)  # MST
    html = chief.get(f"{SET_UP}windows/{window.pk}/").content.decode()
    assert all(f'value="{part}"' in html for part in ("15", "7", "2019", "23:59"))
    assert "Salt Lake City, Mountain Time, MDT, UTC−6" in html
    assert "America/Denver" not in html


def test_windows_are_entered_as_day_month_year_and_time(
    chief: Client, cast: Cast
) -> None:
    Window.objects.filter(kind="invitation").delete()
    window = Window.objects.get(kind="nomination")
    page = f"{SET_UP}windows/{window.pk}/"
    typed = {
        "kind": "nomination",
        "grace_minutes": "30",
        "opens_at": "2019-03-01 00:00",
    }
    typed |= {
        "closes_at_day": "١٥",
        "closes_at_month": "July",
        "closes_at_year": "2019",
    }
    assert chief.post(page, typed | {"closes_at_time": "23.59"}).status_code == 302
    window.refresh_from_db()
    assert window.closes_at == datetime(2019, 7, 16, 5, 59, tzinfo=UTC)
    for time, code in (("", "incomplete"), ("25:00", "malformed")):
        answer = chief.post(page, typed | {"closes_at_time": time})
        errors = answer.context["form"].errors.as_data()
        assert [error.code for error in errors["closes_at"]] == [code]


def test_a_time_zone_is_named_as_people_say_it(chief: Client, cast: Cast) -> None:
    html = chief.get(f"{SET_UP}basics/").content.decode()
    chosen = "Salt Lake City, Mountain Time, MDT, UTC−6"
    assert f'<option value="America/Denver" selected>{chosen}</option>' in html
    assert '<optgroup label="Asia">' in html
    assert ">America/Denver<" not in html
    Conference.objects.update(time_zone="Africa/Nairobi")
    html = chief.get(f"{SET_UP}basics/").content.decode()
    assert "selected>Nairobi, Kenya Time, EAT, UTC+3</option>" in html
    assert "Salt Lake City, East" not in html


def test_the_long_form_says_what_is_filled_and_where_it_is_wrong(
    chief: Client, cast: Cast
) -> None:
    chief.post(f"{SET_UP}basics/", basics(cast))
    answer = chief.get(f"{SET_UP}basics/")
    tongues = tongues_of(answer.context["form"])
    assert [(each.code, each.filled, each.total) for each in tongues] == [
        ("en", 4, 5),
        ("ar", 1, 5),
    ]
    wrong = chief.post(f"{SET_UP}basics/", basics(cast, starts_on_day="40"))
    parts = parts_of(wrong.context["form"])
    assert [part.invalid for part in parts] == [0, 0, 1, 0, 0]
    shown = {field.name for part in parts for field in part.fields}
    assert shown == {field.name for field in wrong.context["form"].visible_fields()}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2019-03-10T02:30", "skipped"),  # clocks go forward in Utah
        ("2019-11-03T01:30", "twice"),  # and back
        ("tomorrow", "malformed"),
        ("2019-02-30 10:00", "malformed"),
    ],
)
def test_a_time_that_is_not_exactly_once_is_refused(
    cast: Cast, typed: str, code: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        MomentField(zone=cast.conference.zone).clean(typed)
    assert refusal.value.code == code


# -- Public or not -----------------------------------------------------------------


def test_a_conference_is_published_when_nothing_is_missing(
    chief: Client, cast: Cast
) -> None:
    chief.post(f"{SET_UP}unpublish/")
    cast.conference.notices.filter(kind="privacy").delete()
    chief.post(f"{SET_UP}publish/")
    cast.conference.refresh_from_db()
    assert not cast.conference.is_published
    with pytest.raises(ValidationError) as refusal:
        actions.publish(cast.conference, actor=cast.clara)
    assert [error.code for error in refusal.value.error_list] == ["not-ready"]
    draft = actions.write_notice(
        cast.conference,
        kind="privacy",
        text={"en": "a", "ar": "b"},
        is_required=True,
        actor=cast.clara,
    )
    actions.publish_notice(draft, actor=cast.clara)
    chief.post(f"{SET_UP}publish/")
    cast.conference.refresh_from_db()
    assert cast.conference.is_published


def test_a_co_organiser_without_a_role_has_no_dot_before_what_is_recorded(
    chief: Client, cast: Cast
) -> None:
    CoOrganiser.objects.update(role={}, is_controller=True, logo=None)
    html = chief.get(f"{SET_UP}co-organisers/").content.decode()
    assert "data controller" in html
    assert "· data controller" not in html


# -- Notices -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "is_required"),
    [("conduct", True), ("privacy", True), ("photographs", False), ("list", False)],
)
def test_a_first_notice_is_called_so_and_proposes_whether_it_must_be_accepted(
    chief: Client, cast: Cast, kind: str, is_required: bool
) -> None:
    cast.conference.notices.filter(kind=kind).delete()
    assert "Write the first version" in chief.get(f"{SET_UP}notices/").content.decode()
    page = chief.get(f"{SET_UP}notices/{kind}/")
    assert "The first version." in page.content.decode()
    assert page.context["form"]["is_required"].value() is is_required


def test_a_new_version_holds_once_published_and_the_old_one_stays(
    chief: Client, cast: Cast
) -> None:
    data = {"text_en": "New conduct", "text_ar": "جديد", "is_required": "on"}
    assert chief.post(f"{SET_UP}notices/conduct/", data).status_code == 302
    first, draft = Notice.objects.filter(kind="conduct").order_by("version")
    assert (draft.version, draft.published_at) == (2, None)
    assert chief.post(f"{SET_UP}notices/conduct/publish/").status_code == 302
    draft.refresh_from_db()
    assert draft.published_at is not None
    in_force = Notice.objects.in_force(cast.conference)
    assert in_force.get(kind="conduct") == draft
    first.refresh_from_db()
    assert first.text["en"] == "The text about conduct."
    assert chief.post(f"{SET_UP}notices/conduct/publish/").status_code == 404


def test_a_notice_lacking_a_language_says_which(chief: Client, cast: Cast) -> None:
    response = chief.post(f"{SET_UP}notices/conduct/", {"text_en": "Kept text"})
    html = response.content.decode()
    assert "Arabic: enter a text." in html
    assert "Kept text" in html
    assert Notice.objects.filter(kind="conduct").count() == 1


# -- Cost --------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("part", ["halls", "categories", "signatories", "zones"])
def test_lists_cost_the_same_for_one_or_three(
    chief: Client,
    cast: Cast,
    part: str,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    conference = cast.conference
    for n in range(rows):
        zone = Zone.objects.create(
            conference=conference, code=f"X{n}", name={"en": f"z{n}"}
        )
        Hall.objects.create(conference=conference, name=f"H{n}", zone=zone)
        category = Category.objects.create(
            conference=conference, code=f"X{n}", name={"en": f"x{n}"}
        )
        category.zones.add(zone)
        Signatory.objects.create(
            conference=conference,
            co_organiser=cast.signatory.co_organiser,
            name=f"S{n}",
            title={"en": "t"},
        )
    chief.get(f"{SET_UP}{part}/")
    extra = {"halls": 1, "categories": 1, "signatories": 0, "zones": 0}[part]
    with django_assert_num_queries(6 + extra):
        chief.get(f"{SET_UP}{part}/")


def test_a_long_list_comes_in_pages(chief: Client, cast: Cast) -> None:
    for n in range(60):
        Hall.objects.create(conference=cast.conference, name=f"Room {n:02}")
    first = chief.get(f"{SET_UP}halls/").content.decode()
    second = chief.get(f"{SET_UP}halls/?page=2").content.decode()
    assert "Room 01" in first
    assert "Room 59" not in first
    assert "Room 59" in second
    assert "page=2" in first
