import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from hemicycle.badges import actions
from hemicycle.badges.models import Badge
from hemicycle.delegations.models import Registration
from tests.cast import Cast, make_registration
from tests.conftest import sign_in
from tests.qr_reader import read


def badge_of_lin(cast: Cast) -> Badge:
    person = make_registration(
        delegation=cast.delegation, state=Registration.State.APPROVED, user=cast.lin
    )
    return actions.issue(person, actor=cast.rosa)


def page(cast: Cast, who: str, badge: Badge) -> str:
    address = f"/en/uncsc-2019/badges/{badge.pk}/"
    return sign_in(Client(), getattr(cast, who)).get(address).content.decode()


def test_the_desk_has_picture_and_actions_side_by_side_with_the_facts(
    cast: Cast,
) -> None:
    badge = badge_of_lin(cast)
    html = page(cast, "rosa", badge)
    assert '<div class="badge-page of-the-desk">' in html
    picture, _end, beside = html.partition("</article>")
    assert str(badge) in picture
    for words in ("Hand out", "Replace", "Revoke", "Halls", "Valid from"):
        assert words in beside
    assert f"/delegations/registrations/{badge.registration_id}/" in beside


def test_the_picture_reads_as_the_signed_code(cast: Cast) -> None:
    badge = badge_of_lin(cast)
    (picture,) = re.findall(r"<svg[^>]*class=\"qr\".*?</svg>", page(cast, "lin", badge))
    assert read(picture) == badge.code


def test_the_owner_sees_the_badge_and_nothing_of_the_desk(cast: Cast) -> None:
    badge = badge_of_lin(cast)
    html = page(cast, "lin", badge)
    assert '<div class="badge-page">' in html
    assert "Show this page at the entrance" in html
    for words in ("At the desk", "Hand out", "Valid from"):
        assert words not in html


def test_whoever_has_no_badge_is_one_press_away_among_the_registrations(
    cast: Cast,
) -> None:
    make_registration(
        delegation=cast.delegation,
        full_name="Nguyễn Thị Minh Châu",
        state=Registration.State.REFUSED,
    )
    desk = sign_in(Client(), cast.rosa)
    response = desk.get("/en/uncsc-2019/badges/?q=minh+chau")
    assert response.context["page"].things == []
    html = response.content.decode()
    link = re.search(r'href="([^"]*/registrations/[?][^"]*)"', html)
    assert link
    listed = desk.get(unescape(link[1])).context["page"]
    names = [registration.full_name for registration in listed.things]
    assert [*names, *(row.label for row in listed.others)] == ["Nguyễn Thị Minh Châu"]


@pytest.mark.parametrize(
    ("deed", "heading"), [("replace", "Replace badge"), ("revoke", "Revoke badge")]
)
def test_a_missing_reason_is_asked_for_under_the_name_of_the_deed(
    client: Client, cast: Cast, deed: str, heading: str
) -> None:
    badge = badge_of_lin(cast)
    sign_in(client, cast.rosa)
    page = client.post(
        reverse(f"badges:{deed}", args=["uncsc-2019", badge.pk]), {"reason": ""}
    )
    html = page.content.decode()
    assert page.status_code == 422
    assert f"<h1>{heading} {badge}</h1>" in html
    shown = client.get(f"/en/uncsc-2019/badges/{badge.pk}/").context["consequences"]
    assert page.context["consequences"] == shown
    assert Badge.objects.get().is_good


@pytest.mark.parametrize("what", ["revoke", "replace"])
def test_what_is_refused_keeps_the_reason_that_was_typed(
    client: Client, cast: Cast, what: str
) -> None:
    badge = badge_of_lin(cast)
    actions.revoke(badge, reason="Stolen.", actor=cast.rosa)
    sign_in(client, cast.rosa)
    address = reverse(f"badges:{what}", args=[cast.conference.slug, badge.pk])
    response = client.post(address, {"reason": "Lost at the station."})
    assert response.status_code == 422
    html = response.content.decode()
    assert 'value="Lost at the station."' in html
    assert response.context["form"].non_field_errors().as_data()[0].code == "not-good"
    assert Badge.objects.get().revoked_reason == "Stolen."
