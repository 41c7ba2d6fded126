"""Addresses without a language: health, robots, reports, verification, short links."""

import json
import logging

import pytest
from django.test import Client

from hemicycle.invitations.models import Invitation
from hemicycle.lib.codes import grouped
from hemicycle.website import machines
from tests.cast import OPENING_MORNING, Cast


@pytest.fixture(autouse=True)
def no_reports_yet() -> None:
    machines._reports_in_minute[:] = [0, 0]


def test_it_is_alive_and_ready(client: Client, db: None) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ok\n"


def test_it_is_not_ready_while_a_migration_waits(client: Client, db: None) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    machines._migrated.clear()
    MigrationRecorder.Migration.objects.filter(app="programme").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations\n")


def test_robots_and_security_txt(client: Client, db: None) -> None:
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /v/" in robots
    assert "Sitemap: http://localhost:8000/sitemap.xml" in robots
    text = client.get("/.well-known/security.txt").content.decode()
    assert text.startswith("Contact: mailto:")
    assert "Expires: " in text


def report(client: Client, body: str) -> int:
    return client.post(
        "/csp-reports", body, content_type="application/csp-report"
    ).status_code


def test_a_report_is_logged_on_one_line_and_kept_nowhere(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    told = {"blocked-uri": "https://evil.example/\nforged line", "x": "left out"}
    with caplog.at_level(logging.WARNING):
        assert report(client, json.dumps({"csp-report": told})) == 204
    (line,) = [r.getMessage() for r in caplog.records if "security policy" in r.msg]
    assert "\n" not in line
    assert "evil.example" in line
    assert "left out" not in line


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", "no json", "[1]", '{"body": 3}', "[" * 16_000, "9" * 5000],
)
def test_what_is_no_report_is_refused(client: Client, db: None, body: str) -> None:
    assert report(client, body) in {204, 400}
    assert report(client, "x" * 20_000) == 413


def test_a_flood_of_reports_does_not_fill_the_log(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for _time in range(50):
            assert report(client, '{"csp-report": {}}') == 204
    lines = [r for r in caplog.records if "security policy" in r.msg]
    assert 20 <= len(lines) <= 40  # a minute may have turned in between


# -- Verification ------------------------------------------------------------------


def make_invitation(cast: Cast, **kw: object) -> Invitation:
    fields = {
        "conference": cast.conference,
        "organisation": cast.borealis,
        "signatory": cast.signatory,
        "signatory_title": "Chair of the planning committee",
        "addressee": "Bruno Secret",
        "email": "bruno@example.org",
        "state": "sent",
        "sent_at": OPENING_MORNING,
    } | kw
    return Invitation.objects.create(**fields)


def test_a_genuine_letter_is_told_as_it_says_itself(client: Client, cast: Cast) -> None:
    invitation = make_invitation(cast)
    typed = grouped(invitation.code).lower().replace("-", " ")
    for code in (grouped(invitation.code), invitation.code, typed):
        html = client.get(f"/v/{code}").content.decode()
        assert "This letter is genuine and valid" in html
        assert "Borealis" in html
        assert "Ingrid Solberg" in html
        assert "Chair of the planning committee" in html
        assert "Bruno Secret" not in html
        assert "bruno@example.org" not in html


def test_a_withdrawn_letter_was_genuine_and_holds_no_more(
    client: Client, cast: Cast
) -> None:
    invitation = make_invitation(cast, state="withdrawn")
    html = client.get(f"/v/{invitation.code}").content.decode()
    assert "no longer valid" in html
    assert "This code is genuine and" not in html


def test_a_letter_that_was_not_sent_is_not_known(client: Client, cast: Cast) -> None:
    invitation = make_invitation(cast, state="prepared", sent_at=None)
    assert client.get(f"/v/{invitation.code}").status_code == 404


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "x", "é" * 300, "<script>"])
def test_an_unknown_code_is_said_in_words(
    client: Client, cast: Cast, code: str
) -> None:
    response = client.get(f"/v/{code}")
    assert response.status_code == 404
    html = response.content.decode()
    assert "We have no record of this code." in html
    assert "<script>" not in html.replace("<script type", "")


def test_a_typed_code_leads_to_its_address(client: Client, cast: Cast) -> None:
    code = make_invitation(cast).code
    response = client.get("/v/", {"code": code.lower()})
    assert response.headers["Location"] == f"/v/{grouped(code)}"
    assert "Verify a letter" in client.get("/v/").content.decode()


def test_guessing_is_throttled(client: Client, cast: Cast) -> None:
    code = make_invitation(cast).code
    for _time in range(60):
        assert client.get("/v/AAAA-AAAA-AAAA-AAAA").status_code == 404
    assert client.get("/v/AAAA-AAAA-AAAA-AAAA").status_code == 429
    assert client.get(f"/v/{code}").status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.get(f"/v/{code}").status_code == 200


def test_a_short_link_leads_on_in_the_readers_language(
    client: Client, db: None
) -> None:
    response = client.get("/l/sometoken", headers={"accept-language": "ar"})
    assert response.headers["Location"].startswith("/ar/account/link/sometoken")


def test_every_page_leads_to_where_a_letter_is_verified(
    client: Client, cast: Cast
) -> None:
    for path in ("/en/uncsc-2019/", "/en/account/sign-in/", "/ar/uncsc-2019/"):
        assert '<a class="push" href="/v/">' in client.get(path).content.decode(), path


def test_a_code_too_short_is_told_how_many_characters_it_has(
    client: Client, db: None
) -> None:
    page = client.get("/v/3F7K-9QWE-2M4X-8RT")
    assert page.status_code == 404
    html = page.content.decode()
    assert "sixteen characters; you entered 15" in html
    assert "at the foot of the letter" in html
    assert "do not rely on the letter" not in html
    assert "do not rely" in client.get("/v/3F7K-9QWE-2M4X-8RTY").content.decode()
