"""The same submission twice is stored once (goal R4)."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from hemicycle.journal.actions import forget_old_receipts
from hemicycle.journal.models import Receipt
from hemicycle.lib import clock
from hemicycle.organisations.models import Organisation
from tests.conftest import sign_in
from tests.journal import urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.journal.urls")]
KEY = "k" * 22
SENT = {"name": "Aurora", "submission": KEY}


def test_a_form_carries_a_new_key_each_time(client: Client) -> None:
    keys = {
        re.search(r'name="submission" value="([\w-]{22})"', page.content.decode())[1]
        for page in (client.get("/add/"), client.get("/add/"))
    }
    assert len(keys) == 2


def test_a_repetition_gets_the_first_answer_and_stores_nothing(client: Client) -> None:
    first = client.post("/add/", SENT)
    again = client.post("/add/", SENT)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert Organisation.objects.count() == 1


def test_an_answer_for_htmx_is_repeated_too(client: Client) -> None:
    first, again = client.post("/htmx/", SENT), client.post("/htmx/", SENT)
    assert first["HX-Redirect"] == again["HX-Redirect"]
    assert again.status_code == 204
    assert Organisation.objects.count() == 1


def test_a_client_may_send_the_key_as_a_header(client: Client) -> None:
    headers = {"Idempotency-Key": KEY}
    first = client.post("/add/", {"name": "Aurora"}, headers=headers)
    again = client.post("/add/", {"name": "Aurora"}, headers=headers)
    assert first["Location"] == again["Location"]
    assert Organisation.objects.count() == 1


def test_without_a_key_each_submission_counts(client: Client) -> None:
    for _ in range(2):
        client.post("/add/", {"name": "Aurora"})
    assert Organisation.objects.count() == 2
    assert Receipt.objects.count() == 0


def test_a_corrected_form_may_come_under_the_same_key(client: Client) -> None:
    refused = client.post("/add/", {"name": "", "submission": KEY})
    assert b"Enter a name." in refused.content
    assert Receipt.objects.count() == 0
    assert client.post("/add/", SENT).status_code == 302
    assert Organisation.objects.count() == 1


def test_what_a_view_did_before_it_failed_is_undone(client: Client) -> None:
    answer = client.post("/add/", {"name": "crash", "submission": KEY})
    assert answer.status_code == 403
    assert Organisation.objects.count() == Receipt.objects.count() == 0


def test_other_content_under_the_same_key_is_refused_and_shown(client: Client) -> None:
    client.post("/add/", SENT)
    refused = client.post("/add/", {"name": "<b>Borealis", "submission": KEY})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert refused["Cache-Control"] == "private, no-store"
    assert "&lt;b&gt;Borealis" in page
    assert Organisation.objects.get().name == "Aurora"
    new_key = re.search(r'name="submission" value="([\w-]{22})"', page)
    assert new_key
    client.post("/add/", {"name": "<b>Borealis", "submission": new_key[1]})
    assert Organisation.objects.count() == 2


def test_the_key_of_another_place_or_person_is_refused(client: Client) -> None:
    client.post("/add/", SENT)
    assert client.post("/other/", SENT).status_code == 409
    stranger = Client()
    stranger.cookies["csrftoken"] = "x" * 32
    stranger.post("/add/", {"name": "y", "submission": "another-key-of-mine"})
    from hemicycle.people.models import User

    sign_in(stranger, User.objects.create_user("eve@example.org"))
    answer = stranger.post("/add/", SENT)
    assert answer.status_code == 409
    assert "Aurora" not in answer.content.decode()
    assert sorted(Organisation.objects.values_list("name", flat=True)) == [
        "Aurora",
        "y",
    ]


@pytest.mark.parametrize("key", ["short", "x" * 65, "é" * 20, "a b" * 8, "'--" * 8])
def test_a_key_that_is_none_is_refused(client: Client, key: str) -> None:
    assert client.post("/add/", SENT | {"submission": key}).status_code == 409
    assert Organisation.objects.count() == 0


def test_files_and_repeated_fields_belong_to_the_content(client: Client) -> None:
    def send(content: bytes, tags: list[str]) -> int:
        file = SimpleUploadedFile("photo.png", content)
        return client.post("/add/", SENT | {"f": file, "tag": tags}).status_code

    assert send(b"one", ["a", "b"]) == 302
    assert send(b"one", ["a", "b"]) == 302
    assert send(b"two", ["a", "b"]) == 409
    assert send(b"one", ["b", "a"]) == 409
    assert Organisation.objects.count() == 1


def test_the_token_against_forgery_may_change(client: Client) -> None:
    for token in ("a", "b"):
        assert (
            client.post("/add/", SENT | {"csrfmiddlewaretoken": token}).status_code
            == 302
        )
    assert Organisation.objects.count() == 1


def test_receipts_are_kept_seven_days_and_then_forgotten(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/add/", SENT)
    started = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: started + timedelta(days=7))
    assert forget_old_receipts() == 0
    monkeypatch.setattr(clock, "real_now", lambda: started + timedelta(days=9))
    assert forget_old_receipts() == 1


def send_name(client: Client, **more: str) -> Any:
    sent = {"name": SimpleUploadedFile("name.txt", b"AUR"), "submission": KEY}
    return client.post("/overtaken/", sent | more)


def test_what_was_overtaken_is_run_once_more_and_finds_what_the_other_wrote(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []

    def overtake(name: str) -> None:
        runs.append(name)

    monkeypatch.setattr(urls, "overtake", overtake)
    exists = QuerySet.exists

    def is_there(rows: QuerySet[Any]) -> bool:
        if rows.model is Organisation and runs:
            Organisation.objects.create(name="Aurora", acronym="AUR", country="TN")
        return exists(rows)

    monkeypatch.setattr(QuerySet, "exists", is_there)
    answer = send_name(client)
    assert answer["Location"] == "/at/there/"
    assert [str(each) for each in get_messages(answer.wsgi_request)] == [
        "There already."
    ]
    assert runs == ["AUR"]
    assert Organisation.objects.count() == 1
    assert Receipt.objects.count() == 1


def test_what_is_gone_for_the_second_time_is_a_fault(client: Client) -> None:
    with pytest.raises(Organisation.DoesNotExist):
        send_name(client, **{"is-gone": "1"})
    assert Receipt.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="see the test below")
def test_of_copies_at_the_same_moment_exactly_one_runs() -> None:
    def send(_n: int) -> str:
        try:
            return Client().post("/add/", SENT)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        places = set(pool.map(send, range(64)))
    assert len(places) == 1
    assert Organisation.objects.count() == 1


COPIES = """
import sys
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
settings.ROOT_URLCONF = "tests.journal.urls"
call_command("migrate", verbosity=0)
from hemicycle.organisations.models import Organisation
from tests.conftest import sign_in
from tests.journal import urls

def send(_n):
    sent = {"name": "Aurora", "submission": "k" * 22}
    try:
        return Client(SERVER_NAME="localhost").post("/add/", sent)["Location"]
    finally:
        connection.close()

with ThreadPoolExecutor(8) as pool:
    places = set(pool.map(send, range(32)))
print(len(places), Organisation.objects.count())
"""


def test_copies_at_the_same_moment_on_a_sqlite_file(tmp_path: Path) -> None:
    """Tests run in memory, where threads can't wait for each other: so, a process."""
    environment = os.environ | {
        "HEMICYCLE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "hemicycle.settings",
        "PYTHONPATH": os.getcwd(),
    }
    environment.pop("HEMICYCLE_DATABASE_URL", None)
    shown = subprocess.run(
        [sys.executable, "-c", COPIES], env=environment, capture_output=True, text=True
    )
    assert shown.stdout.split() == ["1", "1"], shown.stderr[-2000:]
