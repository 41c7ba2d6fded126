"""What a session remembers about how its owner got in, on real time."""

from datetime import timedelta
from time import time

from django.contrib.auth import HASH_SESSION_KEY, login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from hemicycle.people.models import User

BACKEND = "hemicycle.people.backends.Accounts"
FRESH = timedelta(minutes=10)  # how long a code counts as just entered
IDLE = timedelta(minutes=30)  # staff only
LONGEST = timedelta(hours=12)
LONGEST_OF_OTHERS = timedelta(days=14)

_BEGAN, _SEEN = "people.began", "people.seen"
_CODE, _FACTOR = "people.code", "people.factor"
ASKED = "people.asked"  # id of the mailed code this browser asked for
PASSKEY = "people.passkey"  # the challenge of a passkey ceremony


def begin(request: HttpRequest, user: User, *, with_factor: bool) -> None:
    """Sign this browser in, under a new session key."""
    login(request, user, backend=BACKEND)
    mark_code(request.session)
    if with_factor:
        mark_factor(request.session)


def mark_code(session: SessionBase) -> None:
    """A mailed code was entered, or a passkey shown, right now."""
    session[_BEGAN] = session.get(_BEGAN) or time()
    session[_SEEN] = session[_CODE] = time()


def mark_factor(session: SessionBase) -> None:
    """The second factor was shown right now."""
    session[_SEEN] = session[_FACTOR] = time()


def has_factor(session: SessionBase) -> bool:
    return _FACTOR in session


def is_fresh(session: SessionBase) -> bool:
    """Whether a mailed code, a passkey or a second factor was shown lately."""
    shown = max(session.get(_CODE, 0), session.get(_FACTOR, 0))
    return bool(0 <= time() - shown < FRESH.total_seconds())


def is_over(session: SessionBase, *, is_staff: bool) -> bool:
    """Whether staff have been idle for 30 minutes or signed in for 12 hours, or others
    have been signed in for 14 days, however often they came."""
    now = time()
    since = now - session.get(_BEGAN, 0)
    if not is_staff:
        return bool(since > LONGEST_OF_OTHERS.total_seconds())
    return bool(
        now - session.get(_SEEN, 0) > IDLE.total_seconds()
        or since > LONGEST.total_seconds()
    )


def is_seen(session: SessionBase) -> None:
    """Staff are at work. Written at most every two minutes, not at each request."""
    if time() - session.get(_SEEN, 0) > 120:
        session[_SEEN] = time()


def keep(session: SessionBase, user: User) -> None:
    """Let this session live on after the epoch was raised for all others."""
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.cycle_key()
