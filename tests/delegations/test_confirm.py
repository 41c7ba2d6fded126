"""Step 3: the representative confirms the own details."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import NON_FIELD_ERRORS
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.conferences.models import Category, Conference, Notice, Window
from hemicycle.delegations.models import Acceptance, Delegation, Flag, Registration
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from tests.cast import Cast, make_registration
from tests.conftest import sign_in
from tests.delegations.test_nominate import person

State = Registration.State

DETAILS = {
    "full_name": "Lin Yan",
    "id_name": "LIN YAN",
    "badge_name": "Lin",
    "own_script": "林燕",
    "functional_title": "Director",
    "nationality": "CN",
    "residence": "KE",
    "is_adult": "yes",
    "gender": "w",
    "age_band": "18-32",
    "notice_conduct": "on",
    "notice_privacy": "on",
    "notice_list": "on",
}


@pytest.fixture
def lin(cast: Cast) -> Registration:
    Delegation.objects.update(taken=1)
    return make_registration(
        delegation=cast.delegation,
        full_name="Lin Yan",
        email="lin@example.org",
        holds_delegation=True,
    )


def details(**kw: Any) -> dict[str, Any]:
    in_force = " ".join(notice.pk for notice in Notice.objects.all())
    return DETAILS | {"notices": in_force} | kw


def test_the_person_confirms_and_what_they_accept_is_kept_with_its_version(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    assert client.get(person(lin, "confirm")).status_code == 200
    lin.refresh_from_db()
    assert lin.user is None  # opening changed nothing
    response = client.post(person(lin, "confirm"), details())
    assert response.status_code == 302
    lin.refresh_from_db()
    assert lin.state == State.CONFIRMED
    assert lin.confirmed_at == clock.now()
    assert lin.user == cast.lin
    assert (lin.id_name, lin.own_script, lin.nationality, lin.residence) == (
        "LIN YAN",
        "林燕",
        "CN",
        "KE",
    )
    assert lin.is_adult
    accepted = {a.notice.kind: (a.accepted, a.notice.version, a.at)
                for a in Acceptance.objects.select_related("notice")}  # fmt: skip
    now = clock.now()
    assert accepted == {
        "conduct": (True, 1, now),
        "privacy": (True, 1, now),
        "photographs": (False, 1, now),
        "list": (True, 1, now),
    }
    assert [e.verb for e in Entry.objects.about(lin)] == ["confirmed"]
    assert list(Flag.objects.all()) == []
    assert Delegation.objects.get().taken == 1


def test_what_is_wrong_is_said_at_the_field_and_everything_stays(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    wrong = details(
        id_name="", badge_name="A" * 301, nationality="Atlantis", is_adult="",
        notice_privacy="", notice_conduct="", notice_list="",
    )  # fmt: skip
    html = client.post(person(lin, "confirm"), wrong).content.decode()
    # All at once: the free choices aside, also what must be accepted, each by name.
    assert "6 things need your attention" in html
    assert html.count("Accept the code of conduct:") == 2  # on top and at the box
    assert html.count("Read the privacy notice and tick its box:") == 2
    assert "Name on the badge: A name has at most 300 characters" in html
    for kept in ("Lin Yan", "林燕", "Director"):
        assert f'value="{kept}"' in html
    lin.refresh_from_db()
    assert lin.state == State.NOMINATED
    html = client.post(
        person(lin, "confirm"), details(notice_privacy="")
    ).content.decode()
    assert "One thing needs your attention" in html
    assert "without this you can’t take part." in html
    assert list(Acceptance.objects.all()) == []
    lin.refresh_from_db()
    assert (lin.state, lin.user) == (State.NOMINATED, None)


def test_a_newer_version_of_a_text_has_to_be_read_first(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    sent = details()
    Notice.objects.create(
        conference=cast.conference,
        kind="conduct",
        version=2,
        text={"en": "New"},
        published_at=clock.now(),
    )
    html = client.post(person(lin, "confirm"), sent).content.decode()
    assert "One of the texts has changed." in html
    assert list(Acceptance.objects.all()) == []
    # The page that comes back shows the new text: only its own tick counts.
    shown = re.search(r'name="notices"[^>]*value="([^"]*)"', html)
    assert shown is not None
    assert "checked" not in re.search(r'<input[^>]*"notice_conduct"[^>]*>', html)[0]
    assert "checked" in re.search(r'<input[^>]*"notice_privacy"[^>]*>', html)[0]
    client.post(person(lin, "confirm"), sent | {"notices": shown[1]})
    assert Acceptance.objects.get(notice__kind="conduct").notice.version == 2
    lin.refresh_from_db()
    assert lin.state == State.CONFIRMED


def test_saved_for_later_it_waits_on_any_device(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    partly = {"full_name": "Lin Yan", "own_script": "林燕", "residence": "KE",
              "later": "1"}  # fmt: skip
    assert client.post(person(lin, "confirm"), partly).status_code == 302
    lin.refresh_from_db()
    assert (lin.state, lin.own_script, lin.residence) == (State.NOMINATED, "林燕", "KE")
    elsewhere = sign_in(Client(), cast.lin)
    html = elsewhere.get(person(lin, "confirm")).content.decode()
    assert 'value="林燕"' in html
    assert '<option value="KE" selected>' in html
    assert 'data-synonyms="/static/ui/countries.json"' in html


def test_another_person_with_the_same_link_finds_nothing(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    client.post(person(lin, "confirm"), {"full_name": "Lin Yan", "later": "1"})
    # Claimed: now only this account, whatever its address becomes.
    stranger = sign_in(Client(), cast.eve)
    assert stranger.get(person(lin, "confirm")).status_code == 404
    assert stranger.post(person(lin, "confirm"), details()).status_code == 404


def test_the_focal_point_confirms_only_for_whoever_has_no_address(
    client: Client, cast: Cast, lin: Registration
) -> None:
    without = make_registration(delegation=cast.delegation, full_name="Tika")
    sign_in(client, cast.amina)
    assert client.post(person(lin, "confirm"), details()).status_code == 403
    response = client.post(
        person(without, "confirm"), details(full_name="Tika", id_name="Tika")
    )
    assert response.status_code == 302
    without.refresh_from_db()
    assert (without.state, without.user) == (State.CONFIRMED, None)
    entry = Entry.objects.about(without).first()
    assert entry is not None
    assert entry.details == {"assisted": True}


@pytest.mark.parametrize(
    ("minutes", "state", "flags"),
    [(-1, "confirmed", []), (14, "confirmed", ["late"]), (15, "nominated", [])],
)
def test_the_grace_counts_and_is_flagged_and_ends(
    client: Client,
    cast: Cast,
    lin: Registration,
    minutes: int,
    state: str,
    flags: list[str],
) -> None:
    closes = Window.objects.get(kind="confirmation").closes_at
    sign_in(client, cast.lin)
    with clock.frozen(closes + timedelta(minutes=minutes)):
        html = client.post(person(lin, "confirm"), details()).content.decode()
    lin.refresh_from_db()
    assert lin.state == state
    assert [flag.kind for flag in lin.flags.all()] == flags
    assert ("This was open until" in html) == (state == "nominated")


@pytest.mark.parametrize(
    ("changed", "flags"),
    [
        ({"id_name": "Wang Li"}, ["name"]),
        ({"id_name": "YAN LIN"}, []),
        ({"is_adult": "no"}, ["minor"]),
    ],
)
def test_the_rules_flag_what_a_registrar_should_see(
    client: Client,
    cast: Cast,
    lin: Registration,
    changed: dict[str, str],
    flags: list[str],
) -> None:
    sign_in(client, cast.lin)
    client.post(person(lin, "confirm"), details(**changed))
    assert [flag.kind for flag in Flag.objects.filter(registration=lin)] == flags


def test_the_same_name_elsewhere_is_flagged_unless_the_nationality_differs(
    client: Client, cast: Cast, lin: Registration
) -> None:
    other = make_registration(
        conference=cast.conference, full_name="YAN, Lin", email="yan@example.com"
    )
    other.index()
    other.save()
    sign_in(client, cast.lin)
    client.post(person(lin, "confirm"), details())
    flag = Flag.objects.get()
    assert (flag.kind, flag.details) == ("duplicate", other.code)
    Registration.objects.filter(pk=other.pk).update(nationality="KE")
    Registration.objects.filter(pk=lin.pk).update(state=State.NOMINATED)
    client.post(person(lin, "confirm"), details())
    assert list(Flag.objects.all()) == []


def test_under_quota_the_confirmation_takes_the_place(
    client: Client, cast: Cast, lin: Registration
) -> None:
    Conference.objects.update(regime=Conference.Regime.QUOTA)
    Registration.objects.update(holds_delegation=False)
    Delegation.objects.update(taken=0, cap=0)
    sign_in(client, cast.lin)
    html = client.post(person(lin, "confirm"), details()).content.decode()
    assert "The delegation has no places left." in html
    assert 'value="林燕"' in html
    Delegation.objects.update(cap=1)
    assert client.post(person(lin, "confirm"), details()).status_code == 302
    assert Delegation.objects.get().taken == 1


def test_the_category_is_chosen_among_the_open_ones(
    client: Client, cast: Cast, lin: Registration
) -> None:
    press = Category.objects.create(
        conference=cast.conference, code="PRS", name={"en": "Press"}, position=2
    )
    sign_in(client, cast.lin)
    html = client.get(person(lin, "confirm")).content.decode()
    assert "Press" in html
    assert "Guest of the secretariat" not in html
    refused = client.post(person(lin, "confirm"), details(category=cast.guest.pk))
    assert refused.status_code == 422
    client.post(person(lin, "confirm"), details(category=press.pk))
    lin.refresh_from_db()
    assert (lin.category, lin.state) == (press, State.CONFIRMED)


def test_the_page_is_small_and_costs_the_same(
    client: Client,
    cast: Cast,
    lin: Registration,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sign_in(client, cast.lin)
    response = client.get(person(lin, "confirm"))
    assert len(gzip.compress(response.content, 6)) < 20_000
    assert b" style=" not in response.content
    with django_assert_num_queries(8):
        client.get(person(lin, "confirm"))
    with django_assert_num_queries(24):
        client.post(person(lin, "confirm"), details(submission="k" * 22))


def test_a_person_ends_at_the_own_page_and_reads_what_happened(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    saved = client.post(person(lin, "confirm"), {"later": "1"}, follow=True)
    assert saved.redirect_chain[-1][0] == "/en/uncsc-2019/lobby/"
    assert "Saved but not yet confirmed" in saved.content.decode()
    done = client.post(person(lin, "confirm"), details(), follow=True)
    assert done.redirect_chain[-1][0] == "/en/uncsc-2019/lobby/?done=confirmed"
    assert "Your details are confirmed. Thank you." in done.content.decode()
    gone = client.post(person(lin, "withdraw"), follow=True)
    assert gone.redirect_chain[-1][0] == "/en/uncsc-2019/lobby/"
    assert "Your registration has been withdrawn" in gone.content.decode()
    again = client.get("/en/uncsc-2019/lobby/?done=confirmed").content.decode()
    assert "Thank you" not in again


def test_the_own_registration_shows_answers_and_withdraws_by_name_in_arabic(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    client.post(person(lin, "confirm"), details())
    assert "<h2>Answers</h2>" in client.get(person(lin)).content.decode()
    html = client.get(person(lin).replace("/en/", "/ar/")).content.decode()
    assert "سحب التسجيل" in html


def test_what_one_does_for_another_ends_at_that_persons_page(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.amina)
    response = client.post(person(lin, "withdraw"))
    assert response["Location"] == person(lin)


def test_confirmed_details_are_corrected_until_the_desk_decides(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    assert client.get(person(lin, "details"))["Location"] == "/en/uncsc-2019/lobby/"
    client.post(person(lin, "confirm"), details())
    assert 'value="LIN YAN"' in client.get(person(lin, "details")).content.decode()
    lin.refresh_from_db()
    was = (lin.confirmed_at, lin.category_id, lin.acceptances.count())
    corrected = details(id_name="MARIA SILVA", nationality="KE", notices="")
    done = client.post(person(lin, "details"), corrected, follow=True)
    assert "Your details have been corrected" in done.content.decode()
    lin.refresh_from_db()
    assert (lin.id_name, lin.nationality) == ("MARIA SILVA", "KE")
    assert lin.state == State.CONFIRMED
    assert (lin.confirmed_at, lin.category_id, lin.acceptances.count()) == was
    entry = Entry.objects.about(lin)[0]
    assert (entry.verb, entry.actor) == ("corrected details", cast.lin)
    assert lin.flags.filter(kind=Flag.Kind.NAME, cleared_at=None).exists()


def test_a_bad_correction_changes_nothing_and_keeps_what_was_typed(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    client.post(person(lin, "confirm"), details())
    html = client.post(
        person(lin, "details"), details(id_name="", residence="KE", full_name="Lin Y")
    ).content.decode()
    assert 'value="Lin Y"' in html
    lin.refresh_from_db()
    assert (lin.full_name, lin.id_name) == ("Lin Yan", "LIN YAN")


def test_decided_details_are_not_corrected_any_more(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    client.post(person(lin, "confirm"), details())
    Registration.objects.update(state=State.APPROVED)
    client.post(person(lin, "details"), details(full_name="Somebody Else"))
    lin.refresh_from_db()
    assert lin.full_name == "Lin Yan"


@pytest.mark.parametrize("who", ["amina", "eve"])
def test_nobody_else_corrects_what_a_person_confirmed(
    client: Client, cast: Cast, lin: Registration, who: str
) -> None:
    Registration.objects.update(state=State.CONFIRMED)
    sign_in(client, getattr(cast, who))
    response = client.post(person(lin, "details"), details(full_name="Somebody Else"))
    assert response.status_code in (403, 404)
    lin.refresh_from_db()
    assert lin.full_name == "Lin Yan"


def test_an_ended_registration_cannot_be_confirmed(
    client: Client, cast: Cast, lin: Registration
) -> None:
    Registration.objects.filter(pk=lin.pk).update(
        state=State.WITHDRAWN, ended_at=datetime(2019, 8, 1, tzinfo=UTC)
    )
    sign_in(client, cast.lin)
    answer: Any = client.post(person(lin, "confirm"), details())
    assert answer.status_code == 422
    assert answer.context["form"].has_error(NON_FIELD_ERRORS, "not-open")
    lin.refresh_from_db()
    assert lin.state == State.WITHDRAWN


def test_details_saved_for_later_are_the_persons_alone(
    client: Client, cast: Cast, lin: Registration
) -> None:
    sign_in(client, cast.lin)
    client.post(person(lin, "confirm"), details(later="1", id_name="LIN HALFWAY"))
    lin.refresh_from_db()
    assert (lin.id_name, lin.is_confirmed) == ("LIN HALFWAY", False)
    assert b"LIN HALFWAY" in client.get(person(lin)).content
    for who, sees in (("amina", False), ("petra", False), ("rosa", True)):
        reader = sign_in(Client(), getattr(cast, who))
        page = reader.get(person(lin), follow=True)
        assert (b"LIN HALFWAY" in page.content) is sees
    client.post(person(lin, "confirm"), details(id_name="LIN HALFWAY"))
    focal = sign_in(Client(), cast.amina)
    assert b"LIN HALFWAY" in focal.get(person(lin)).content
