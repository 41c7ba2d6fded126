"""Badge codes: signed with Ed25519, so that a door can verify them without the network.

Layout, 89 bytes written as 143 signs of base 32 (fits a version 6 QR code, medium
correction, alphanumeric mode; base 45 would need the same size and can't be typed):

| bytes | what |
|---|---|
| 1 | version, now 1 |
| 4 | key id: start of the SHA-256 of the public key |
| 5 | event: start of the SHA-256 of the conference's identifier |
| 5 | serial: the eight signs printed under the code |
| 4 | category: up to six of A-Z 0-9, in base 37 |
| 3 | valid from, quarters of an hour since 2000-01-01 UTC, rounded down |
| 3 | valid until, likewise, rounded up |
| 64 | Ed25519 signature of "hemicycle badge" and all bytes before |

It carries no name. Private keys are files in a folder, outside the database.
"""

import hashlib
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from hemicycle.lib import codes
from hemicycle.lib.keyfiles import KeyFiles

VERSION = 1
CODE_LENGTH = 143
_BODY, _SIGNATURE = 25, 64
_PURPOSE = b"hemicycle badge"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_QUARTER = timedelta(minutes=15)
_CATEGORY = "_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_CROCKFORD = codes.ALPHABET.upper()
_TO_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _CROCKFORD)
_TO_DIGITS = str.maketrans(_CROCKFORD, "0123456789abcdefghijklmnopqrstuv")


class BadCode(ValueError):
    """This is no valid badge code of this event. The text says why, for the log."""


