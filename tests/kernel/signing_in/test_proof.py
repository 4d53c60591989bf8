"""What a stolen session must not do is asked about once more."""

from __future__ import annotations

import time
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from concerto.kernel.access.credential.model import Credential
from concerto.kernel.access.signing_in.proof import HOLDS
from concerto.kernel.access.signing_in.sessions import PROVED
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions.refusal import Unproved
from concerto.kernel.entity.registry import named
from concerto.kernel.imports.beginning import agree, take
from tests.cast import acting, client_of, person_called
from tests.kernel.signing_in.browser import PASSWORD, code, with_app, with_password

pytestmark = pytest.mark.django_db
AGAIN = "/me/sign-in/again"


def long_ago(browser: Any, seconds: float = HOLDS + 1) -> Any:
    """The same browser, so many seconds after it showed who it is."""
    session = browser.session
    session[PROVED] = time.time() - seconds
    session.save()
    return browser


def keys() -> int:
    return Token.everything.filter(person=person_called("sales"), name="Program").count()


@pytest.mark.parametrize(
    "seconds", [HOLDS + 1, -60]
)  # too long ago; in what is the future since the clock was set back
def test_after_a_while_every_change_of_how_one_comes_in_asks_again(seconds: float) -> None:
    browser = client_of("sales")
    with_app(browser)
    app = Credential.everything.get(sort="code")
    long_ago(browser, seconds)
    key = {"name": "Program", "days": "30"}
    asked = [
        browser.post(f"/me/sign-in/ways/{app.pk}/remove"),
        browser.post("/me/sign-in/codes"),
        browser.post("/me/sign-in/tokens/new", key),
        browser.post("/me/sign-in/tokens/1/rotate"),
        browser.post("/me/sign-in/passkey/begin"),
        browser.post("/me/sign-in/app", {"code": "000000"}),
    ]
    assert {answer["Location"].partition("?")[0] for answer in asked} == {AGAIN}
    assert Credential.everything.get(pk=app.pk).removed_at is None and keys() == 0  # type: ignore[attr-defined]  # a record
    assert browser.get("/me/sign-in").status_code == 200  # looking is free


def test_a_password_or_a_code_is_enough_and_leads_back() -> None:
    with_password("sales")
    browser = long_ago(client_of("sales"))
    assert browser.get("/me/sign-in/tokens/new")["Location"] == f"{AGAIN}?next=%2Fme%2Fsign-in%2Ftokens%2Fnew"
    page = browser.get(AGAIN, {"next": "/me/sign-in/tokens/new"}).content.decode()
    assert 'name="password"' in page and 'name="code"' not in page
    wrong = browser.post(AGAIN, {"password": "wrong", "next": "/me/sign-in/tokens/new"})
    assert wrong.status_code == 403 and "The password is not right." in wrong.content.decode()
    given = {"password": PASSWORD, "next": "/me/sign-in/tokens/new"}
    assert browser.post(AGAIN, given)["Location"] == "/me/sign-in/tokens/new"
    assert browser.post("/me/sign-in/tokens/new", {"name": "Program", "days": "30"}).status_code == 302 and keys() == 1
    secret = with_app(browser)
    long_ago(browser)
    assert browser.post(AGAIN, {"code": "000000"}).status_code == 403
    assert browser.post(AGAIN, {"code": code(secret, steps=1), "next": "https://evil.example"})["Location"] == "/"


def test_nobody_changes_how_somebody_comes_in_from_a_session_that_may_be_stolen() -> None:
    sales, browser = person_called("sales"), client_of("admin")
    elsewhere, address = {"email": "thief@concerto.example"}, f"/people/{sales.pk}/edit"
    long_ago(browser)
    refused = [
        browser.post(address, elsewhere),
        browser.patch(f"/api/v1/people/{sales.pk}", elsewhere, content_type="application/json"),
    ]
    assert [answer.status_code for answer in refused] == [403, 403]
    assert all("/me/sign-in/again" in answer.content.decode() for answer in refused)
    assert person_called("sales").email == sales.email
    assert browser.post(address, {"position": "Other"}).status_code == 302  # what decides nothing asks nothing
    long_ago(browser, 0)
    assert browser.post(address, elsewhere).status_code == 302
    assert person_called("sales").email == "thief@concerto.example"


def test_what_a_worker_goes_on_with_was_asked_before() -> None:
    thief = replace(acting("admin"), proved=False)
    batch = take(
        thief,
        named("person"),
        "people.csv",
        BytesIO(b"Username,E-mail,Full name\nsales,thief@concerto.example,Thief\n"),
    )
    with pytest.raises(Unproved):
        agree(thief, batch, {"Username": "username", "E-mail": "email", "Full name": "name"})


def test_guessing_there_is_slowed_too() -> None:
    with_password("sales")
    browser = long_ago(client_of("sales"))
    answers = [browser.post(AGAIN, {"password": f"guess {number}"}).status_code for number in range(12)]
    assert answers[0] == 403 and answers[-1] == 429


def test_a_program_makes_no_keys(api_of: Any) -> None:
    answer = api_of("sales").post("/me/sign-in/tokens/new", {"name": "Another", "days": "30"})
    assert answer["Location"].startswith(AGAIN)
    assert not Token.everything.filter(name="Another").exists()
