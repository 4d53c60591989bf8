"""Passkeys against a software authenticator: whoever forges, replays or copies one stays outside."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client, override_settings

from concerto.kernel.access.credential.model import Credential
from concerto.kernel.access.sign_in.model import SignIn
from tests.cast import client_of, person_called
from tests.kernel.signing_in.browser import Authenticator, is_in, knock, with_password

SITE = "https://crm.example"


@pytest.fixture(autouse=True)
def named(db: None) -> Any:
    with override_settings(PUBLIC_URL=SITE):
        yield


def enrolled(username: str, **more: bool) -> Authenticator:
    browser, device = client_of(username), Authenticator(**more)
    options = browser.post("/me/sign-in/passkey/begin").json()
    response = browser.post("/me/sign-in/passkey", {"passkey": device.make(options), "name": "Laptop"})
    assert response["Location"].startswith("/me/sign-in/codes")
    return device


def begun(client: Client) -> dict[str, Any]:
    return client.post("/sign-in/passkey/begin").json()  # type: ignore[no-any-return]  # JSON


def test_a_passkey_lets_in_alone_and_is_as_good_as_two_factors() -> None:
    device, client = enrolled("sales"), Client()
    response = client.post("/sign-in/passkey", {"passkey": device.sign(begun(client)), "next": "/people/"})
    assert (response["Location"], is_in(client)) == ("/people/", True)
    newest = SignIn.everything.latest("id")
    assert (newest.person, newest.means, newest.strong) == (person_called("sales"), "passkey", True)


def test_a_passkey_is_the_second_step_after_a_password_for_its_own_person_only() -> None:
    with_password("sales")
    device, others = enrolled("sales"), enrolled("rival")
    for each, lets_in in ((others, False), (device, True)):
        client = Client()
        knock(client, "sales")
        options = client.post("/sign-in/second/passkey").json()
        client.post("/sign-in/second", {"passkey": each.sign(options)})
        assert is_in(client) == lets_in


@pytest.mark.parametrize(
    "wrong", ["site", "type", "unverified", "replay", "signature", "copy", "handle", "other", "removed"]
)
def test_what_is_not_as_it_should_be_is_refused(wrong: str) -> None:
    device, client = enrolled("sales"), Client()
    options = begun(client)
    if wrong == "site":
        device.origin = "https://crm.example.evil.example"
    if wrong == "unverified":
        device.flags = 0x01
    if wrong == "copy":
        device.counter = 0
    if wrong == "handle":
        device.handle = b"person 1"
    if wrong == "other":
        options = begun(Client())
    if wrong == "removed":
        client_of("sales").post(f"/me/sign-in/ways/{Credential.everything.get(sort='passkey').pk}/remove")
    answer = device.sign(options, type_="create" if wrong == "type" else "get")
    if wrong == "signature":
        told = json.loads(answer)
        told["response"]["signature"] = told["response"]["signature"][:-4] + "AAAA"
        answer = json.dumps(told)
    if wrong == "replay":
        assert client.post("/sign-in/passkey", {"passkey": answer}).status_code == 302
        client.post("/sign-out")
    assert client.post("/sign-in/passkey", {"passkey": answer}).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "given", ["", "null", "[]", "{", '{"rawId": 5}', '{"rawId": "\\u0000"}', '{"rawId": "x"}', "x" * 30_000]
)
def test_nonsense_is_refused_in_a_sentence(given: str) -> None:
    client = Client()
    begun(client)
    assert client.post("/sign-in/passkey", {"passkey": given}).status_code == 403
    mine = client_of("sales")
    mine.post("/me/sign-in/passkey/begin")
    assert mine.post("/me/sign-in/passkey", {"passkey": given})["Location"] == "/me/sign-in"
    assert not Credential.everything.filter(sort="passkey").exists()


def test_a_passkey_that_does_not_count_still_works() -> None:
    device = enrolled("sales", counts=False)
    for _time in range(2):
        client = Client()
        assert client.post("/sign-in/passkey", {"passkey": device.sign(begun(client))}).status_code == 302


@override_settings(PUBLIC_URL="http://127.0.0.1:8000")
def test_passkeys_are_not_offered_where_browsers_refuse_them() -> None:
    assert b"c-passkey" not in Client().get("/sign-in").content
    assert Client().post("/sign-in/passkey/begin").status_code == 404
