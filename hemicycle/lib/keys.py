"""The key files: which there are; and Django's signing secret, one of them."""

import re
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


# What was made with these can be read with nothing else. A new secret only ends
# sessions.
_FILES = re.compile(r"((?:badge|seal|fingerprint)-[0-9a-f]+)\.(?:pem|key|withdrawn)")


def on_disk(folder: Path) -> set[str]:
    """Names such as "seal-1a2b3c4d" of the keys whose files are there, withdrawn ones
    too. Makes none."""
    if not folder.is_dir():
        return set()
    matches = (_FILES.fullmatch(path.name) for path in folder.iterdir())
    return {match[1] for match in matches if match}
