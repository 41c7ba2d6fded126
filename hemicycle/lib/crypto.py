"""Sealing with AES-256-GCM under keys that lie outside the database.

An envelope: each sealed value has its own random key, sealed in turn by the current key
of DATA/keys. Changing the outer key (`rotate`, then `resealed` for each value) touches
60 bytes a value, whatever its size. A seal is bound to its context: moved to another
row or purpose, it does not open.

Blob: version (1 byte), key id (4), nonce (12), inner key sealed (48), nonce (12), the
rest.
"""

import hashlib
import hmac
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hemicycle.lib import folders
from hemicycle.lib.keyfiles import KeyFiles, random_key_id

_VERSION = b"\x01"
_KEY_ID, _NONCE, _INNER = slice(1, 5), slice(5, 17), slice(17, 65)
_INNER_NONCE, _CONTENT = slice(65, 77), slice(77, None)
_SHORTEST = 77 + 16


class CannotUnseal(ValueError):
    """Damaged, sealed for another context, or sealed with a key that is gone."""


def seal(plain: bytes, *, context: str) -> bytes:
    """Encrypt.

    `context` says what it is and whose, such as "identity:01j5x...:photo".
    """
    key_id, outer = _keys().current()
    inner = secrets.token_bytes(32)
    nonce = secrets.token_bytes(12)
    content = AESGCM(inner).encrypt(nonce, plain, context.encode())
    return _head(key_id, outer, inner, context) + nonce + content


def unseal(blob: bytes, *, context: str) -> bytes:
    """What was sealed for this context. Raises CannotUnseal."""
    inner = _inner_key(blob, context)
    try:
        return AESGCM(inner).decrypt(
            blob[_INNER_NONCE], blob[_CONTENT], context.encode()
        )
    except InvalidTag:
        raise CannotUnseal("The sealed content was changed") from None


def resealed(blob: bytes, *, context: str) -> bytes:
    """The same content under the current key. Its inner key is not changed."""
    key_id, outer = _keys().current()
    inner = _inner_key(blob, context)
    return _head(key_id, outer, inner, context) + blob[65:]


def key_id(blob: bytes) -> str:
    """Which key sealed it."""
    return blob[_KEY_ID].hex()


def rotate() -> str:
    """Seal with a new key from now on. Older keys still open what they sealed."""
    return _keys().rotate()


def withdraw(key_id: str) -> None:
    """What this key sealed can no longer be opened, by anyone."""
    _keys().withdraw(key_id)


def ensure_keys() -> None:
    """Make the keys for new work where there are none yet."""
    _keys().current()
    _fingerprint_keys(folders.keys()).current()


def fingerprint(text: str, *, purpose: str) -> str:
    """64 hexadecimal digits by which equal texts are found without storing them.

    Keyed: without DATA/keys nobody can try values. Normalise `text` before. The key is
    never rotated, since fingerprints made with another one could not be compared.
    """
    _, key = _fingerprint_keys(folders.keys()).current()
    message = f"{len(purpose)}:{purpose}:{text}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def _keys() -> KeyFiles:
    return _seal_keys(folders.keys())


def _head(key_id: str, outer: bytes, inner: bytes, context: str) -> bytes:
    nonce = secrets.token_bytes(12)
    start = _VERSION + bytes.fromhex(key_id)
    return start + nonce + AESGCM(outer).encrypt(nonce, inner, start + context.encode())


def _inner_key(blob: bytes, context: str) -> bytes:
    if len(blob) < _SHORTEST or blob[:1] != _VERSION:
        raise CannotUnseal("Not something we sealed")
    outer = _keys().get(blob[_KEY_ID].hex())
    if outer is None:
        raise CannotUnseal("Sealed with a key that is not here")
    try:
        return AESGCM(outer).decrypt(
            blob[_NONCE], blob[_INNER], blob[:5] + context.encode()
        )
    except InvalidTag:
        raise CannotUnseal("Sealed for another context, or changed") from None


def _new_key() -> tuple[str, bytes]:
    return random_key_id(), secrets.token_bytes(32)


@lru_cache(maxsize=8)
def _seal_keys(folder: Path) -> KeyFiles:
    return KeyFiles(folder, "seal", ".key", _new_key)


@lru_cache(maxsize=8)
def _fingerprint_keys(folder: Path) -> KeyFiles:
    return KeyFiles(folder, "fingerprint", ".key", _new_key)
