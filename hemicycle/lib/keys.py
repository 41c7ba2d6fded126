"""Django's signing secret: a key file like the others, outside database and backup."""

import secrets
from pathlib import Path

from hemicycle.lib.keyfiles import KeyFiles, random_key_id


def secret_key(folder: Path) -> str:
    """The secret behind sessions and form tokens, made at the first start.

    Two processes that start together agree on whichever was first.
    """
    return KeyFiles(folder, "secret", ".key", _new_secret).current()[1].decode()


def _new_secret() -> tuple[str, bytes]:
    return random_key_id(), secrets.token_urlsafe(64).encode()
