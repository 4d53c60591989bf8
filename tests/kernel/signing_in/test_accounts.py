"""Company accounts, against a provider that really runs beside the test; and id tokens that somebody forged."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.test import Client

from concerto.kernel.access.credential.model import Credential
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.provider.actions import set_secret
from concerto.kernel.access.provider.model import Provider
from concerto.kernel.access.signing_in.accounts import flow
from concerto.kernel.access.signing_in.accounts.provider import Addresses
from concerto.kernel.actions.change import add
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.outbound.allowed import entries
from tests.cast import acting, person_called
from tests.kernel.signing_in.browser import is_in

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]  # of the provider's own
MAIL = "liqing@concerto.example"  # of “sales”


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    from oidc_provider_mock import run_server_in_thread  # its own imports warn

    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def inside(settings: Any) -> None:
    """The provider beside the test is a service of our own network, which an administrator has to allow."""
    settings.OUTBOUND_ALLOW = entries("localhost")


@pytest.fixture
def provider(address: str) -> Provider:
    made = Provider(name="Acme", issuer=address, client_id="concerto", active=True, roles=["marketing"])
    add(acting("admin").doing("create"), made)
    set_secret(acting("admin"), made, secret="a secret & a half")
    assert "a half" not in Provider.everything.get(pk=made.pk).secret
    return made


def described(address: str, subject: str, **claims: Any) -> None:
    httpx.put(f"{address}/users/{subject}", json=claims).raise_for_status()


def gone_out(client: Client, provider: Provider, subject: str, **asked: str) -> str:
    """Out to the provider, signed in there as `subject`; the address it sends back to."""
    out = client.get(f"/sign-in/with/{provider.pk}", asked)["Location"]
    asked_for = parse_qs(urlsplit(out).query)
    assert (asked_for["code_challenge_method"], asked_for["response_type"]) == (["S256"], ["code"])
    back = httpx.post(out, data={"sub": subject}, follow_redirects=False).headers["Location"]
    assert back.startswith(f"{settings.PUBLIC_URL}/sign-in/with/{provider.pk}/back?")
    return back.removeprefix(settings.PUBLIC_URL)


def test_a_verified_address_links_once_and_from_then_on_the_account_counts(provider: Provider, address: str) -> None:
    described(address, "u-1", email=MAIL, email_verified=True, name="Li Qing")
    client = Client()
    assert f"/sign-in/with/{provider.pk}".encode() in client.get("/sign-in").content
    back = gone_out(client, provider, "u-1", next="/people/")
    assert (client.get(back)["Location"], is_in(client)) == ("/people/", True)
    assert Credential.everything.get(provider=provider).person == person_called("sales")
    described(address, "u-1", email="rivals@concerto.example", email_verified=True)
    again = Client()
    again.get(gone_out(again, provider, "u-1"))
    assert is_in(again)
    assert Credential.everything.filter(provider=provider).count() == 1


def test_an_answer_counts_once_and_in_its_own_browser(provider: Provider, address: str) -> None:
    described(address, "u-2", email=MAIL, email_verified=True)
    client, other = Client(), Client()
    back = gone_out(client, provider, "u-2")
    assert other.get(back).status_code == 403
    assert client.get(back.replace("state=", "state=x")).status_code == 403
    assert client.get(back).status_code == 403
    fresh = gone_out(client, provider, "u-2")
    assert client.get(fresh).status_code == 302
    client.post("/sign-out")
    assert client.get(fresh).status_code == 403


@pytest.mark.parametrize(
    ("subject", "claims"),
    [("v-1", {"email": MAIL, "email_verified": False}), ("v-2", {"email": MAIL}), ("v-3", {"email": MAIL, "email_verified": "true"}),
     ("v-4", {}), ("v-5", {"email": "nobody@concerto.example", "email_verified": True})],
)  # fmt: skip
def test_who_is_not_known_or_not_verified_stays_outside(
    provider: Provider, address: str, subject: str, claims: dict[str, Any]
) -> None:
    described(address, subject, **claims)
    client = Client()
    assert client.get(gone_out(client, provider, subject)).status_code == 403
    assert not is_in(client)


def test_whoever_has_left_stays_outside(provider: Provider, address: str) -> None:
    described(address, "u-3", email="left@concerto.example", email_verified=True)
    Person.everything.filter(username="leaver").update(email="left@concerto.example")
    client = Client()
    assert client.get(gone_out(client, provider, "u-3")).status_code == 403


def test_new_people_are_added_where_that_is_allowed(provider: Provider, address: str) -> None:
    Provider.everything.filter(pk=provider.pk).update(creates=True)
    described(address, "u-4", email="mei@concerto.example", email_verified=True, name="Mei")
    client = Client()
    client.get(gone_out(client, provider, "u-4"))
    made = Person.everything.get(email="mei@concerto.example")
    assert (made.name, made.roles, is_in(client)) == ("Mei", ["marketing"], True)


def test_a_provider_that_is_away_or_off_is_told(provider: Provider) -> None:
    Provider.everything.filter(pk=provider.pk).update(issuer="http://localhost:1")
    assert Client().get(f"/sign-in/with/{provider.pk}").status_code == 502
    Provider.everything.filter(pk=provider.pk).update(active=False)
    assert Client().get(f"/sign-in/with/{provider.pk}").status_code == 404
    assert Client().get(f"/sign-in/with/{10**30}").status_code == 404


def test_a_provider_is_reached_encrypted_only() -> None:
    with pytest.raises(Invalid):
        add(acting("admin").doing("create"), Provider(name="Plain", issuer="http://sso.example", client_id="x"))


# -- forged id tokens -----------------------------------------------------------------------------------------------
KEY, OTHER = (rsa.generate_private_key(65537, 2048) for _each in range(2))
GOOD = {"iss": "https://sso.example", "aud": "concerto", "sub": "1", "nonce": "n"}


def token(key: Any = KEY, alg: str = "RS256", **claims: Any) -> str:
    now = int(time.time())
    said = {**GOOD, "iat": now, "exp": now + 60, **claims}
    return jwt.encode({name: value for name, value in said.items() if value is not None}, key, alg, {"kid": "k"})


def checked(monkeypatch: pytest.MonkeyPatch, given: str) -> Any:
    public = jwt.PyJWKSet.from_dict(
        {"keys": [{**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k", "alg": "RS256"}]}
    )
    monkeypatch.setattr(flow, "keys", lambda _found: public)
    found = Addresses("https://sso.example", "", "", "")
    return flow.claims(Provider(pk=1, client_id="concerto"), found, given, "n")


def test_a_good_token_is_taken_with_a_clock_that_differs_a_little(monkeypatch: pytest.MonkeyPatch) -> None:
    now = int(time.time())
    for more in ({}, {"exp": now - 30}, {"iat": now + 30}, {"aud": ["concerto", "x"], "azp": "concerto"}):
        assert checked(monkeypatch, token(**more))["sub"] == "1"


@pytest.mark.parametrize(
    "more",
    [{"iss": "https://evil.example"}, {"aud": "somebody else"}, {"aud": ["concerto", "x"]}, {"nonce": "m"}, {"nonce": None}, {"sub": None},
     {"exp": None}, {"exp": 1}, {"iat": 9_999_999_999}, {"nbf": 9_999_999_999}, {"key": OTHER}],
)  # fmt: skip
def test_any_other_is_refused(monkeypatch: pytest.MonkeyPatch, more: dict[str, Any]) -> None:
    with pytest.raises(flow.NotConfirmed):
        checked(monkeypatch, token(**more))


def test_unsigned_tokens_and_those_of_shared_secrets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    head, body, signature = token().split(".")
    forged = [token(None, "none"), token("public key as a secret of enough length", "HS256"), f"{head}.{body}.", f"{head}.{body}.{signature[:-4]}AAAA", "", "a.b.c", "\x00"]  # fmt: skip
    for each in forged:
        with pytest.raises(flow.NotConfirmed):
            checked(monkeypatch, each)
