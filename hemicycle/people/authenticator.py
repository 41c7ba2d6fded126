"""The codes of an authenticator app: six digits, a new one every 30 seconds (RFC 6238).

The parameters are those that every app understands. The secret is sealed.
"""

import base64
import hmac
import secrets
from collections.abc import Iterator

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from hemicycle.lib import clock, crypto
from hemicycle.people.models import AuthenticatorApp, User

STEP = 30  # seconds


def new_sealed_secret(user: User) -> bytes:
    return crypto.seal(secrets.token_bytes(20), context=_context(user))


def secret_text(app: AuthenticatorApp) -> str:
    """The secret as people type it into an app: base32, in groups of four."""
    text = base64.b32encode(_secret(app)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(app: AuthenticatorApp) -> str:
    """What the QR code of the secret says: otpauth://..."""
    return _totp(app).get_provisioning_uri(app.user.email, "Hemicycle")


def steps_of(app: AuthenticatorApp, typed: str) -> Iterator[int]:
    """The steps whose code this is: now, or one step of drift either way."""
    now = int(clock.real_now().timestamp()) // STEP
    totp = _totp(app)
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.generate(step * STEP), typed.encode()):
            yield step


def _context(user: User) -> str:
    return f"authenticator-app:{user.pk}"


def _secret(app: AuthenticatorApp) -> bytes:
    return crypto.unseal(bytes(app.sealed_secret), context=_context(app.user))


def _totp(app: AuthenticatorApp) -> TOTP:
    return TOTP(_secret(app), 6, SHA1(), STEP)
