"""The members of a delegation, as their focal point works with them."""

from django.test import Client
from django.urls import reverse

from hemicycle.conferences.notices import in_force
from hemicycle.delegations.actions.confirm import confirm, save_details
from hemicycle.delegations.models import Registration
from hemicycle.jobs.models import Job
from tests.cast import Cast, make_registration
from tests.conftest import sign_in
from tests.delegations.test_nominate import page
from tests.exports import exported

State = Registration.State


def names(client: Client, address: str) -> list[str]:
    return [row.name for row in client.get(address).context["page"].rows]


def test_members_are_searched_and_filtered_and_drafts_are_not_among_them(
    client: Client, cast: Cast
) -> None:
    for name, state in (
        ("Ana Lima", State.APPROVED), ("Wang Xiulan", State.NOMINATED),
        ("Draft Person", State.DRAFT),
    ):  # fmt: skip
        make_registration(delegation=cast.delegation, full_name=name, state=state)
    sign_in(client, cast.amina)
    assert names(client, page(cast)) == ["Ana Lima", "Wang Xiulan"]
    assert names(client, f"{page(cast)}?state=approved") == ["Ana Lima"]
    assert names(client, f"{page(cast)}?q=xiulan") == ["Wang Xiulan"]


def test_who_has_no_address_is_confirmed_by_the_focal_point_from_the_list(
    client: Client, cast: Cast
) -> None:
    person = make_registration(
        delegation=cast.delegation, full_name="Ana Lima", state=State.NOMINATED,
        email="",
    )  # fmt: skip
    sign_in(client, cast.amina)
    assert f"/registrations/{person.pk}/confirm/" in client.get(page(cast)).text


def test_a_file_of_the_members_is_what_is_seen(client: Client, cast: Cast) -> None:
    make_registration(
        delegation=cast.delegation, full_name="Ana Lima", state=State.APPROVED,
        email="ana@example.org",
    )  # fmt: skip
    sign_in(client, cast.amina)
    query = "state=approved&columns=state,email"
    file = exported(client, "members", query, of=cast.delegation.pk)
    assert file.decode("utf-8-sig").splitlines() == [
        "Name,State,E-mail address", "Ana Lima,Approved,ana@example.org",
    ]  # fmt: skip


def test_a_file_of_anothers_delegation_is_not_made(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bruno)
    for of in (cast.delegation.pk, "", "x\0"):
        answer = client.post(
            reverse("jobs:new_export", args=["uncsc-2019", "members"]), {"of": of}
        )
        assert answer.status_code == 404
    assert not Job.objects.exists()


def test_nobody_saves_a_view_of_a_part_of_another_page(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.rosa)
    for name in ("members", "scans"):
        address = f"/en/uncsc-2019/lists/{name}/views/"
        answer = client.post(address, {"name": "Mine", "query": "state=approved"})
        assert answer.status_code == 404


def test_what_a_person_saved_for_later_is_neither_shown_nor_found(
    client: Client, cast: Cast
) -> None:
    """Before they confirm it is theirs and the desk's: to find it would be to read it,
    word by word."""
    lin = make_registration(
        delegation=cast.delegation, full_name="Lin Yan", email=cast.lin.email,
        user=cast.lin,
    )  # fmt: skip
    typed = {"id_name": "Passport Smith", "badge_name": "Nickname",
             "own_script": "林燕", "nationality": "KE"}  # fmt: skip
    save_details(lin, typed, actor=cast.lin)
    lin.refresh_from_db()
    assert lin.id_name == "Passport Smith"
    sent = {"answers": {n.pk: True for n in in_force(cast.conference)}}
    guesses = ("smith", "passport", "nickname", "林燕")
    registrations = "/en/uncsc-2019/vetting/registrations/"
    for reader, address, knows in (
        (cast.amina, page(cast), "Lin"), (cast.petra, registrations, "Aurora"),
    ):  # fmt: skip
        sign_in(client, reader)
        for guess in guesses:
            assert names(client, f"{address}?q={guess}") == [], (reader, guess)
        for query in (f"?q={knows}", "?view=all&sort=nationality", ""):
            text = client.get(address + query).text
            assert "林燕" not in text, (reader, query)
            assert "Kenya</" not in text, (reader, query)
        own = f"/en/uncsc-2019/delegations/registrations/{lin.pk}/"
        assert "林燕" not in client.get(own, follow=True).text, reader
    assert names(client, f"{registrations}?country=KE&view=all") == []

    confirm(lin, typed | {"residence": "KE", "is_adult": True}, **sent, actor=cast.lin)
    for guess in guesses:
        assert names(client, f"{registrations}?q={guess}") == ["Lin Yan"]
    assert names(client, f"{registrations}?country=KE&view=all") == ["Lin Yan"]
    assert "Kenya</" in client.get(f"{registrations}?view=all").text
    sign_in(client, cast.amina)
    assert names(client, f"{page(cast)}?q=smith") == ["Lin Yan"]
    assert "林燕" in client.get(page(cast)).text
