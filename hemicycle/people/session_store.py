"""Sessions in the database, read by a query that is compiled once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Store
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from hemicycle.fields.prepared import prepared


@prepared
def _open(*, key: str, now: datetime) -> QuerySet[Session]:
    """One or none. Every request with a cookie asks."""
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(Store):
    """Django's own in all but how a session is read. `SESSION_ENGINE` names it."""

    def _get_session_from_db(self) -> Any:
        for session in _open(key=self.session_key or "", now=timezone.now()):
            return session
        # As Django's own: a key of no session is forgotten.
        self._session_key = None
        return None
