import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings

from hemicycle.files import actions
from hemicycle.files.models import DamagedFile, StoredFile
from hemicycle.files.schedule import SCHEDULE
from hemicycle.invitations.models import Invitation
from hemicycle.journal.models import Entry, Failure
from hemicycle.lib import clock
from tests.cast import OPENING_MORNING, Cast
from tests.conftest import sign_in

CANARY = b"N1234567 canary"


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Settings) -> Path:
    place = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(place), "file_permissions_mode": 0o600},
        }
    }
    return place


def store(cast: Cast, content: bytes = CANARY, **kw: object) -> StoredFile:
    fields = {
        "conference": cast.conference,
        "owner": cast.lin,
        "purpose": "confirmation",
        "name": "Lettre d’invitation.pdf",
        "content_type": "application/pdf",
        "actor": cast.rosa,
    } | kw
    return actions.store(content, **fields)  # type: ignore[arg-type]


def on_disk(storage: Path) -> list[Path]:
    return [path for path in storage.rglob("*") if path.is_file()]


def test_a_file_comes_back_as_it_was_given(cast: Cast, storage: Path) -> None:
    stored = store(cast)
    assert actions.open_file(stored) == CANARY
    assert (stored.size, stored.created_at) == (len(CANARY), OPENING_MORNING)
    (path,) = on_disk(storage)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.name == stored.pk
    assert Entry.objects.about(stored).get().verb == "stored file"


def test_a_sealed_file_is_unreadable_on_disk(cast: Cast, storage: Path) -> None:
    stored = store(cast, is_sealed=True)
    (path,) = on_disk(storage)
    assert b"canary" not in path.read_bytes()
    assert stored.content() == CANARY
    stored.purpose = "other"
    with pytest.raises(DamagedFile):
        stored.content()


@pytest.mark.parametrize("is_sealed", [True, False])
def test_damage_is_noticed(cast: Cast, storage: Path, is_sealed: bool) -> None:
    stored = store(cast, is_sealed=is_sealed)
    (path,) = on_disk(storage)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(DamagedFile, match=stored.pk):
        stored.content()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\x\\y.pdf", "y.pdf"), ("a\r\nb\x00", "ab"),
        ("", "file"), ("x" * 300, "x" * 200), ("رسالة.pdf", "رسالة.pdf"),
    ],
)  # fmt: skip
def test_a_name_is_only_a_name(cast: Cast, given: str, kept: str) -> None:
    assert store(cast, name=given).name == kept


def test_a_link_downloads_and_nothing_else(client: Client, cast: Cast) -> None:
    stored = store(cast)
    sign_in(client, cast.lin)
    answer = client.get(actions.link(stored, reader=cast.lin))
    assert answer.getvalue() == CANARY
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "kind", ["text/html", "image/svg+xml", "text/xml", "application/xhtml+xml", "x"]
)
def test_what_a_browser_could_run_comes_as_plain_bytes(
    client: Client, cast: Cast, kind: str
) -> None:
    stored = store(cast, b"<script>alert(1)</script>", name="a.html", content_type=kind)
    sign_in(client, cast.lin)
    answer = client.get(actions.link(stored, reader=cast.lin))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_a_link_is_bound_to_person_file_and_purpose(client: Client, cast: Cast) -> None:
    stored, other = store(cast), store(cast)
    link = actions.link(stored, reader=cast.lin)
    for user in (cast.eve, cast.rosa):
        sign_in(client, user)
        assert client.get(link).status_code == 404
    sign_in(client, cast.lin)
    assert client.get(link.replace(stored.pk, other.pk)).status_code == 404
    assert client.get(link[:-1]).status_code == 404
    assert client.get(link.split("?")[0]).status_code == 404
    assert client.get(link + "x").status_code == 404
    StoredFile.objects.filter(pk=stored.pk).update(purpose="other")
    assert client.get(link).status_code == 404


def test_a_link_asks_a_visitor_to_sign_in(client: Client, cast: Cast) -> None:
    link = actions.link(store(cast), reader=cast.lin)
    assert client.get(link).status_code == 302


def test_a_link_ends_after_ten_minutes_of_real_time(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    link = actions.link(store(cast), reader=cast.lin)
    sign_in(client, cast.lin)
    with clock.frozen(OPENING_MORNING + timedelta(days=300)):
        assert client.get(link).status_code == 200
    started = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: started + 595)
    assert client.get(link).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: started + 605)
    assert client.get(link).status_code == 404


def test_files_end_with_their_retention(
    cast: Cast, storage: Path, django_capture_on_commit_callbacks: object
) -> None:
    old = store(cast, erase_at=OPENING_MORNING - timedelta(seconds=1))
    kept = store(cast, erase_at=OPENING_MORNING + timedelta(days=30))
    store(cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert actions.erase_due() == 1
    assert not StoredFile.objects.filter(pk=old.pk).exists()
    assert sorted(path.name for path in on_disk(storage)) == sorted(
        StoredFile.objects.values_list("pk", flat=True)
    )
    assert kept.content() == CANARY
    assert Entry.objects.filter(thing_id=old.pk, verb="erased file").exists()


def test_a_file_that_nobody_refers_to_any_more_ends_after_a_day(
    cast: Cast, storage: Path
) -> None:
    old, new, letter = store(cast), store(cast), store(cast)
    organiser = cast.conference.co_organisers.get()
    organiser.logo = old
    organiser.save()
    invitation = Invitation.objects.create(
        conference=cast.conference,
        organisation=cast.borealis,
        signatory=cast.signatory,
        email="bruno@example.org",
        document=letter,
    )
    organiser.logo = new
    organiser.save()
    assert actions.erase_unreferred() == 0
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert actions.erase_unreferred() == 1
        assert set(StoredFile.objects.all()) == {new, letter}
        invitation.delete()
        assert actions.erase_unreferred() == 1
    assert list(StoredFile.objects.all()) == [new]
    assert Entry.objects.about(old).first().verb == "erased file"  # type: ignore[union-attr]


def test_what_nobody_refers_to_is_looked_for_every_day() -> None:
    assert SCHEDULE[actions.erase_unreferred] <= timedelta(days=1)


def test_content_without_row_is_swept_after_a_day_and_rows_keep_theirs(
    cast: Cast, storage: Path
) -> None:
    kept = store(cast)
    with transaction.atomic():
        lost = store(cast)
        transaction.set_rollback(True)
    young = store(cast)
    StoredFile.objects.filter(pk=young.pk).delete()
    assert len(on_disk(storage)) == 3
    assert actions.sweep() == 0
    day_ago = clock.real_now().timestamp() - 25 * 3600
    for stored in (kept, lost):
        os.utime(default_storage.path(stored.storage_name), (day_ago, day_ago))
    assert actions.sweep() == 1
    assert {path.name for path in on_disk(storage)} == {kept.pk, young.pk}


def test_content_that_cannot_be_deleted_keeps_the_rest_of_the_sweep(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, other = store(cast), store(cast)
    StoredFile.objects.all().delete()
    day_ago = clock.real_now().timestamp() - 25 * 3600
    for stored in (broken, other):
        os.utime(default_storage.path(stored.storage_name), (day_ago, day_ago))
    real = FileSystemStorage.delete

    def delete(storage: FileSystemStorage, name: str) -> None:
        if name == broken.storage_name:
            raise OSError(5, "Input/output error")
        real(storage, name)

    monkeypatch.setattr(FileSystemStorage, "delete", delete)
    assert actions.sweep() == 1
    assert default_storage.exists(broken.storage_name)
    assert not default_storage.exists(other.storage_name)
    assert Failure.objects.get().key == broken.storage_name


def test_a_failed_write_leaves_no_row(
    cast: Cast, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kw: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(OSError, match="space"):
        store(cast)
    assert not StoredFile.objects.exists()
    assert on_disk(storage) == []
