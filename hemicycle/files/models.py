"""Every stored file: whose, what for, until when. Content lies in Django's storage."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models

from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock, crypto

ORPHAN_AGE = timedelta(days=1)
"""What is younger may belong to a transaction that is still open."""


PIECE = 64 * 1024
"""Bytes read and written at once."""


class DamagedFile(Exception):
    """The stored content is not what was stored."""


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def due_for_erasure(self) -> models.QuerySet["StoredFile"]:
        """Those whose time is over, by conference time."""
        return self.filter(erase_at__lte=clock.now())

    def unreferred(self) -> models.QuerySet["StoredFile"]:
        """Those that no row of any room refers to by a foreign key, a day after they
        were stored: replaced logos, letters whose invitation is gone."""
        orphans = self.filter(created_at__lt=clock.now() - ORPHAN_AGE)
        for relation in self.model._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel):
                key = relation.field.attname
                orphans = orphans.exclude(
                    models.Exists(
                        relation.related_model._base_manager.filter(
                            **{key: models.OuterRef("pk")}
                        )
                    )
                )
        return orphans


class StoredFile(models.Model):
    """A file somebody gave us or we made. Never changed; replaced by another one.

    It lives as long as a row refers to it by a foreign key.
    """

    id = IdField()
    conference = models.ForeignKey(
        "conferences.Conference", on_delete=models.CASCADE, null=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    # What it is kept for, such as "confirmation-letter"; a link is bound to it.
    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes, before sealing
    sha256 = models.CharField(max_length=64)  # of the content before sealing
    is_sealed = models.BooleanField(default=False)
    erase_at = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = StoredFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def storage_name(self) -> str:
        """Where the content lies in the storage."""
        return storage_name(self.pk)

    @property
    def seal_context(self) -> str:
        """What the seal is bound to: this file, this purpose."""
        return f"file:{self.pk}:{self.purpose}"

    def content(self) -> bytes:
        """The bytes as they were given, unsealed. Raises DamagedFile."""
        with default_storage.open(self.storage_name) as file:
            content: bytes = file.read()
        if self.is_sealed:
            try:
                content = crypto.unseal(content, context=self.seal_context)
            except crypto.CannotUnseal as error:
                raise DamagedFile(f"{self.pk}: {error}") from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise DamagedFile(f"{self.pk}: its checksum does not fit")
        return content

    def pieces(self) -> Iterator[bytes]:
        """The bytes as they were given, piece by piece; sealed ones at once.

        The checksum is compared first, so that nothing damaged is handed out. Raises
        DamagedFile before the first piece.
        """
        if self.is_sealed:
            yield self.content()
            return
        digest = hashlib.sha256()
        with default_storage.open(self.storage_name) as file:
            for piece in file.chunks(PIECE):
                digest.update(piece)
            if digest.hexdigest() != self.sha256:
                raise DamagedFile(f"{self.pk}: its checksum does not fit")
            yield from file.chunks(PIECE)


def storage_name(file_id: str) -> str:
    """Spread over 1,024 folders, so that none grows large."""
    return f"{file_id[:2]}/{file_id}"
