"""Goals S18 and S19: what people are called does nothing in a letter or its headers.

The letters of every room are written through the pages, by people with such names.
"""

from email import message_from_bytes
from email.policy import default

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from hemicycle.delegations.models import Registration
from hemicycle.post import delivery
from hemicycle.post.models import Email
from tests.cast import make_email
from tests.security.test_matrix import ADDRESSES
from tests.security.world import World, everything, undone

pytestmark = pytest.mark.django_db

TEMPLATES = (
    "{{ link }}", "{% debug %}", "{% load static %}", "{{ settings.SECRET_KEY }}",
    "{{ conference_name }}", "{{ name.__class__.__mro__ }}", "{% include 'x' %}",
    "{0.__class__}", "%(link)s", "${link}", "#{link}", "#read(\"/etc/passwd\")",
    "[[link]]", "{{7*7}}",
)  # fmt: skip
MARKUP = (
    "<b>Ada</b>", "<script>alert(1)</script>", "&lt;b&gt;", "<img src=x onerror=y>",
    "</textarea>", "<!--",
)  # fmt: skip
HEADERS = (
    "Ada\r\nBcc: evil@example.org", "Ada\nSubject: other", "Ada\rCc: e@example.org",
    "Ada\u2028Bcc: e@example.org", "Ada\u0085Bcc: e@example.org", "Ada\x00\r\n\r\nBody",
    "Ada%0d%0aBcc: e@example.org", "Ada\x0bBcc: e@example.org", "=?utf-8?q?Ada=0ABcc?=",
)  # fmt: skip


def nominate(world: World, name: str) -> Registration | None:
    """Amina names somebody so. None where the name is refused, and nothing stored."""
    path = reverse(
        "delegations:nominate",
        kwargs=world.ours.arguments(
            "delegations:nominate", ADDRESSES["delegations:nominate"]
        ),
    )
    before = everything()
    response = world.clients["amina"].post(
        path,
        {"full_name": name, "email": "ada@example.org", "part": "member",
         "language": "en", "category": world.cast.representative.pk},
    )  # fmt: skip
    if response.status_code != 302:
        assert everything() == before
        return None
    return Registration.objects.get(email="ada@example.org")


def sent(letter: Email) -> tuple[dict[str, str], str]:
    """Headers and text of the mail, read again as a mail program reads it."""
    raw = delivery.message(letter).message().as_bytes()
    mail = message_from_bytes(raw, policy=default)
    body = mail.get_body()
    assert body is not None
    headers = dict(mail.items())
    # None twice: a dict would hide it.
    assert len(headers) == len(mail.items())
    return headers, body.get_content()


HEADERS_OF_A_LETTER = {
    "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From",
    "To", "Date", "Message-ID", "Content-Language", "Auto-Submitted",
}  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES + MARKUP)
def test_a_name_with_signs_of_templates_stays_those_signs(
    world: World, name: str
) -> None:
    with undone():
        registration = nominate(world, name)
        if registration is None:
            return
        letter = Email.objects.get(to="ada@example.org")
        # Rendered once: what stands in a name is never read as a template.
        said = letter.body.replace("\u2060", "")
        assert registration.full_name in said
        headers, body = sent(letter)
        assert set(headers) == HEADERS_OF_A_LETTER
        assert registration.full_name in body.replace("\u2060", "")
        assert settings.SECRET_KEY not in body
        assert "<class" not in body


@pytest.mark.parametrize("name", HEADERS)
def test_a_name_with_an_end_of_line_adds_no_header(world: World, name: str) -> None:
    with undone():
        registration = nominate(world, name)
        if registration is not None:
            assert not set(registration.full_name) & set("\r\n\x00\u2028\u2029\x0b")
            headers, _body = sent(Email.objects.get(to="ada@example.org"))
            assert set(headers) == HEADERS_OF_A_LETTER
            assert headers["To"] == "ada@example.org"
            assert "\n" not in headers["Subject"]
        # Past the form too: whatever an action is given.
        letter = make_email(
            "delegations/returned",
            conference=world.ours.conference,
            to="x@example.org",
            language="en",
            send_key="security:headers",
            context={"organisation": name, "name": name, "reason": name, "link": "x"},
        )
        headers, body = sent(letter)
        assert set(headers) == HEADERS_OF_A_LETTER
        assert headers["To"] == "x@example.org"
        assert "\n" not in headers["Subject"]
        assert "\nBcc:" not in body.replace("\r\n", "\n").split("Dear")[0]


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org\r\nBcc: evil@example.org", "ada@example.org\nX: y",
        "ada@example.org, evil@example.org", "<ada@example.org>", "ada@example.org\x00",
        "Ada <ada@example.org>", "ada@example.org;evil@example.org", "a b@example.org",
    ],
)  # fmt: skip
def test_an_address_is_one_address(world: World, address: str) -> None:
    with undone():
        before = Email.objects.count()
        path = reverse("people:sign_in")
        world.clients["anonymous"].post(path, {"email": address})
        written = Email.objects.order_by("pk")
        if written.count() > before:
            newest = Email.objects.filter(template="people/code").get()
            assert newest.to in ("ada@example.org",)
            assert set(sent(newest)[0]) == HEADERS_OF_A_LETTER
        try:
            email = make_email(
                "people/code", to=address, language="en",
                send_key="security:address", sealed={"code": "1"},
                context={"minutes": 20},
            )  # fmt: skip
        except ValidationError:
            assert "<" not in address  # a name before the address is understood
        else:
            assert email.to == "ada@example.org"


def test_nothing_in_a_letter_can_be_chosen_as_a_link(world: World) -> None:
    for name in ("Ada https://evil.example/x", "evil.example", "mailto:x@evil.example"):
        with undone():
            registration = nominate(world, name)
            if registration is None:
                continue
            body = Email.objects.get(to="ada@example.org").full_body()
            assert "https://evil" not in body
            assert " evil.example" not in body
            assert "mailto:x" not in body
