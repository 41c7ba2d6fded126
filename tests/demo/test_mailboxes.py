"""Reading the letters that the demonstration does not send."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from hemicycle.conferences.models import Conference
from hemicycle.post.models import Email
from tests.cast import Cast

BOX = "/en/demo/mailboxes/"


@pytest.fixture(autouse=True)
def demonstration(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Conference.objects.filter(pk=cast.conference.pk).update(is_specimen=True)
    monkeypatch.setattr(django_settings, "IS_DEMO", True)


def letter(to: str) -> Email:
    return Email.objects.create(
        to=to, subject=f"For {to}", body="Welcome", language="en", send_key=to
    )


def test_whoever_a_visitor_invited_is_read_with_everybody_else(client: Client) -> None:
    theirs, hers = letter("lea@etoile.example"), letter("amina@demo.example")
    nobodys = letter("")
    assert f'href="{BOX}others/"' in client.get("/en/demo/").content.decode()
    page = client.get(f"{BOX}others/")
    assert list(page.context["page"]) == [theirs]
    assert 'to <bdi dir="ltr">lea@etoile.example</bdi>' in page.content.decode()
    read = client.get(f"{BOX}others/{theirs.pk}/").content.decode()
    assert "Welcome" in read
    for other in (hers, nobodys):
        assert client.get(f"{BOX}others/{other.pk}/").status_code == 404
    assert list(client.get(f"{BOX}amina/").context["page"]) == [hers]


def test_nobody_has_any_other_mailbox(client: Client) -> None:
    assert client.get(f"{BOX}nobody/").status_code == 404
