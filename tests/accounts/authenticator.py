"""A passkey in software: makes and shows credentials as a phone would (WebAuthn, ES256)."""

import json
from hashlib import sha256
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One device with one key; it counts how often it signed."""

    def __init__(self, origin="http://localhost", host="localhost", verifies=True):
        self.origin, self.host, self.verifies = origin, host, verifies
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.count, self.handle = token_bytes(32), 0, b""

    def make(self, options) -> str:
        """Answer registration options."""
        self.handle = base64url_to_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = encode_cbor(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        )
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + public
        data = self._data(ATTESTED) + attested
        said = self._client("webauthn.create", options["challenge"])
        statement = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=bytes_to_base64url(said),
            attestationObject=bytes_to_base64url(statement),
            transports=["internal", "nonsense"],
        )

    def show(self, options) -> str:
        """Answer authentication options."""
        self.count += 1
        data, said = self._data(), self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=bytes_to_base64url(said),
            authenticatorData=bytes_to_base64url(data),
            signature=bytes_to_base64url(signature),
            userHandle=bytes_to_base64url(self.handle),
        )

    def _data(self, more=0) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.verifies else 0)
        return sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _client(self, kind, challenge) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response) -> str:
        number = bytes_to_base64url(self.id)
        said = {"id": number, "rawId": number, "type": "public-key", "response": response}
        return json.dumps({**said, "clientExtensionResults": {}})
