"""What follows is asked of every room before it happens."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client

from hemicycle.badges import actions as badges
from hemicycle.conferences import consequences
from hemicycle.conferences.consequences import Deed
from hemicycle.conferences.models import Hall
from hemicycle.delegations.models import CapRule, Delegation
from hemicycle.doors.models import Device, Scan
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.programme.models import Appearance, Session
from hemicycle.vetting.models import Decision, Offer
from tests.cast import Cast, approve_offers, make_registration
from tests.conftest import sign_in
from tests.invitations.test_invite import make_invitation


def modules() -> dict[str, object]:
    rooms = [consequences, *consequences.rooms()]
    return {room.__name__.split(".")[1]: room for room in rooms}


def test_every_room_that_refers_to_what_can_end_answers_for_it() -> None:
    ends = {model for room in modules().values() for model in getattr(room, "ENDS", ())}
    assert ends
    silent = []
    for config in apps.get_app_configs():
        if not config.name.startswith("hemicycle."):
            continue
        answers = getattr(modules().get(config.label), "ANSWERS", {})
        for model in config.get_models():
            for field in model._meta.get_fields():
                target = field.related_model
                if (
                    field.is_relation
                    and not field.auto_created
                    and target in ends
                    and target._meta.app_label != config.label  # type: ignore[union-attr]
                    and target not in answers
                ):
                    silent.append(f"{model._meta.label}.{field.name}")
    assert silent == []


def test_only_rooms_above_answer() -> None:
    for name, room in modules().items():
        for model in getattr(room, "ANSWERS", {}):
            assert model._meta.app_label != name
            importlib.import_module(f"hemicycle.{name}.consequences")


def of(cast: Cast, viewer: User, deed: Deed = Deed.WITHDRAWN) -> list[tuple[bool, str]]:
    person = make_registration(delegation=cast.delegation, state="approved")
    badges.hand_out(badges.issue(person, actor=cast.rosa), actor=cast.rosa)
    session = Session.objects.create(
        conference=cast.conference, title={"en": "Opening"}, kind="plenary"
    )
    Appearance.objects.create(session=session, registration=person, role="speaker")
    found = consequences.of([person], deed, viewer=viewer, conference=cast.conference)
    return [(each.is_grave, each.sentence) for each in found]


def test_a_withdrawal_says_badges_and_appearances(cast: Cast) -> None:
    found = of(cast, cast.rosa)
    assert [is_grave for is_grave, _sentence in found] == [False, True, True]
    assert "Opening" in found[0][1]


def test_what_the_viewer_may_not_see_is_neither_shown_nor_counted(cast: Cast) -> None:
    assert [is_grave for is_grave, _sentence in of(cast, cast.bruno)] == [False]


def test_nothing_follows_for_nobody(cast: Cast) -> None:
    assert (
        consequences.of([], Deed.REFUSED, viewer=cast.rosa, conference=cast.conference)
        == []
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_a_hall_in_use_says_so_on_its_page(
    client: Client, cast: Cast, rows: int
) -> None:
    hall = Hall.objects.get(conference=cast.conference)
    for n in range(rows):
        Session.objects.create(
            conference=cast.conference, title={"en": f"S{n}"}, kind="plenary", hall=hall
        )
    path = f"/en/uncsc-2019/conference/halls/{hall.pk}/"
    page = sign_in(client, cast.clara).get(path)
    (consequence,) = page.context["consequences"]
    assert consequence.is_grave
    assert f"{rows} session" in consequence.sentence


def test_a_zone_says_which_doors_lead_into_it(client: Client, cast: Cast) -> None:
    zone = cast.north.zone
    assert zone is not None
    path = f"/en/uncsc-2019/conference/zones/{zone.pk}/"
    page = sign_in(client, cast.clara).get(path)
    (consequence,) = page.context["consequences"]
    assert cast.north.name in consequence.sentence


def test_a_refusal_of_badge_holders_says_so_to_the_registrar(
    client: Client, cast: Cast
) -> None:
    person = make_registration(delegation=cast.delegation, state="approved")
    badges.issue(person, actor=cast.rosa)
    page = sign_in(client, cast.rosa).post(
        "/en/uncsc-2019/vetting/registrations/decide/",
        {"id": [person.pk], "verdict": "refuse", "reason": "late"},
    )
    assert page.context["warning"]
    assert [bool(row.loses) for row in page.context["rows"]] == [True]


def test_a_withdrawal_on_behalf_says_what_follows(client: Client, cast: Cast) -> None:
    person = make_registration(delegation=cast.delegation, state="approved")
    badges.issue(person, actor=cast.rosa)
    page = sign_in(client, cast.rosa).post(
        f"/en/uncsc-2019/delegations/registrations/{person.pk}/withdraw/"
    )
    assert [each.is_grave for each in page.context["consequences"]] == [True]


def test_a_changed_cap_says_who_can_nominate_no_more_and_who_waits(
    client: Client, cast: Cast
) -> None:
    Delegation.objects.update(taken=12)
    make_registration(delegation=cast.delegation, state="waiting")
    CapRule.objects.all().delete()
    CapRule.objects.create(conference=cast.conference, cap=10, label={"en": "all"})
    page = sign_in(client, cast.clara).get("/en/uncsc-2019/delegations/caps/")
    found = [each.is_grave for each in page.context["consequences"]]
    assert found == [False, True, False]
    assert page.context["consequences"][-1].told


def test_hiding_the_conference_says_whose_pages_end(client: Client, cast: Cast) -> None:
    make_registration(delegation=cast.delegation)
    path = "/en/uncsc-2019/conference/unpublish/"
    page = sign_in(client, cast.clara).get(path)
    assert [each.is_grave for each in page.context["consequences"]] == [True] * 3
    cast.conference.refresh_from_db()
    assert cast.conference.is_published
    assert client.post(path).status_code == 302
    cast.conference.refresh_from_db()
    assert not cast.conference.is_published


def test_removing_a_role_says_what_of_theirs_stays_pending(
    client: Client, cast: Cast
) -> None:
    role = cast.conference.roles.get(user=cast.rosa)
    Decision.objects.create(
        conference=cast.conference,
        prepared_by=cast.rosa,
        verdict="approve",
        fingerprint="x",
    )
    path = f"/en/uncsc-2019/conference/roles/{role.pk}/remove/"
    page = sign_in(client, cast.clara).get(path)
    told = [bool(each.told) for each in page.context["consequences"]]
    assert told == [True, False, False]
    assert cast.conference.roles.filter(pk=role.pk).exists()


def test_revoking_a_badge_shows_what_follows_and_to_whom_it_may(
    cast: Cast, client: Client
) -> None:
    person = make_registration(delegation=cast.delegation, state="approved")
    badge = badges.issue(person, actor=cast.rosa)
    Scan.objects.create(
        conference=cast.conference, door=cast.north, badge=badge, is_green=True
    )

    def told(viewer: User) -> list[bool]:
        found = consequences.of(
            [badge], Deed.CANCELLED, viewer=viewer, conference=cast.conference
        )
        return [bool(each.told) for each in found]

    assert told(cast.clara) == [True, False]
    assert told(cast.petra) == [True]
    sign_in(client, cast.clara)
    page = client.get(f"/en/uncsc-2019/badges/{badge.pk}/")
    assert [bool(each.told) for each in page.context["consequences"]] == [True, False]
    assert b"No one is told." in page.content


def follows(client: Client, page: str, name: str) -> list[tuple[bool, str]]:
    found = client.get(page).context[name]
    return [(each.is_grave, each.sentence) for each in found]


def test_refusing_an_accreditation_says_who_can_no_longer_be_approved(
    client: Client, cast: Cast
) -> None:
    for state in ("approved", "confirmed", "nominated", "withdrawn"):
        make_registration(delegation=cast.delegation, state=state, full_name=state)
    invitation = make_invitation(cast, organisation=cast.aurora)
    page = f"/en/uncsc-2019/organisations/{cast.aurora.pk}/"
    sign_in(client, cast.rosa)
    assert follows(client, page, "of_refusal") == [
        (True, "2 people of its delegation can no longer be approved."),
        (False, "1 approved person keeps the place and the badge until withdrawn."),
    ]
    type(invitation).objects.update(state="sent")
    assert len(follows(client, page, "of_refusal")) == 3
    assert b"The invitation that was sent to it" in client.get(page).content
    # Petra may not refuse, and is not told.
    assert follows(sign_in(client, cast.petra), page, "of_refusal") == []


def test_removing_the_last_focal_point_says_that_nobody_is_left(
    client: Client, cast: Cast
) -> None:
    page = f"/en/uncsc-2019/organisations/{cast.aurora.pk}/"
    sign_in(client, cast.petra)
    assert [is_grave for is_grave, _said in follows(client, page, "of_leaving")] == [
        True
    ]
    client.post(f"{page}focal-points/", {"focal-email": "nia@example.org"})
    assert follows(client, page, "of_leaving") == []


def test_declining_a_place_says_what_follows(client: Client, cast: Cast) -> None:
    waiting = make_registration(
        delegation=cast.delegation,
        state="waiting",
        user=cast.lin,
        holds_category=True,
    )
    end = clock.now() + timedelta(hours=2)
    Offer.objects.create(position=waiting, expires_at=end)
    session = Session.objects.create(
        conference=cast.conference, title={"en": "Opening"}, kind="plenary"
    )
    Appearance.objects.create(session=session, registration=waiting, role="speaker")
    page = f"/en/uncsc-2019/vetting/registrations/{waiting.pk}/offer/"
    (said,) = follows(sign_in(client, cast.lin), page, "consequences")
    assert "Opening" in said[1]
    assert b"Opening" in client.get(page).content


def test_a_withdrawal_says_only_what_is_so(client: Client, cast: Cast) -> None:
    person = make_registration(
        delegation=cast.delegation, state="approved", user=cast.lin
    )
    page = f"/en/uncsc-2019/delegations/registrations/{person.pk}/"
    assert b"badge" not in sign_in(client, cast.lin).get(page).content.lower()
    badges.issue(person, actor=cast.rosa)
    assert b"1 valid badge is cancelled" in client.get(page).content


def test_stopping_the_offers_says_who_gets_none(client: Client, cast: Cast) -> None:
    rule = approve_offers(cast)
    for name, is_offered in (("Ada", True), ("Ben", False), ("Chi", False)):
        make_registration(
            delegation=cast.delegation,
            state="waiting",
            full_name=name,
            holds_category=is_offered,
        )
    sign_in(client, cast.rosa)
    for page in ("waiting/", f"waiting/rules/{rule.pk}/"):
        assert follows(client, f"/en/uncsc-2019/vetting/{page}", "consequences") == [
            (False, "1 open offer can still be accepted until it ends."),
            (
                True,
                "2 people on the waiting list are offered no place until a new rule "
                "is approved.",
            ),
        ]


def test_removing_a_session_names_who_appears_no_more(
    client: Client, cast: Cast
) -> None:
    session = Session.objects.create(
        conference=cast.conference, title={"en": "Opening"}, kind="plenary"
    )
    page = f"/en/uncsc-2019/programme/sessions/{session.pk}/"
    sign_in(client, cast.clara)
    assert follows(client, page, "consequences") == []
    for guest in ("Ada", "Ben"):
        Appearance.objects.create(session=session, guest=guest, role="speaker")
    said = "2 people no longer appear in it: Ada, Ben."
    assert follows(client, page, "consequences") == [(True, said)]
    assert said.encode() in client.get(page).content


def test_disconnecting_the_only_phone_of_a_door_says_so(
    client: Client, cast: Cast
) -> None:
    page = f"/en/uncsc-2019/doors/{cast.north.pk}/"
    sign_in(client, cast.clara)
    Device.objects.create(door=cast.north, name="Left")
    said = "No other phone is connected to this door."
    assert follows(client, page, "consequences") == [(True, said)]
    assert said.encode() in client.get(page).content
    Device.objects.create(door=cast.north, name="Right")
    assert follows(client, page, "consequences") == []
