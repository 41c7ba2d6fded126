"""Every moment that a clock may be set to belongs to one story."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, override_settings

from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.demo import actions, plan, stage
from hemicycle.demo.cast import CAST
from hemicycle.demo.moments import REOPENED_UNTIL, local
from hemicycle.invitations.models import Invitation
from hemicycle.journal.models import Entry
from hemicycle.lib import clock, folders
from hemicycle.people.models import User
from hemicycle.post.models import Email
from hemicycle.statistics import counting

SMALL = {"representatives": 40, "organisations": 6, "countries": 5}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_clock_goes_back() -> object:
    yield
    clock.clear(folders.data())


def set_up(now: datetime) -> Conference:
    return actions.set_up(actions.planned(**SMALL), now=now)


@pytest.mark.parametrize(
    "now",
    [
        local("2019-03-04 09:00"),
        local("2019-03-12 09:00"),
        local("2019-07-16 00:30"),
        local("2019-08-12 09:00"),
        local("2019-08-27 20:00"),
        local("2026-01-01 00:00"),
    ],
    ids=str,
)
def test_nothing_has_happened_that_is_still_to_come(now: datetime) -> None:
    set_up(now)
    assert Invitation.objects.filter(email="mariam@demo.example").count() == 1
    assert not Entry.objects.filter(at__gt=now).exists()
    assert not Registration.objects.filter(confirmed_at__gt=now).exists()
    assert not Badge.objects.filter(issued_at__gt=now).exists()


def test_staff_of_a_part_see_that_part_alone() -> None:
    now = local("2019-08-12 09:00")
    conference = set_up(now)
    tomas, ines = (
        User.objects.get(email=f"{key}@demo.example") for key in ("tomas", "ines")
    )
    people = Registration.objects.visible_to(tomas, conference)
    assert set(people.values_list("category__code", flat=True)) == {"PRE"}
    sent = Invitation.objects.visible_to(ines, conference)
    organisers = set(sent.values_list("signatory__co_organiser__position", flat=True))
    assert organisers == {2}
    assert sent.count() < Invitation.objects.count()


def test_before_the_first_invitation_the_conference_is_empty_and_every_page_works(
    client: Client,
) -> None:
    early = local("2018-11-05 09:00")
    assert early < stage.BEGINS
    conference = set_up(early)
    assert Registration.objects.count() == 0
    assert Invitation.objects.count() == 0
    assert Entry.objects.count() == 0
    assert conference.halls.count() > 0
    with override_settings(IS_DEMO=True), clock.frozen(early):
        assert client.get("/en/demo/").status_code == 200
        assert client.get(f"/en/{conference.slug}/").status_code == 200
        for member in CAST:
            own = client.post(f"/en/demo/cast/{member.key}/", follow=True)
            assert own.status_code == 200, member.key
            box = client.get(f"/en/demo/mailboxes/{member.key}/")
            assert box.status_code == 200, member.key


def test_an_empty_folder_is_filled_as_of_any_moment() -> None:
    now = local("2019-06-01 10:00")
    call_command("demo", if_empty=True, now=now, **SMALL, stdout=StringIO())
    newest = Entry.objects.latest("at").at
    assert local("2019-05-20 00:00") < newest <= now


@pytest.mark.parametrize(
    ("people", "bodies", "countries"), [(40, 6, 5), (24, 20, 2), (30, 3, 26)]
)
def test_sizes_are_exact_with_the_cast(
    people: int, bodies: int, countries: int
) -> None:
    now = local("2019-08-26 07:30")
    story = actions.planned(
        representatives=people, organisations=bodies, countries=countries
    )
    conference = actions.set_up(story, now=now)
    counts = counting.everything(conference, now)
    assert (counts["approved"], counts["organisations"], counts["countries"]) == (
        people, bodies, countries,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sizes", "what"),
    [
        ({"representatives": 0}, "--representatives must be at least"),
        ({"representatives": 815}, "--representatives must be at least 816"),
        ({"organisations": 2}, "--organisations must be at least 3"),
        ({"organisations": -1}, "--organisations must be at least 3"),
        ({"countries": 1}, "--countries must be from 2"),
        ({"countries": 500}, "--countries must be from 2"),
    ],
    ids=str,
)
def test_impossible_sizes_are_refused_in_words(
    sizes: dict[str, int], what: str
) -> None:
    with pytest.raises(plan.Sizes, match=what):
        actions.planned(**sizes)
    with pytest.raises(CommandError, match=what):
        call_command("demo", **sizes)
    assert not Conference.objects.exists()


def test_the_day_after_nobody_was_asked_what_could_not_be_answered_any_more() -> None:
    set_up(local("2019-08-29 09:00"))
    for key in ("chau", "jose", "mariam"):
        newest = Email.objects.filter(to=f"{key}@demo.example").latest("created_at")
        assert newest.created_at < REOPENED_UNTIL, key
