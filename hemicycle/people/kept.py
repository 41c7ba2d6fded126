"""A form that was sent and could not be stored is kept until its sender is back.

Kept are values, never files or codes; sealed, in the session, for an hour; only for the
person to whom the form was shown. The page of the form then comes filled with them, one
press from saving.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from time import time
from urllib.parse import urlsplit

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict

from hemicycle.journal.receipts import FIELD, TYPED_BY, TYPED_BY_SALT
from hemicycle.lib import crypto
from hemicycle.people.paths import own_path

SESSION = "people.kept"
SECONDS = 3600
LARGEST = 200_000
NEVER = frozenset(
    {
        "csrfmiddlewaretoken",
        FIELD,
        TYPED_BY,
        "code",
        "pin",
        "answer",
        "password",
        "read_in",
    }
)
_CONTEXT = "people:kept-form"


@dataclass(frozen=True)
class KeptForm:
    """What was sent where, by whom, and on which page the form stands."""

    owner: str
    page: str
    action: str
    sent: dict[str, list[str]]
    had_files: bool
    at: float


def keep(request: HttpRequest) -> str:
    """Keep what this POST sent; the page to go back to. Without a known sender, or too
    large, nothing is kept and the page is named all the same."""
    page, action = page_of(request), request.get_full_path()
    keep_values(request, request.POST, page=page, action=action)
    return page


def keep_values(
    request: HttpRequest, data: QueryDict, *, page: str, action: str
) -> None:
    """Keep these values for the form of `page` that posts to `action`."""
    owner = _owner(request, data)
    sent = {name: data.getlist(name) for name in data if name not in NEVER}
    if not owner or not page:
        return
    kept = [owner, page, action, sent]
    text = json.dumps([*kept, bool(request.FILES), time()])
    if len(text) <= LARGEST:
        sealed = crypto.seal(text.encode(), context=_CONTEXT)
        request.session[SESSION] = b64encode(sealed).decode()


def waiting(request: HttpRequest) -> KeptForm | None:
    """What is kept for this person and this page."""
    text = request.session.get(SESSION)
    if not text:
        return None
    try:
        kept = KeptForm(*json.loads(crypto.unseal(b64decode(text), context=_CONTEXT)))
    except (crypto.CannotUnseal, ValueError, TypeError):
        forget(request)
        return None
    if not 0 <= time() - kept.at < SECONDS or kept.owner != str(request.user.pk):
        forget(request)
        return None
    return kept if kept.page == request.get_full_path() else None


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION, None)


def page_of(request: HttpRequest) -> str:
    """The page that sent this form: its own address, or the one it came from."""
    came = urlsplit(request.headers.get("Referer") or request.build_absolute_uri())
    if came.netloc != request.get_host():
        return ""
    return own_path(came.path + (f"?{came.query}" if came.query else ""))


def _owner(request: HttpRequest, data: QueryDict) -> str:
    """To whom the form was shown; whoever is signed in must be the same."""
    try:
        owner = Signer(salt=TYPED_BY_SALT).unsign(data.get(TYPED_BY, ""))
    except BadSignature:
        return ""
    user = request.user
    if user.is_authenticated and str(user.pk) != owner:
        return ""
    return owner
