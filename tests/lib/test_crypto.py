from pathlib import Path

import pytest

from hemicycle.lib import crypto


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEMICYCLE_DATA", str(tmp_path))
    return tmp_path / "keys"


@pytest.mark.parametrize("plain", [b"", b"N1234567", b"\0" * 100_000])
def test_what_is_sealed_opens_in_its_context_only(plain: bytes) -> None:
    blob = crypto.seal(plain, context="identity:a:number")
    assert not plain or plain not in blob
    assert crypto.unseal(blob, context="identity:a:number") == plain
    with pytest.raises(crypto.CannotUnseal):
        crypto.unseal(blob, context="identity:b:number")


def test_equal_contents_look_different() -> None:
    assert crypto.seal(b"same", context="x") != crypto.seal(b"same", context="x")


def test_any_changed_byte_is_noticed() -> None:
    blob = crypto.seal(b"N1234567", context="x")
    for place in range(len(blob)):
        broken = bytearray(blob)
        broken[place] ^= 1
        with pytest.raises(crypto.CannotUnseal):
            crypto.unseal(bytes(broken), context="x")
    for end in range(len(blob)):
        with pytest.raises(crypto.CannotUnseal):
            crypto.unseal(blob[:end], context="x")


def test_a_new_key_seals_and_the_old_one_still_opens_until_withdrawn() -> None:
    old = crypto.seal(b"N1234567", context="x")
    new_key = crypto.rotate()
    assert crypto.unseal(old, context="x") == b"N1234567"
    moved = crypto.resealed(old, context="x")
    assert crypto.key_id(moved) == new_key != crypto.key_id(old)
    crypto.withdraw(crypto.key_id(old))
    assert crypto.unseal(moved, context="x") == b"N1234567"
    with pytest.raises(crypto.CannotUnseal, match="not here"):
        crypto.unseal(old, context="x")


def test_without_the_keys_nothing_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = crypto.seal(b"N1234567", context="x")
    monkeypatch.setenv("HEMICYCLE_DATA", str(tmp_path / "stolen"))
    with pytest.raises(crypto.CannotUnseal):
        crypto.unseal(blob, context="x")


def test_fingerprints_find_equals_within_one_purpose_and_one_house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = crypto.fingerprint("N1234567", purpose="document")
    assert one == crypto.fingerprint("N1234567", purpose="document")
    assert one != crypto.fingerprint("N1234568", purpose="document")
    assert one != crypto.fingerprint("N1234567", purpose="birth")
    monkeypatch.setenv("HEMICYCLE_DATA", str(tmp_path / "other"))
    assert one != crypto.fingerprint("N1234567", purpose="document")
