"""Identifiers that are the same each time the demonstration is set up again."""

import hashlib
from base64 import b32encode

from hemicycle.lib.codes import ALPHABET, ID_LENGTH

_TO_OURS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)


def stable_id(*parts: str) -> str:
    """An identifier of the usual form that follows from `parts`. Not secret."""
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    return b32encode(digest[:20]).decode().translate(_TO_OURS)[:ID_LENGTH]
