"""The WebAuthn ceremonies: what the browser is asked, and what it must answer."""

import struct
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hemicycle.people.models import Passkey, User

Json = Mapping[str, Any]

# What the library raises for an answer that no browser of ours made.
BROKEN = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError,
    struct.error, InvalidSignature, UnsupportedAlgorithm,
)  # fmt: skip


def ask_to_make(user: User) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to make a passkey, and what we must remember.

    The device checks who holds it (PIN, finger, face): so a passkey alone is two
    factors, and signs in without a mailed code.
    """
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(
            id=user.pk.encode(), name=user.email, display_name=user.name or user.email
        ),
        credentials=[_descriptor(passkey) for passkey in user.passkeys.all()],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), dict(state)


def made(user: User, name: str, state: Json, answer: Json) -> Passkey:
    """The new passkey, not saved yet. Raises ValidationError: code "bad-passkey"."""
    try:
        response = RegistrationResponse.from_dict(answer)
        data = _server().register_complete(dict(state), response)
    except RecursionError:
        raise _too_deep() from None
    except BROKEN as reason:
        raise _refusal() from reason
    credential = data.credential_data
    if credential is None:
        raise _refusal()
    return Passkey(
        user=user,
        name=name,
        credential_id=_text(credential.credential_id),
        credential=bytes(credential),
        sign_count=data.counter,
    )


def ask_to_show(user: User | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to show a passkey: of this person, or of anybody."""
    credentials = [] if user is None else [_descriptor(p) for p in user.passkeys.all()]
    options, state = _server().authenticate_begin(
        credentials or None, user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), dict(state)


def shown(state: Json, answer: Json, user: User | None) -> tuple[Passkey, int]:
    """The passkey that gave this answer, and its new count of signatures.

    Raises ValidationError: code "bad-passkey", for a wrong answer, an unknown passkey,
    another person's, or a count that went back (a copied security key).
    """
    try:
        response = AuthenticationResponse.from_dict(answer)
        passkey = (
            Passkey.objects.select_related("user")
            .filter(credential_id=_text(response.raw_id), user__is_active=True)
            .first()
        )
        if passkey is None or (user is not None and passkey.user_id != user.pk):
            raise _refusal()
        credential = AttestedCredentialData(bytes(passkey.credential))
        _server().authenticate_complete(dict(state), [credential], response)
    except RecursionError:
        raise _too_deep() from None
    except BROKEN as reason:
        raise _refusal() from reason
    count = response.response.authenticator_data.counter
    if (count or passkey.sign_count) and count <= passkey.sign_count:
        raise _refusal()
    return passkey, count


def _server() -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(
            id=urlsplit(settings.URL).hostname or "localhost", name="Hemicycle"
        ),
        verify_origin=lambda origin: str(origin) == settings.URL,
    )


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY,
        id=AttestedCredentialData(bytes(passkey.credential)).credential_id,
    )


def _text(credential_id: bytes) -> str:
    return urlsafe_b64encode(credential_id).rstrip(b"=").decode()


def _too_deep() -> BadRequest:
    """CBOR nested beyond reason: sent to exhaust the reader, not by a browser."""
    return BadRequest("a passkey's answer is too deep")


def _refusal() -> ValidationError:
    return ValidationError(
        _("This passkey was not accepted. Try again, or use another way."),
        code="bad-passkey",
    )
