"""A security key in software: makes and shows passkeys as a browser would send them."""

import json
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from struct import pack
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class Device:
    """One passkey. `verified` is whether its holder showed a finger, face or PIN."""

    def __init__(
        self, origin: str = "http://localhost:8000", verified: bool = True
    ) -> None:
        self.origin, self.count = origin, 0
        self.flags = PRESENT | (VERIFIED if verified else 0)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)

    def make(self, options: dict[str, Any]) -> str:
        asked = options["publicKey"]
        client = self._client_data("webauthn.create", asked["challenge"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + pack(">H", len(self.id)) + self.id + public
        data = self._data(asked["rp"]["id"], ATTESTED) + attested
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer(
            clientDataJSON=text(client), attestationObject=text(cbor.encode(statement))
        )

    def show(self, options: dict[str, Any]) -> str:
        asked = options["publicKey"]
        client = self._client_data("webauthn.get", asked["challenge"])
        self.count += 1
        data = self._data(asked["rpId"], 0)
        signed = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=text(client),
            authenticatorData=text(data),
            signature=text(signed),
            userHandle=None,
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        content = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(content).encode()

    def _data(self, rp_id: str, more: int) -> bytes:
        head = sha256(rp_id.encode()).digest()
        return head + pack(">BI", self.flags | more, self.count)

    def _answer(self, **response: str | None) -> str:
        return json.dumps(
            {
                "id": text(self.id),
                "rawId": text(self.id),
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )
