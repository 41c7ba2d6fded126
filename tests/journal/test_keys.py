"""A database without its key files starts nothing, and says so."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hemicycle.journal import keys
from hemicycle.journal.models import KeyInUse
from hemicycle.lib import crypto, folders
from hemicycle.lib.keys import on_disk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEMICYCLE_DATA", str(tmp_path))
    return folders.keys()


def test_a_new_database_makes_its_keys_and_writes_them_down(data: Path) -> None:
    call_command("check_keys")
    kinds = {name.partition("-")[0] for name in on_disk(data)}
    assert kinds == {"badge", "seal", "fingerprint"}
    assert set(KeyInUse.objects.values_list("name", flat=True)) == on_disk(data)
    assert keys.refusal() == ""
    assert keys.note() == 0
    # A secret that is made anew only ends sessions: it is not one of them.
    assert not any("secret" in name for name in on_disk(data))


def test_without_a_key_nothing_starts_and_none_is_made_in_its_place(
    data: Path,
) -> None:
    call_command("check_keys")
    (seal,) = data.glob("seal-*.key")
    away = seal.rename(data.parent / seal.name)
    before = sorted(data.iterdir())
    with pytest.raises(CommandError, match=seal.stem) as refusal:
        call_command("check_keys")
    assert refusal.value.returncode == 2
    assert sorted(data.iterdir()) == before
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (503, b"keys\n")
    away.rename(seal)
    call_command("check_keys")
    assert Client().get("/readyz").status_code == 200


def test_a_new_key_is_noted_and_a_withdrawn_one_is_not_missing(data: Path) -> None:
    call_command("check_keys")
    (old,) = data.glob("seal-*.key")
    crypto.rotate()
    assert keys.note() == 1
    crypto.withdraw(old.stem.removeprefix("seal-"))
    assert keys.missing() == []


def test_a_key_that_is_lost_for_good_is_forgotten_when_a_person_says_so(
    data: Path,
) -> None:
    KeyInUse.objects.create(name="badge-1a2b3c4d")
    with pytest.raises(CommandError, match="badge-1a2b3c4d"):
        call_command("check_keys")
    call_command("check_keys", "--forget", "badge-1a2b3c4d")
    assert not KeyInUse.objects.filter(name="badge-1a2b3c4d").exists()
