"""Signing in by a provider: the authorisation code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636)."""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.provider.actions import secret_of
from concerto.kernel.access.provider.model import Provider
from concerto.kernel.access.sealing import Unsealable
from concerto.kernel.access.signing_in.accounts.outward import Unreachable, fetch
from concerto.kernel.access.signing_in.accounts.provider import Addresses, addresses, keys
from concerto.kernel.actions.refusal import Refused

log = logging.getLogger(__name__)
BEGUN = "account"  # in the session
PATIENCE = 10 * 60  # seconds at the provider's page
ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA")  # by the provider's own key: none that a stranger could make
SKEW = 60  # seconds that the provider's clock may differ


class NotConfirmed(Refused):
    """The provider did not confirm who this is, or the answer is not the one to our question."""

    status = 403
    kind = "account-not-confirmed"

    def __init__(self) -> None:
        super().__init__(_("The provider did not confirm who you are. Begin again on the sign-in page."))


class Away(Refused):
    """The provider cannot be reached."""

    status = 502
    kind = "provider-away"

    def __init__(self, provider: Provider) -> None:
        super().__init__(_("%(name)s cannot be reached just now. Sign in another way.") % {"name": provider.name})


def begin(request: HttpRequest, provider: Provider, wanted: str) -> str:
    """Where the browser goes to sign in; what must come back with it stays in the session. Raises Away."""
    try:
        found = addresses(provider)
    except Unreachable as gone:
        log.warning("provider %s: %s", provider.pk, gone)
        raise Away(provider) from gone
    begun = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    request.session[BEGUN] = {**begun, "provider": provider.pk, "wanted": wanted, "since": time.time()}
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back(provider),
        "scope": "openid email profile",
        "state": begun["state"],
        "nonce": begun["nonce"],
        "code_challenge": challenge(begun["verifier"]),
        "code_challenge_method": "S256",
    }
    return f"{found.authorize}{'&' if '?' in found.authorize else '?'}{urlencode(asked)}"


def back(provider: Provider) -> str:
    """Where the provider sends the browser back to; to be registered there."""
    return f"{settings.PUBLIC_URL}/sign-in/with/{provider.pk}/back"


def challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def finish(request: HttpRequest, provider: Provider, answer: Mapping[str, str]) -> tuple[Mapping[str, Any], str]:
    """What the provider confirms of whoever came back, and the page they wanted. Raises NotConfirmed or Away.

    What was begun is used up, so that an answer counts once.
    """
    begun = request.session.pop(BEGUN, None)
    if not begun or begun["provider"] != provider.pk or not 0 <= time.time() - begun["since"] <= PATIENCE:
        raise NotConfirmed()
    if not hmac.compare_digest(answer.get("state", "").encode("utf-8", "replace"), begun["state"].encode()):
        raise NotConfirmed()
    if not answer.get("code"):
        raise NotConfirmed()
    try:
        found = addresses(provider)
        return claims(
            provider, found, _exchanged(provider, found, answer["code"], begun["verifier"]), begun["nonce"]
        ), begun["wanted"]
    except Unreachable as gone:
        log.warning("provider %s: %s", provider.pk, gone)
        raise Away(provider) from gone


def _exchanged(provider: Provider, found: Addresses, code: str, verifier: str) -> str:
    """The id token for a code. Raises NotConfirmed where the provider gives none."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back(provider),
        "client_id": provider.client_id,
        "code_verifier": verifier,
    }
    try:
        secret = secret_of(provider)
        told = fetch(
            found.token, form=form, auth=(quote_plus(provider.client_id), quote_plus(secret)) if secret else None
        )
    except (Unreachable, Unsealable) as refused:
        log.warning("provider %s gave no token: %s", provider.pk, refused)
        raise NotConfirmed() from refused
    token = told.get("id_token") if isinstance(told, dict) else None
    if not isinstance(token, str):
        raise NotConfirmed()
    return token


def claims(provider: Provider, found: Addresses, token: str, nonce: str) -> Mapping[str, Any]:
    """What an id token says, if it is signed by the provider, for us, now and in answer to our question. Raises NotConfirmed."""
    import jwt

    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise NotConfirmed()
        said: Mapping[str, Any] = jwt.decode(
            token,
            _key(found, header.get("kid")),
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=found.issuer,
            leeway=SKEW,
            options={"require": ["iss", "aud", "exp", "iat", "sub"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as wrong:
        log.warning("provider %s sent an id token that is not good: %s", provider.pk, wrong)
        raise NotConfirmed() from wrong
    if not hmac.compare_digest(str(said.get("nonce", "")).encode("utf-8", "replace"), nonce.encode()):
        raise NotConfirmed()
    if isinstance(said["aud"], list) and len(said["aud"]) > 1 and said.get("azp") != provider.client_id:
        raise NotConfirmed()
    return said


def _key(found: Addresses, id: Any) -> Any:
    """The key a token names; the only one there is, where it names none. Raises NotConfirmed."""
    known = keys(found).keys
    fitting = [key for key in known if id is None or key.key_id == id]
    if len(fitting) != 1:
        raise NotConfirmed()
    return fitting[0]
