"""Every key is a file of its own, for its owner only, outside database and files."""

import stat
from pathlib import Path

import pytest
from django.conf import settings

from hemicycle.lib import crypto, folders, keys, signing


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEMICYCLE_DATA", str(tmp_path))
    return folders.keys()


def test_keys_of_every_kind_are_read_by_their_owner_alone(folder: Path) -> None:
    keys.secret_key(folder)
    crypto.seal(b"N1234567", context="x")
    crypto.rotate()
    signing.Signer(folder).rotate()
    made = [path for path in folder.iterdir() if path.is_file()]
    kinds = {path.name.partition("-")[0] for path in made}
    assert kinds >= {"secret", "badge"}
    assert len(kinds) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_keys_lie_in_a_folder_that_no_backup_of_the_others_takes() -> None:
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    files = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    assert settings.KEYS == settings.DATA / "keys"
    assert settings.KEYS not in (database.parent, files)
    assert settings.KEYS not in files.parents
    assert files not in settings.KEYS.parents
