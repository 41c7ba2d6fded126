import random
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hemicycle.lib import codes, signing

START = datetime(2019, 8, 26, 6, 7, tzinfo=UTC)
BADGE = signing.BadgeCode("uncsc", "7K3MZ0QA", "NGO", START, START + timedelta(days=3))


@pytest.fixture
def signer(tmp_path: Path) -> signing.Signer:
    return signing.Signer(tmp_path / "keys")


def test_a_code_says_what_was_signed(signer: signing.Signer) -> None:
    code = signer.sign(BADGE)
    read = signer.verify(code, event="uncsc")
    assert (read.serial, read.category) == ("7K3MZ0QA", "NGO")
    assert read.valid_from == START.replace(minute=0)
    assert read.valid_until == (START + timedelta(days=3)).replace(minute=15)
    assert read.is_valid_at(START)
    assert not read.is_valid_at(START + timedelta(days=4))


def test_a_code_fits_a_qr_code_of_version_six(signer: signing.Signer) -> None:
    code = signer.sign(BADGE)
    assert len(code) == signing.CODE_LENGTH <= 154  # alphanumeric, correction M
    assert set(code) <= set(codes.ALPHABET.upper())
    assert signing.looks_like_badge(code.lower())
    assert signer.verify(codes.grouped(code).lower(), event="uncsc")


def test_the_key_is_a_file_only_its_owner_reads(tmp_path: Path) -> None:
    signer = signing.Signer(tmp_path / "keys")
    signer.sign(BADGE)
    keys = list((tmp_path / "keys").glob("badge-*.pem"))
    assert len(keys) == 1
    assert stat.S_IMODE(keys[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(keys[0].parent.stat().st_mode) == 0o700
    assert not list(keys[0].parent.glob(".new*"))


def test_two_that_start_together_share_the_first_key(tmp_path: Path) -> None:
    one, other = signing.Signer(tmp_path), signing.Signer(tmp_path)
    assert other.verify(one.sign(BADGE), event="uncsc")
    assert one.verify(other.sign(BADGE), event="uncsc")


def test_old_badges_stay_good_after_a_new_key_until_it_is_withdrawn(
    tmp_path: Path,
) -> None:
    signer, door = signing.Signer(tmp_path), signing.Signer(tmp_path)
    old = signer.sign(BADGE)
    first_key = next(iter(signer.public_keys()))
    with pytest.raises(ValueError, match="new key"):
        signer.withdraw(first_key)
    second_key = signer.rotate()
    new = signer.sign(BADGE)
    assert door.verify(old, event="uncsc")
    assert door.verify(new, event="uncsc")
    assert set(door.public_keys()) == {first_key, second_key}
    signer.withdraw(first_key)
    with pytest.raises(signing.BadCode, match="withdrawn"):
        door.verify(old, event="uncsc")
    assert door.verify(new, event="uncsc")


def test_a_door_verifies_with_public_keys_alone(signer: signing.Signer) -> None:
    code, public = signer.sign(BADGE), signer.public_keys()
    assert signing.verify_with(code, event="uncsc", public_keys=public) == (
        signer.verify(code, event="uncsc")
    )
    with pytest.raises(signing.BadCode, match="not ours"):
        signing.verify_with(code, event="uncsc", public_keys={})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("serial", "short"), ("serial", "ILOUILOU"), ("category", ""),
        ("category", "ngo"), ("category", "SEVENTY"),
        ("valid_until", START.replace(year=2018)),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_not_signed(
    signer: signing.Signer, field: str, value: object
) -> None:
    fields = {name: getattr(BADGE, name) for name in BADGE.__dataclass_fields__}
    with pytest.raises(ValueError, match=r"[Aa] "):
        signer.sign(signing.BadgeCode(**{**fields, field: value}))


def test_twenty_thousand_forgeries_all_fail(signer: signing.Signer) -> None:
    """Goal S34 in small: mutated, cut, shuffled, of another event, by another key."""
    chance = random.Random(68)
    code = signer.sign(BADGE)
    stranger = signing.Signer(signer._files.folder.parent / "stranger")
    forged = {stranger.sign(BADGE), code[:-1], code + "0", "", "0" * 143, "Z" * 143}
    forged |= {code[:end] for end in range(1, len(code))}
    alphabet = codes.ALPHABET.upper()
    while len(forged) < 20_000:
        signs = list(code)
        for _ in range(chance.choice((1, 1, 1, 2, 5, 40))):
            signs[chance.randrange(len(signs))] = chance.choice(alphabet)
        forged.add("".join(signs))
    forged.discard(code)
    accepted = []
    for text in forged:
        try:
            signer.verify(text, event="uncsc")
        except signing.BadCode:
            continue
        accepted.append(text)
    assert accepted == []
    for event in ("uncsc-2020", "", "UNCSC"):
        with pytest.raises(signing.BadCode, match="another event"):
            signer.verify(code, event=event)


def test_a_code_has_one_spelling_beside_what_people_misread(
    signer: signing.Signer,
) -> None:
    """To Python's base 32 U is a digit as well: it must not stand for another sign."""
    code = next(
        text
        for hour in range(200)
        if "Y" in (text := signer.sign(replace(BADGE, serial=f"7K2M9QP{hour % 8}")))
    )
    for sign in "Uu_+-. \u0131":
        wrong = code.replace("Y", sign, 1)
        with pytest.raises(signing.BadCode):
            signer.verify(wrong, event="uncsc")
    # Small letters, groups, digits of another script, O for 0: as a hand types it.
    eastern = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for same in (code.lower(), codes.grouped(code), eastern, code.replace("0", "O")):
        assert signer.verify(same, event="uncsc").event == "uncsc"
