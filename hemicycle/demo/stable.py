"""Identifiers that are the same each time the demonstration is set up again."""

import hashlib

from hemicycle.lib.codes import ALPHABET, ID_LENGTH


def stable_id(*parts: str) -> str:
    """An identifier of the usual form that follows from `parts`. Not secret."""
    number = int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest())
    signs = []
    for _place in range(ID_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[digit])
    return "".join(signs)
