"""Secret keys as files in a folder: made on first use, several alive, one current.

`<kind>-<key id>.key` holds one key, readable by its owner only; `<kind>-current` names
the key that new work uses. Older keys stay valid until their file is taken away, so a
key can be changed in the middle of an event. Every process notices a change at its next
call.
"""

import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

MakeKey = Callable[[], tuple[str, bytes]]
"""Makes a key: its id (letters and digits) and the content of its file."""


class KeyFiles:
    """The keys of one kind in one folder."""

    def __init__(self, folder: Path, kind: str, suffix: str, make: MakeKey) -> None:
        self.folder, self.kind, self.suffix, self._make = folder, kind, suffix, make
        self._stamp: int | None = None
        self._keys: dict[str, bytes] = {}
        self._current = ""

    def current(self) -> tuple[str, bytes]:
        """Id and content of the key for new work. Made now if there is none yet."""
        self._load()
        if not self._current:
            self._make_first()
            self._load()
        return self._current, self._keys[self._current]

    def get(self, key_id: str) -> bytes | None:
        """The content of a living key, or None for an unknown or withdrawn one."""
        self._load()
        return self._keys.get(key_id)

    def living(self) -> dict[str, bytes]:
        """All living keys by id."""
        self._load()
        return dict(self._keys)

    def rotate(self) -> str:
        """Make a new current key. Older ones stay valid. Returns the new id."""
        key_id = self._write_key()
        temporary = self._write_temporary(key_id.encode())
        os.replace(temporary, self.folder / f"{self.kind}-current")
        self._sync_folder()
        self._stamp = None
        return key_id

    def withdraw(self, key_id: str) -> None:
        """Everything made with this key stops being valid, in every process.

        Raises ValueError for the current key: rotate first.
        """
        if key_id == self.current()[0]:
            raise ValueError("Make a new key before withdrawing the current one")
        path = self._path(key_id)
        path.rename(path.with_suffix(".withdrawn"))
        self._stamp = None

    def _path(self, key_id: str) -> Path:
        return self.folder / f"{self.kind}-{key_id}{self.suffix}"

    def _load(self) -> None:
        try:
            stamp = os.stat(self.folder).st_mtime_ns
        except FileNotFoundError:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            stamp = os.stat(self.folder).st_mtime_ns
        if stamp == self._stamp:
            return
        start, end = len(self.kind) + 1, -len(self.suffix)
        self._keys = {
            path.name[start:end]: path.read_bytes()
            for path in self.folder.glob(f"{self.kind}-*{self.suffix}")
        }
        pointer = self.folder / f"{self.kind}-current"
        self._current = pointer.read_text("ascii") if pointer.exists() else ""
        self._stamp = stamp

    def _make_first(self) -> None:
        key_id = self._write_key()
        temporary = self._write_temporary(key_id.encode())
        try:
            # A link, not a rename: it fails if another process was first.
            os.link(temporary, self.folder / f"{self.kind}-current")
        except FileExistsError:
            self._path(key_id).unlink()
        finally:
            os.unlink(temporary)
        self._sync_folder()
        self._stamp = None

    def _write_key(self) -> str:
        key_id, content = self._make()
        temporary = self._write_temporary(content)
        os.link(temporary, self._path(key_id))
        os.unlink(temporary)
        self._sync_folder()
        return key_id

    def _write_temporary(self, content: bytes) -> str:
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return temporary

    def _sync_folder(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def random_key_id() -> str:
    """Eight hexadecimal digits for a key that has no public half to be named after."""
    return secrets.token_hex(4)
