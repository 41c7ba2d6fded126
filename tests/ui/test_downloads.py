"""What is saved as a file is nobody else's, and is never shown as a page of ours."""

import os
import sys
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hemicycle.lib import pdf, pdf_worker
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
    [("badge", "lin"), ("letter", "petra"), ("held", "amina")],
)
def test_every_download_is_one(client: Client, cast: Cast, what: str, who: str) -> None:
    slug = cast.conference.slug
    pages = {
        "badge": lambda: reverse("badges:pdf", args=[slug, badge_of_lin(cast).pk]),
        "letter": lambda: reverse(
            "invitations:pdf", args=[slug, make_invitation(cast).pk]
        ),
        "held": lambda: "/en/account/held/download/",
    }
    sign_in(client, getattr(cast, who))
    answer = client.get(pages[what]())
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert HEADERS.items() <= answer.headers.items()


def test_a_single_paper_is_made_by_a_process_bounded_in_memory_and_time(
    client: Client, cast: Cast
) -> None:
    """Whatever it holds, it takes no web process with it: see tests/lib/test_pdf.py."""
    slug = cast.conference.slug
    sign_in(client, cast.petra)
    for page, who in (
        (reverse("badges:pdf", args=[slug, badge_of_lin(cast).pk]), cast.lin),
        (reverse("invitations:pdf", args=[slug, make_invitation(cast).pk]), cast.petra),
    ):
        pdf._worker.end()
        assert sign_in(client, who).get(page).content.startswith(b"%PDF")
        process = pdf._worker._process
        assert process
        assert process.pid != os.getpid()
        limits = Path(f"/proc/{process.pid}/limits").read_text()
        assert limits.split("Max data size")[1].split()[0] == str(pdf_worker.MEMORY)
    assert pdf.LIMIT_SECONDS == 10
    assert "typst" not in sys.modules
