"""Sessions in the database, in as few statements as they need."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import (
    VALID_KEY_CHARS,
    CreateError,
    UpdateError,
)
from django.contrib.sessions.backends.db import SessionStore as Store
from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from hemicycle.fields.prepared import prepared
from hemicycle.fields.writes import insert, update


@prepared
def _open(*, key: str, now: datetime) -> QuerySet[Session]:
    """One or none. Every request with a cookie asks."""
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(Store):
    """Django's own in all but how a session is read and written. `SESSION_ENGINE`
    names it."""

    _key_before = ""  # ends when the session is saved under its new key

    def cycle_key(self) -> None:
        """The same session under a new key, once it is saved: one write to disk for
        the new one and the end of the old one."""
        self._session  # type: ignore[attr-defined]  # noqa: B018  # read by the old key
        self._key_before = self.session_key or ""
        self._session_key = None
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Raises CreateError for a key that another session has, UpdateError when the
        session has ended meanwhile."""
        if self.session_key is None:
            return self.create()
        session = self.create_model_instance(self._get_session(no_load=must_create))  # type: ignore[attr-defined]  # of the base
        with transaction.atomic():
            if not must_create:
                try:
                    update(session, {"session_data", "expire_date"})
                except OperationalError:
                    # The disk is full, or the database away: nobody ended it.
                    raise
                except DatabaseError as error:
                    raise UpdateError from error
            elif not insert(session, unless_there=True):
                raise CreateError
            if self._key_before:
                Session.objects.filter(pk=self._key_before).delete()
                self._key_before = ""

    def delete(self, session_key: str | None = None) -> None:
        """Of no key: this session."""
        if key := session_key or self.session_key:
            Session.objects.filter(pk=key).delete()

    def _get_new_session_key(self) -> str:
        # 160 random bits: whether it is free is found out by inserting it.
        return get_random_string(32, VALID_KEY_CHARS)

    def _get_session_from_db(self) -> Any:
        for session in _open(key=self.session_key or "", now=timezone.now()):
            return session
        # As Django's own: a key of no session is forgotten.
        self._session_key = None
        return None