@dataclass(frozen=True)
class BadgeCode:
    """What a badge code says, apart from who signed it."""

    event: str
    """The conference's identifier."""
    serial: str
    """Eight signs, as from `codes.new_short_code()`."""
    category: str
    """One to six of A-Z and 0-9."""
    valid_from: datetime
    valid_until: datetime

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether the badge opens anything at that moment."""
        return self.valid_from <= moment <= self.valid_until


class Signer:
    """The signing keys in one folder. Use `signer(folder)`."""

    def __init__(self, folder: Path) -> None:
        self._files = KeyFiles(folder, "badge", ".pem", _new_key)

    def sign(self, badge: BadgeCode) -> str:
        """The code for a badge, 143 signs.

        Validity is widened to quarters of an hour. Raises ValueError for a serial or
        category that doesn't fit.
        """
        key_id, content = self._files.current()
        body = bytes([VERSION]) + bytes.fromhex(key_id) + _pack(badge)
        signature = _private_key(content).sign(_PURPOSE + body)
        return _to_text(body + signature)

    def verify(self, code: str, *, event: str) -> BadgeCode:
        """What the code says, if one of our living keys signed it for this event.

        Takes under 0.3 ms. Whether the badge is revoked or valid now is not asked here.
        Raises BadCode.
        """
        data = _from_text(code)
        content = self._files.get(data[1:5].hex())
        if content is None:
            raise BadCode("signed with a key that is not ours or was withdrawn")
        return _verified(data, _private_key(content).public_key(), event)

    def public_keys(self) -> dict[str, bytes]:
        """The 32 bytes of every living public key, by key id: what a door must know."""
        return {
            key_id: _private_key(content).public_key().public_bytes_raw()
            for key_id, content in self._files.living().items()
        }

    def ensure_key(self) -> None:
        """Make the key for new badges where there is none yet."""
        self._files.current()

    def rotate(self) -> str:
        """Sign with a new key from now on. Badges already signed stay good."""
        return self._files.rotate()

    def withdraw(self, key_id: str) -> None:
        """No badge signed with this key opens a door any more.

        Raises ValueError for the current key: rotate first.
        """
        self._files.withdraw(key_id)


@lru_cache(maxsize=8)
def signer(folder: Path) -> Signer:
    """The signer of a folder of keys; its first key is made at first use."""
    return Signer(folder)


def verify_with(
    code: str, *, event: str, public_keys: Mapping[str, bytes]
) -> BadgeCode:
    """As `Signer.verify`, with public keys alone: what a door device does."""
    data = _from_text(code)
    key = public_keys.get(data[1:5].hex())
    if key is None:
        raise BadCode("signed with a key that is not ours or was withdrawn")
    return _verified(data, Ed25519PublicKey.from_public_bytes(key), event)


def looks_like_badge(text: str) -> bool:
    """Whether a scanned text has the length of a badge code, before verifying it."""
    return len(codes.ungrouped(text)) == CODE_LENGTH


def _verified(data: bytes, key: Ed25519PublicKey, event: str) -> BadgeCode:
    body = data[:_BODY]
    try:
        key.verify(data[_BODY:], _PURPOSE + body)
    except InvalidSignature:
        raise BadCode("the signature does not fit") from None
    if body[5:10] != _event_tag(event):
        raise BadCode("a badge of another event")
    return BadgeCode(
        event=event,
        serial=_serial_text(body[10:15]),
        category=_category_text(body[15:19]),
        valid_from=_moment(body[19:22]),
        valid_until=_moment(body[22:25]),
    )


def _pack(badge: BadgeCode) -> bytes:
    start = (badge.valid_from - _EPOCH) // _QUARTER
    end = -((_EPOCH - badge.valid_until) // _QUARTER)
    if not 0 <= start <= end < 1 << 24:
        raise ValueError("A badge is valid from one moment until a later one")
    return b"".join(
        (
            _event_tag(badge.event),
            _serial_bytes(badge.serial),
            _category_bytes(badge.category),
            start.to_bytes(3),
            end.to_bytes(3),
        )
    )


@lru_cache(maxsize=64)
def _event_tag(event: str) -> bytes:
    return hashlib.sha256(event.encode()).digest()[:5]


def _serial_bytes(serial: str) -> bytes:
    if len(serial) != codes.SHORT_CODE_LENGTH or not set(serial) <= set(_CROCKFORD):
        raise ValueError("A badge's serial is eight signs from codes.new_short_code()")
    return int(serial.translate(_TO_DIGITS), 32).to_bytes(5)


def _serial_text(data: bytes) -> str:
    number = int.from_bytes(data)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(35, -1, -5))


def _category_bytes(category: str) -> bytes:
    if not 1 <= len(category) <= 6 or not set(category) <= set(_CATEGORY[1:]):
        raise ValueError("A category's code is one to six of A-Z and 0-9")
    number = 0
    for sign in category.ljust(6, "_"):
        number = number * 37 + _CATEGORY.index(sign)
    return number.to_bytes(4)


def _category_text(data: bytes) -> str:
    number, signs = int.from_bytes(data), ""
    for _ in range(6):
        number, place = divmod(number, 37)
        signs = _CATEGORY[place] + signs
    return signs.rstrip("_")


def _moment(data: bytes) -> datetime:
    return _EPOCH + int.from_bytes(data) * _QUARTER


def _to_text(data: bytes) -> str:
    # 89 bytes are three bits short of 143 signs: one more byte before, one sign off.
    return b32encode(b"\0" + data).decode().translate(_TO_CROCKFORD)[1:]


def _from_text(code: str) -> bytes:
    text = codes.ungrouped(code)
    if len(text) != CODE_LENGTH:
        raise BadCode(f"{len(text)} signs instead of {CODE_LENGTH}")
    # Asked here, because to Python U is a digit of base 32 too: it would read as Y.
    if not set(text) <= set(_CROCKFORD):
        raise BadCode("not written in the alphabet of our codes")
    try:
        data = int(text.translate(_TO_DIGITS), 32).to_bytes(_BODY + _SIGNATURE)
    except OverflowError:
        raise BadCode("larger than any of our codes") from None
    if data[0] != VERSION:
        raise BadCode("a version of the code that we don't know")
    return data


def _new_key() -> tuple[str, bytes]:
    key = Ed25519PrivateKey.generate()
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes_raw()
    return hashlib.sha256(public).hexdigest()[:8], content


@lru_cache(maxsize=64)
def _private_key(content: bytes) -> Ed25519PrivateKey:
    key = load_pem_private_key(content, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("A badge key must be an Ed25519 key")
    return key
