"""API tokens: what they reach, how long, and that they are shown once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from concerto.kernel.access.actor import READER, SYSTEM
from concerto.kernel.access.person.readers import end_whatever_opens
from concerto.kernel.access.sign_in.model import SignIn
from concerto.kernel.access.token.keys import bearer_of, issue
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from tests.cast import acting, client_of, customer_of, person_called
from tests.kernel.signing_in.browser import is_in

pytestmark = pytest.mark.django_db


def api(key: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {key}"})


def key_of(username: str, **limits: Any) -> str:
    return issue(SYSTEM, person=person_called(username).pk, name="a key", **limits)


def test_a_reading_key_reads_and_changes_nothing() -> None:
    key, own = key_of("sales", acts=["read"]), f"/api/v1/customers/{customer_of('own').pk}"
    client, json = api(key), {"content_type": "application/json"}
    assert client.get(own).status_code == 200
    assert client.patch(own, {"city": "x"}, **json).status_code == 403  # type: ignore[arg-type]
    assert client.post("/api/v1/customers", {"name": "x", "form": "person"}, **json).status_code == 403  # type: ignore[arg-type]
    me = person_called("sales").pk
    assert client.post(f"/api/v1/people/{me}/actions/set-preferences", {"theme": "dark"}, **json).status_code in (
        403,
        404,
    )  # type: ignore[arg-type]
    token = Token.everything.latest("id")
    assert client.post(f"/api/v1/tokens/{token.pk}/actions/revoke", {}, **json).status_code == 403  # type: ignore[arg-type]


def test_a_key_for_one_noun_sees_no_other() -> None:
    client = api(key_of("sales", nouns=["customer"]))
    assert client.get("/api/v1/customers").status_code == 200
    assert client.get("/api/v1/people").status_code == 403
    found = client.get("/api/v1/search?q=a").json()["items"]
    assert {each["entity"] for each in found} <= {"customer"}
    assert client.get(f"/api/v1/customers/{customer_of('own').pk}").status_code == 200


def test_pages_show_a_key_once_and_replace_and_revoke_it() -> None:
    browser = client_of("sales")
    form = {"name": "Reports", "days": "90", "acts": ["read"]}
    assert browser.post("/me/sign-in/tokens/new", form)["Location"] == "/me/sign-in#tokens"
    key = shown(browser)
    assert key and not shown(browser)
    token = Token.everything.latest("id")
    assert timedelta(days=89) < (token.expires_at or timezone.now()) - timezone.now() <= timedelta(days=90)
    assert api(key).get("/api/v1/customers").status_code == 200
    assert Token.everything.get(pk=token.pk).used_at
    browser.post(f"/me/sign-in/tokens/{token.pk}/rotate")
    fresh = shown(browser)
    assert fresh and (bearer_of(key), bearer_of(fresh) is None) == (None, False)
    newest = Token.everything.latest("id")
    assert (newest.acts, client_of("rival").post(f"/me/sign-in/tokens/{newest.pk}/revoke").status_code) == (
        ["read"],
        404,
    )
    browser.post(f"/me/sign-in/tokens/{newest.pk}/revoke")
    assert api(fresh).get("/api/v1/customers").status_code == 401


def shown(browser: Client) -> str:
    found = re.search(r"concerto_[\w-]{43}", browser.get("/me/sign-in").content.decode())
    return found[0] if found else ""


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"days": "9999"}, {"days": ""}, {"acts": ["all"]}, {"nouns": ["no-such"]}, {"name": "\x00"}]
)
def test_nonsense_makes_no_key(wrong: dict[str, Any]) -> None:
    before = Token.everything.count()
    given = {"name": "x", "days": "7", **wrong}
    assert client_of("sales").post("/me/sign-in/tokens/new", given).status_code == 422
    assert Token.everything.count() == before


def test_wrong_keys_are_told_alike_and_slowed() -> None:
    ended = key_of("sales", expires_at=timezone.now() - timedelta(seconds=1))
    revoked = key_of("sales")
    Token.everything.filter(pk=Token.everything.latest("id").pk).update(revoked_at=timezone.now())
    answers = [api(key).get("/api/v1/customers") for key in (ended, revoked, "concerto_" + "x" * 43, "", "\x00")]
    assert {(answer.status_code, answer["Content-Type"], answer.content) for answer in answers} == {
        (401, "application/problem+json", answers[0].content)
    }
    for _try in range(45):
        api("wrong").get("/api/v1/customers")
    slowed = api("wrong").get("/api/v1/customers")
    assert (slowed.status_code, "Retry-After" in slowed.headers) == (429, True)
    assert api(key_of("sales")).get("/api/v1/customers").status_code == 200


def test_whoever_leaves_is_out_at_every_door_and_stays_out() -> None:
    sales, browser, key = person_called("sales"), client_of("sales"), key_of("sales")
    standard.edit(acting("admin"), named("person"), sales.pk, {"left_at": "2026-01-01"})
    assert (is_in(browser), api(key).get("/api/v1/customers").status_code) == (False, 401)
    lines = list(Entry.objects.filter(entity="person", record=sales.pk).order_by("id"))
    for _time in range(2):
        end_whatever_opens(lines)
    standard.edit(acting("admin"), named("person"), sales.pk, {"left_at": None})
    assert (is_in(browser), api(key).get("/api/v1/customers").status_code) == (False, 401)
    assert not SignIn.everything.filter(person=sales, outcome="signed-in", ended_at=None).exists()
    assert Entry.objects.filter(entity="sign-in", verb="end", door=READER).count() == 1
