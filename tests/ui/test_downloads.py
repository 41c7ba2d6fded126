"""What is saved as a file is nobody else's, and is never shown as a page of ours."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hemicycle.ui.downloads import as_download
from tests.badges.test_page import badge_of_lin
from tests.cast import Cast
from tests.conftest import sign_in
from tests.invitations.test_invite import make_invitation

HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("held.json", 'attachment; filename="held.json"'),
        (
            "رسالة.pdf",
            "attachment; filename*=utf-8''%D8%B1%D8%B3%D8%A7%D9%84%D8%A9.pdf",
        ),
        ('a"b.pdf', 'attachment; filename="a\\"b.pdf"'),
    ],
)
def test_it_says_so_by_itself_whatever_stands_before_it(name: str, header: str) -> None:
    answer = as_download(HttpResponse(b""), name)
    assert (
        answer.headers.items()
        >= {
            **HEADERS,
            "Content-Disposition": header,
        }.items()
    )


@pytest.mark.parametrize(
    ("what", "who"),
    [("badge", "lin"), ("letter", "petra"), ("held", "amina"), ("list", "rosa")],
)
def test_every_download_is_one(client: Client, cast: Cast, what: str, who: str) -> None:
    slug = cast.conference.slug
    pages = {
        "badge": lambda: reverse("badges:pdf", args=[slug, badge_of_lin(cast).pk]),
        "letter": lambda: reverse(
            "invitations:pdf", args=[slug, make_invitation(cast).pk]
        ),
        "held": lambda: "/en/account/held/download/",
        "list": lambda: reverse("organisations:index", args=[slug]) + "?file=csv",
    }
    sign_in(client, getattr(cast, who))
    answer = client.get(pages[what]())
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert HEADERS.items() <= answer.headers.items()
