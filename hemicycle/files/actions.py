"""Storing files, handing them out by short-lived links, erasing them in time.

Content is written and synced before its row, and deleted after it: a crash leaves at
most content without a row, which `sweep` removes.
"""

import hashlib
import io
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO

from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.urls import reverse

from hemicycle.files.journal import Happened
from hemicycle.files.models import ORPHAN_AGE, PIECE, StoredFile
from hemicycle.journal.actions import Actor, record
from hemicycle.journal.failures import each
from hemicycle.lib import clock, codes, crypto

LINK_VALID = timedelta(minutes=10)

_SIGNER = signing.TimestampSigner(salt="hemicycle.files.link")


def store(
    content: bytes | IO[bytes],
    *,
    conference: models.Model | None,
    owner: AbstractBaseUser | None,
    purpose: str,
    name: str,
    content_type: str,
    is_sealed: bool = False,
    erase_at: datetime | None = None,
    actor: Actor,
) -> StoredFile:
    """Keep a file. With `is_sealed` its content is encrypted under DATA/keys.

    May be called inside a transaction: if that fails, the content is swept later. Let a
    row refer to it by a foreign key: what no row refers to is erased after a day. A
    file at its start is copied piece by piece; what is sealed is held in memory whole.
    """
    if is_sealed and not isinstance(content, bytes):
        content = content.read()
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    size, sha256 = _measured(source)
    stored = StoredFile(
        id=codes.new_id(),
        conference_id=conference.pk if conference else None,
        owner_id=owner.pk if owner else None,
        purpose=purpose,
        name=_plain(name),
        content_type=content_type,
        size=size,
        sha256=sha256,
        is_sealed=is_sealed,
        erase_at=erase_at,
    )
    stored.full_clean(exclude=["conference", "owner"])
    if is_sealed:
        assert isinstance(content, bytes)
        source = io.BytesIO(crypto.seal(content, context=stored.seal_context))
    _write(stored.storage_name, source)
    with transaction.atomic():
        stored.save(force_insert=True)
        record(conference, Happened.STORED, stored, actor=actor, purpose=purpose)
    return stored


def open_file(stored: StoredFile) -> bytes:
    """The content, unsealed and checked against its checksum. Raises DamagedFile."""
    return stored.content()


def link(stored: StoredFile, *, reader: AbstractBaseUser) -> str:
    """An address where this person, signed in, finds this file for ten minutes.

    Ask whether the person may read it before making one. Real time counts.
    """
    key = _SIGNER.sign(_bound_to(stored, reader)).split(":", 1)[1]
    return f"{reverse('files:download', args=[stored.pk])}?key={key}"


def may_open(stored: StoredFile, *, reader: AbstractBaseUser, key: str) -> bool:
    """Whether the key was made for this file, purpose and person, and still holds."""
    try:
        _SIGNER.unsign(f"{_bound_to(stored, reader)}:{key}", max_age=LINK_VALID)
    except signing.BadSignature:
        return False
    return True


@transaction.atomic
def erase(stored: StoredFile, *, reason: str = "", actor: Actor) -> None:
    """Remove a file for good, once this transaction has ended."""
    name = stored.storage_name
    record(
        stored.conference,
        Happened.ERASED,
        stored,
        actor=actor,
        reason=reason,
        purpose=stored.purpose,
    )
    stored.delete()
    transaction.on_commit(lambda: default_storage.delete(name))


def erase_due(limit: int = 1000) -> int:
    """Erase the files whose retention is over. Returns how many."""
    due = StoredFile.objects.due_for_erasure()
    return each(due.values_list("pk", flat=True)[:limit], erase_by_schedule)


def erase_unreferred(limit: int = 1000) -> int:
    """Erase the files that no row refers to any more. Returns how many."""
    unreferred = StoredFile.objects.unreferred()
    return each(unreferred.values_list("pk", flat=True)[:limit], erase_by_schedule)


def erase_by_schedule(key: str) -> None:
    """Erase one file whose time is over, or that no row refers to."""
    erase(StoredFile.objects.get(pk=key), actor=None)


def sweep() -> int:
    """Delete content that no row knows, a day after it was written.

    Returns how many.
    """
    swept = 0
    for folder, names in _contents():
        on_record = set(
            StoredFile.objects.filter(pk__in=names).values_list("pk", flat=True)
        )
        unknown = [f"{folder}/{name}" for name in names if name not in on_record]
        swept += each(unknown, sweep_by_schedule)
    return swept


def sweep_by_schedule(path: str) -> bool:
    """Delete one content without a row, unless it is younger than a day."""
    if default_storage.get_modified_time(path) >= clock.real_now() - ORPHAN_AGE:
        return False
    default_storage.delete(path)
    return True


def _contents() -> Iterator[tuple[str, list[str]]]:
    if not default_storage.exists(""):
        return
    folders, _files = default_storage.listdir("")
    for folder in folders:
        _folders, names = default_storage.listdir(folder)
        yield folder, names


def _measured(source: IO[bytes]) -> tuple[int, str]:
    """Bytes and checksum of a file, which is at its start again afterwards."""
    size, digest = 0, hashlib.sha256()
    while piece := source.read(PIECE):
        size += len(piece)
        digest.update(piece)
    source.seek(0)
    return size, digest.hexdigest()


def _write(name: str, source: IO[bytes]) -> None:
    written = default_storage.save(name, File(source))
    if written != name:
        default_storage.delete(written)
        raise FileExistsError(f"There is already content at {name}")
    try:
        path = default_storage.path(name)
    except NotImplementedError:
        return  # an object store answers only when the content is safe
    for place in (path, os.path.dirname(path), os.path.dirname(os.path.dirname(path))):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _bound_to(stored: StoredFile, reader: AbstractBaseUser) -> str:
    # No colon inside: it divides the signed text from its signature.
    return f"{stored.pk}.{stored.purpose}.{reader.pk}"


def _plain(name: str) -> str:
    """A file name without folders and control characters."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in name if sign.isprintable())[-200:] or "file"
