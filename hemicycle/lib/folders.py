"""Where this installation keeps its files, known without starting Django."""

import os
from functools import lru_cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def data() -> Path:
    """The folder of everything this installation writes: HEMICYCLE_DATA, else `data`.

    A relative HEMICYCLE_DATA counts from the project, not from the working folder,
    so that a command run elsewhere finds the same database.
    """
    return PROJECT / (os.environ.get("HEMICYCLE_DATA") or "data")


def keys() -> Path:
    """The folder of keys, outside database and backup. Created, readable by us only."""
    return _keys_in(data())


@lru_cache(maxsize=8)
def _keys_in(data: Path) -> Path:
    folder = data / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
