import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from hemicycle.post.delivery import deliver_due
from hemicycle.post.models import Email
from tests.cast import Cast
from tests.conftest import look_and_send, sign_in
from tests.post.conftest import write


def address(cast: Cast, name: str = "index", *rest: str) -> str:
    return reverse(f"post:{name}", args=[cast.conference.slug, *rest])


def test_registrars_see_all_letters_with_codes_masked(
    client: Client, cast: Cast
) -> None:
    email = write(cast, sealed={"code": "7K3M-Z0QA"})
    sign_in(client, cast.rosa)
    page = client.get(address(cast)).content.decode()
    assert "lin@example.org" in page
    page = client.get(address(cast, "show", email.pk)).content.decode()
    assert "••••" in page
    assert "7K3M" not in page


def test_others_see_their_own_letters_only(client: Client, cast: Cast) -> None:
    email = write(cast)
    for user, index, show in (
        (cast.lin, 403, 200), (cast.eve, 403, 404), (cast.sam, 403, 404),
        (cast.amina, 403, 404), (cast.clara, 200, 200),
    ):  # fmt: skip
        sign_in(client, user)
        assert client.get(address(cast)).status_code == index, user
        shown = client.get(address(cast, "show", email.pk))
        assert shown.status_code == show, user
    sign_in(client, cast.lin)
    assert "Send this e-mail again" not in (
        client.get(address(cast, "show", email.pk)).content.decode()
    )


def test_visitors_are_asked_to_sign_in(client: Client, cast: Cast) -> None:
    email = write(cast)
    for url in (address(cast), address(cast, "show", email.pk)):
        assert client.get(url).status_code == 302


def test_the_list_finds_by_address_and_state_newest_first(
    client: Client, cast: Cast
) -> None:
    for n in range(3):
        write(cast, send_key=str(n), to=f"p{n}@example.org")
    Email.objects.filter(to="p1@example.org").update(state="failed")
    sign_in(client, cast.rosa)

    def listed(query: str) -> list[str]:
        page = client.get(address(cast) + query).context["page"]
        return [email.to for email in page.things]

    newest_first = list(Email.objects.values_list("to", flat=True))
    assert listed("") == newest_first
    assert listed("?sort=written") == newest_first[::-1]
    assert listed("?q=P2@") == ["p2@example.org"]
    assert listed("?state=failed&state=sent") == ["p1@example.org"]
    assert listed("?view=failed") == ["p1@example.org"]


@pytest.mark.parametrize("emails", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    client: Client,
    cast: Cast,
    emails: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(emails):
        write(cast, send_key=str(n))
    sign_in(client, cast.rosa)
    client.get(address(cast))
    with django_assert_max_num_queries(12):
        client.get(address(cast))


def test_an_e_mail_is_looked_at_before_it_is_sent_again(
    client: Client, cast: Cast
) -> None:
    email = write(cast)
    deliver_due()
    sign_in(client, cast.rosa)
    url = address(cast, "resend", email.pk)
    page = address(cast, "show", email.pk)
    assert f'href="{url}"' in client.get(page).content.decode()
    assert client.get(url).context["preview"].draft == email
    assert client.post(url).status_code == 200
    refused = client.post(url, {"step": "send", "seen": "0" * 64})
    assert refused.status_code == 422
    email.refresh_from_db()
    assert email.state == Email.State.SENT
    answer = look_and_send(client, url, follow=True)
    assert "will be sent again" in answer.content.decode()
    email.refresh_from_db()
    assert email.state == Email.State.QUEUED
    assert url not in client.get(page).content.decode()
    answer = look_and_send(client, url)
    assert "still on its way" in answer.content.decode()


def test_only_registrars_send_again(client: Client, cast: Cast) -> None:
    email = write(cast)
    deliver_due()
    for user, status in ((cast.lin, 403), (cast.eve, 404), (cast.sam, 404)):
        sign_in(client, user)
        url = address(cast, "resend", email.pk)
        assert client.get(url).status_code == status, user
        assert client.post(url, {"step": "send"}).status_code == status, user
    email.refresh_from_db()
    assert email.state == Email.State.SENT


def test_letters_of_another_conference_are_not_found(
    client: Client, cast: Cast
) -> None:
    from tests.cast import make_conference

    email = write(cast)
    other = make_conference(slug="uncsc-2020", edition=69)
    other.roles.create(user=cast.petra, hat="chief")
    sign_in(client, cast.petra)
    url = reverse("post:show", args=[other.slug, email.pk])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(("mail", "is_told"), [("none", True), ("console", False)])
def test_the_list_says_when_no_mail_leaves(
    client: Client, cast: Cast, settings: Settings, mail: str, is_told: bool
) -> None:
    settings.MAIL = mail
    write(cast)
    sign_in(client, cast.rosa)
    html = client.get(address(cast)).content.decode()
    assert ("No mail leaves this installation" in html) is is_told
