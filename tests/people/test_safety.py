"""Redirects, hosts, forged forms, passwords and headers (goals S20, S21, S23, S37)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from hemicycle.people.models import User
from hemicycle.people.paths import own_path
from tests.cast import Cast
from tests.conftest import sign_in
from tests.people.test_sign_in import CODE, SIGN_IN, ask

ROOT = Path(__file__).resolve().parents[2]

HOSTS = ("evil.example", "evil.example/", "evil.example:443", "me@evil.example")
FORMS = (
    "//{}", "///{}", "////{}", "/\\{}", "\\\\{}", "\\/{}", "/\\/{}", "http://{}",
    "https://{}", "HTTPS://{}", "http:{}", "http:/{}", "https:\\\\{}", "ftp://{}",
    " //{}", "\t//{}", "/\t/{}", "/\n/{}", "/\r\n/{}", "\x00//{}", "//%09{}",
    "\u2028//{}", "javascript://{}/%0aalert(1)", "http://localhost@{}", "{}",
)  # fmt: skip
PAYLOADS = [form.format(host) for form in FORMS for host in HOSTS] + [
    "javascript:alert(1)",
    "data:text/html,x",
    "mailto:x@evil.example",
    "",
    "x",
]


def test_there_are_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) >= 100


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_is_a_path_of_ours(payload: str) -> None:
    assert own_path(payload) == ""


@pytest.mark.parametrize("path", ["/", "/en/", "/ar/uncsc-2019/lobby/?a=b&c=%2F%2Fx"])
def test_our_own_paths_are(path: str) -> None:
    assert own_path(path) == path


def test_signing_in_never_leads_elsewhere(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    for payload in PAYLOADS:
        for page in (SIGN_IN, "/en/account/second-factor/"):
            response = client.get(page, {"next": payload})
            assert response.get("Location", "/en/account/") in (
                "/en/account/",
                "/en/account/second-factor/",
            ), payload
        response = client.post(
            "/en/account/language/", {"language": "ar", "next": payload}
        )
        assert response["Location"] == "/", payload


def test_the_code_page_leads_only_to_our_paths(client: Client, cast: Cast) -> None:
    code = ask(client, "amina@example.org", path="//evil.example/")
    assert client.post(CODE, {"code": code})["Location"] == "/en/account/"


@pytest.mark.parametrize("path", ["//evil.example/..", "/%5cevil.example", "//x/%2e"])
def test_paths_that_look_like_hosts_stay_here(client: Client, path: str) -> None:
    response = client.get(path)
    assert not response.get("Location", "/").startswith(("//", "/\\", "http"))


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "[::2]"])
def test_a_forged_host_is_refused(client: Client, db: None, host: str) -> None:
    assert client.get("/en/account/sign-in/", headers={"host": host}).status_code == 400


def test_letters_name_our_own_host(client: Client, cast: Cast) -> None:
    response = client.post(
        SIGN_IN,
        {"email": "amina@example.org"},
        headers={"x-forwarded-host": "evil.example"},
    )
    assert "evil" not in response["Location"]


def every_route(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from every_route(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, str(entry.name)


def test_no_address_sets_a_password() -> None:
    for route, name in every_route(get_resolver()):
        assert "password" not in f"{route} {name}".lower()
        assert "reset" not in name.lower() or "second" in route or "reset" not in route


def test_no_model_keeps_a_password() -> None:
    for model in apps.get_models():
        assert "password" not in {field.name for field in model._meta.get_fields()}


def test_an_account_takes_no_password(cast: Cast) -> None:
    with pytest.raises(TypeError, match="no passwords"):
        cast.amina.set_password("x")
    assert cast.amina.check_password("") is False
    assert not Client().login(username="amina@example.org", password="x")


PAGES = [
    "sign-in/", "sign-in/passkey/", "sign-in/passkey/options/", "sign-out/",
    "sign-out/everywhere/", "link/x/", "fresh-code/", "language/", "second-factor/",
    "second-factor/options/", "second-factor/passkey/", "app/", "passkeys/options/",
    "passkeys/add/", "passkeys/x/remove/", "recovery-codes/", "settings/",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_forged_form_is_refused(cast: Cast, page: str) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), cast.rosa)
    before = list(User.objects.order_by("pk").values())
    response = client.post(f"/en/account/{page}", {"email": "x@example.org"})
    assert response.status_code == 403
    assert list(User.objects.order_by("pk").values()) == before
    assert client.session["_auth_user_id"] == cast.rosa.pk


def test_pages_with_a_session_are_kept_by_nobody(client: Client, cast: Cast) -> None:
    for page in ("/en/account/settings/", "/en/account/emails/", "/en/nowhere/x/"):
        response = sign_in(client, cast.amina).get(page)
        assert response["Cache-Control"] == "private, no-store", page
    assert Client().get(SIGN_IN)["Cache-Control"] == "private, no-store"


def test_headers_of_every_page(client: Client, db: None) -> None:
    response = client.get(SIGN_IN)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "report-uri" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    bears_what_pages_may_not_do(response)
    page = response.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick" not in page


def bears_what_pages_may_not_do(response: HttpResponseBase) -> None:
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    told = response["Permissions-Policy"].split(", ")
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(told)


@pytest.mark.parametrize(
    "path",
    ["/static/ui/hemicycle.css", "/en/uncsc-2019/", "/en/nowhere/", "/healthz"],
)
def test_files_kept_pages_and_refusals_bear_them_too(
    client: Client, cast: Cast, path: str
) -> None:
    for _time in range(2):
        response = client.get(path)
        bears_what_pages_may_not_do(response)
        if response.streaming:
            response.close()


def in_production(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "HEMICYCLE_URL": "https://conference.example.org",
        "HEMICYCLE_MAIL": "none",
        "HEMICYCLE_TRUSTED_PROXIES": "127.0.0.1",
        **more,
    }
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, text=True,
        capture_output=True, timeout=120,
    )  # fmt: skip


@pytest.mark.slow
def test_a_production_passes_djangos_own_checks() -> None:
    done = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "no issues" in done.stdout


@pytest.mark.slow
def test_cookies_of_a_production_belong_to_the_host() -> None:
    kinds = ("SESSION", "CSRF", "LANGUAGE", "MESSAGE")
    names = [f"{kind}_COOKIE_NAME" for kind in kinds]
    probe = (
        "import django; django.setup(); from django.conf import settings as s;"
        f"print([getattr(s, n) for n in {names}], s.SECURE_HSTS_SECONDS)"
    )
    done = in_production("-c", probe, DJANGO_SETTINGS_MODULE="hemicycle.settings")
    assert done.stdout.split() == [
        "['__Host-session',", "'__Host-csrf',", "'__Host-language',",
        "'__Host-messages']", "63072000",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_production_refuses_to_be_a_demonstration() -> None:
    done = in_production("manage.py", "check", HEMICYCLE_DEMO="1")
    assert done.returncode != 0
    assert "HEMICYCLE_DEMO=1" in done.stderr


def test_a_demonstrations_door_is_shut_elsewhere(cast: Cast) -> None:
    from django.core.exceptions import PermissionDenied

    from hemicycle.people import actions

    request = RequestFactory().get("/")
    request.session = Client().session  # type: ignore[assignment]
    with pytest.raises(PermissionDenied):
        actions.step_in(request, cast.clara)
    assert "_auth_user_id" not in request.session
