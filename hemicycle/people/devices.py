"""Browsers that have signed in to an account before: their tries are counted apart.

Strangers can use up what an account or a network is allowed; never what is left for a
browser that its owner has used. The cookie signs nobody in.
"""

import re
import secrets
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase

from hemicycle.lib import crypto
from hemicycle.people.cookies import keep_cookie

COOKIE = "device"
MOST_ACCOUNTS = 8  # of one browser: a help desk, a family
_SHAPE = re.compile(r"[\w-]{22}(?:\.[0-9a-f]{24}){1,8}")

R = TypeVar("R", bound=HttpResponseBase)


def device_of(request: HttpRequest, email: str) -> str:
    """Which of the browsers this address has signed in with before; "" if none."""
    device, proofs = _read(request)
    return device if device and _proof(device, email) in proofs else ""


def remember_device(response: R, request: HttpRequest, email: str) -> R:
    """This browser has signed in to the account of this address, all the way."""
    device, proofs = _read(request)
    device = device or secrets.token_urlsafe(16)
    own = _proof(device, email)
    kept = [own, *(proof for proof in proofs if proof != own)][:MOST_ACCOUNTS]
    return keep_cookie(response, COOKIE, ".".join([device, *kept]))


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    written = request.COOKIES.get(COOKIE, "")
    if not _SHAPE.fullmatch(written):
        return "", []
    device, *proofs = written.split(".")
    return device, proofs


def _proof(device: str, email: str) -> str:
    """Only this server can make it, so the cookie needs no other signature."""
    return crypto.fingerprint(f"{device}:{email}", purpose="known device")[:24]
