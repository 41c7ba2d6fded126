import re

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template import TemplateDoesNotExist

from hemicycle.lib import crypto
from hemicycle.post.models import MASK, Email, unsealed_body
from tests.cast import Cast
from tests.post.conftest import write

CODE = "7K3M-Z0QA-AAAA-BBBB"


def test_a_letter_is_a_row_with_its_words(cast: Cast) -> None:
    email = write(cast, thing=cast.aurora)
    stored = Email.objects.get()
    assert stored == email
    assert stored.subject == "Sign in: Lin"
    assert stored.body.startswith("Lin,\n\n68th United Nations")
    assert (stored.state, stored.to) == (Email.State.QUEUED, "lin@example.org")
    assert list(Email.objects.about(cast.aurora)) == [email]


def test_the_reader_chooses_the_language(cast: Cast) -> None:
    assert "المؤتمر" in write(cast, language="ar").body
    own = write(cast, language="ar", template="room/own", send_key="own")
    assert (own.subject, own.body) == ("عنوان", "نص\n")
    fallback = write(cast, template="room/own", send_key="en")
    assert fallback.subject == "Subject"


def test_one_key_is_one_letter(cast: Cast) -> None:
    first = write(cast)
    again = write(cast, to="other@example.org", context={"name": "Other"})
    assert again == first
    assert Email.objects.get().to == "lin@example.org"


def test_a_letter_goes_the_way_of_its_transaction(cast: Cast) -> None:
    with transaction.atomic():
        write(cast)
        transaction.set_rollback(True)
    assert not Email.objects.exists()


def test_codes_are_sealed_and_masked(cast: Cast) -> None:
    email = write(cast, sealed={"code": CODE})
    email.refresh_from_db()
    assert MASK in email.body
    assert CODE not in email.body
    assert CODE.encode() not in bytes(email.sealed or b"")
    assert unsealed_body(email) == email.body.replace(MASK, CODE)
    other = write(cast, send_key="other", sealed={"code": "X"})
    other.sealed = email.sealed
    with pytest.raises(crypto.CannotUnseal):
        other.full_body()


def test_a_letter_without_address_is_kept_in_the_account(cast: Cast) -> None:
    assert write(cast, to="").state == Email.State.KEPT


@pytest.mark.parametrize(
    "address", ["nobody", "a@b", "a@example.org\nBcc: x@example.org", "a b@example.org"]
)
def test_a_bad_address_is_refused(cast: Cast, address: str) -> None:
    with pytest.raises(ValidationError):
        write(cast, to=address)
    assert not Email.objects.exists()


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00"])
def test_a_name_adds_no_header_and_no_line(cast: Cast, end: str) -> None:
    email = write(cast, context={"name": f"Lin{end}Bcc: eve@example.org"})
    assert email.subject.startswith("Sign in: Lin")
    assert "\n" not in email.subject
    assert not set(email.subject + email.body) & set("\r\x0b\x00\u2028")


@pytest.mark.parametrize(
    "name",
    [
        "https://evil.example/x", "www.evil.example", "evil.com", "mailto:a@evil.com",
        "javascript://x", "HTTP://EVIL.EXAMPLE",
    ],
)  # fmt: skip
def test_a_name_is_no_link(cast: Cast, name: str) -> None:
    email = write(cast, context={"name": name})
    assert not re.search(r"://|mailto:|[a-z0-9]\.[a-z]{2}", email.body, re.I)
    assert email.body.split("\n")[0].replace("\u2060", "") == f"{name},"


@pytest.mark.parametrize(
    "name", ["{{ code }}", "{% load i18n %}", "<b>Lin</b>", "Lin & Ada", "O'Brien"]
)
def test_a_name_is_no_markup_and_is_not_escaped(cast: Cast, name: str) -> None:
    email = write(cast, context={"name": name}, sealed={"code": CODE})
    assert email.subject == f"Sign in: {name}"
    assert email.body.startswith(f"{name},")


def test_links_of_ours_stay_links(cast: Cast) -> None:
    address = "https://conference.example/l/abc"
    email = write(cast, sealed={"code": address})
    assert address in email.full_body()


def test_a_template_reaches_nothing_behind_its_values(cast: Cast) -> None:
    for value in (cast.lin, cast.lin.get_username, object()):
        with pytest.raises(TypeError, match="e-mails take"):
            write(cast, context={"name": value})


def test_lists_and_numbers_are_values_too(cast: Cast) -> None:
    rows = [{"label": "evil.com", "count": 3}, {"label": "b", "count": 0}]
    email = write(cast, context={"name": "Lin", "rows": rows})
    assert "evil.\u2060com=3;b=0;" in email.body


def test_a_letter_without_template_is_not_written(cast: Cast) -> None:
    with pytest.raises(TemplateDoesNotExist):
        write(cast, template="room/nothing")
