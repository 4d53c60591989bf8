"""A browser at the door, an authenticator app and a passkey, as software."""

from __future__ import annotations

import json
import re
import time
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from concerto.kernel.access.person.passwords import set_password
from concerto.kernel.access.signing_in.codes import SECONDS, code_at
from tests.cast import acting, person_called

PASSWORD = "correct horse battery staple"


def with_password(username: str) -> str:
    """Give somebody of the cast a password, and answer it."""
    set_password(acting("admin"), person_called(username), password=PASSWORD)
    return PASSWORD


def knock(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in", {"username": username, "password": password, **more})


def is_in(client: Client) -> bool:
    return bool(client.get("/customers/").status_code == 200)


def code(secret: str, *, steps: int = 0) -> str:
    """What the app shows, so many steps of 30 seconds away from now."""
    return code_at(secret, int(time.time()) // SECONDS + steps)


def with_app(client: Client) -> str:
    """Set up an app in a browser that is signed in; its secret."""
    page = client.get("/me/sign-in/app").content.decode()
    found = re.search(r'<code class="key-text">([A-Z2-7 ]+)</code>', page)
    assert found
    secret = found[1].replace(" ", "")
    assert client.post("/me/sign-in/app", {"code": code(secret)}).status_code == 302
    return secret


def codes_shown(client: Client) -> list[str]:
    return re.findall(r"<li><code>([\w-]+)</code>", client.get("/me/sign-in/codes").content.decode())


class Authenticator:
    """A passkey in software: makes ES256 keys and signs challenges with them."""

    def __init__(self, *, counts: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.counter, self.counts, self.handle = sha256(str(id(self)).encode()).digest(), 0, counts, b""
        self.origin, self.flags = settings.PUBLIC_URL, 0x05  # present and verified

    def make(self, options: dict[str, Any]) -> str:
        self.handle = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        sent = self._data(options["rp"]["id"], self.flags | 0x40, bytes(data))
        attested = AttestationObject.create("none", AuthenticatorData(sent), {})
        return self._answer({"attestationObject": websafe_encode(bytes(attested)), **self._client("create", options)})

    def sign(self, options: dict[str, Any], *, type_: str = "get") -> str:
        data, client = self._data(options["rpId"], self.flags), self._client(type_, options)
        signed = self.key.sign(data + sha256(websafe_decode(client["clientDataJSON"])).digest(), ec.ECDSA(SHA256()))
        told = {"authenticatorData": websafe_encode(data), "signature": websafe_encode(signed)}
        return self._answer({**told, **client, "userHandle": websafe_encode(self.handle)})

    def _data(self, site: str, flags: int, rest: bytes = b"") -> bytes:
        self.counter += self.counts
        return sha256(site.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4) + rest

    def _client(self, type_: str, options: dict[str, Any]) -> dict[str, str]:
        said = {"type": f"webauthn.{type_}", "challenge": options["challenge"], "origin": self.origin}
        return {"clientDataJSON": websafe_encode(json.dumps(said).encode())}

    def _answer(self, response: dict[str, str]) -> str:
        id = websafe_encode(self.id)
        told = {"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(told)
