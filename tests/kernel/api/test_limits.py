"""How much one may ask: counted for all processes together, told with every answer, refused with a time to wait."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from concerto.kernel.api import limits
from tests.cast import api_of, client_of
from tests.kernel.api.asking import ask, problem
from tests.queries import Queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_accounts", {})
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_010.0)


@pytest.fixture
def three(settings: Settings) -> None:
    settings.API_RATE, settings.API_RATE_ADDRESS = 3, 0


def test_the_fourth_of_three_is_refused(three: None, settings: Settings) -> None:
    api = api_of("sales")
    answers = [ask(api, "GET", "customers") for _time in range(5)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
    assert [one.headers["RateLimit-Remaining"] for one in answers] == ["2", "1", "0", "0", "0"]
    told = {
        name: value
        for name, value in answers[3].headers.items()
        if name.startswith("RateLimit") or name == "Retry-After"
    }
    assert told == {"RateLimit-Limit": "3", "RateLimit-Remaining": "0", "RateLimit-Reset": "50", "RateLimit-Policy": "3;w=60",
                    "Retry-After": "50"}  # fmt: skip
    problem(answers[3], 429, "too-many")
    assert ask(api_of("sales"), "GET", "customers").status_code == 200  # another token of the same person


def test_the_sentence_is_in_their_language(three: None) -> None:
    api = api_of("sales")
    for _time in range(3):
        ask(api, "GET", "customers")
    assert "请求太多" in ask(api, "GET", "customers", Accept_Language="zh-hans").json()["detail"]


def test_a_new_minute_begins_anew(three: None, monkeypatch: pytest.MonkeyPatch) -> None:
    api = api_of("sales")
    assert [ask(api, "GET", "customers").status_code for _time in range(4)][-1] == 429
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_061.0)
    assert ask(api, "GET", "customers").status_code == 200
    limits.forget_old()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from api_rate where minute = 30000000")
        assert cursor.fetchone() == (1,)  # the minute before is kept for processes whose clock is behind


def test_strangers_are_counted_by_their_address(settings: Settings) -> None:
    """Also with keys that are made up, and whatever they say of where they come from."""
    settings.API_RATE, settings.API_RATE_ADDRESS = 100, 3
    told = [
        Client(
            REMOTE_ADDR="192.0.2.7", headers={"Authorization": f"Bearer {n}", "X-Forwarded-For": f"192.0.2.{n}"}
        ).get("/api/v1/customers")
        for n in range(4)
    ]
    assert [one.status_code for one in told] == [401, 401, 401, 429]
    assert Client(REMOTE_ADDR="192.0.2.8").get("/api/v1/customers").status_code == 401


def test_of_ipv6_the_network_is_counted(settings: Settings) -> None:
    settings.API_RATE_ADDRESS = 2

    def asking(address: str) -> int:
        return Client(REMOTE_ADDR=address).get("/api/v1/customers").status_code

    assert [asking(f"2001:db8:0:1::{n}") for n in (1, 2, 3)] == [401, 401, 429]
    assert (asking("2001:db8:0:2::1"), asking("")) == (401, 401)


def test_processes_share_one_count() -> None:
    """What one process drew, another cannot: together they let in as many as the limit, and never more."""
    here: dict[str, limits.Account] = {}
    there: dict[str, limits.Account] = {}
    let_in = 0
    for turn in range(400):
        limits._accounts = (here, there)[turn % 2]
        let_in += limits.spend("token:shared", 100).within
    assert let_in == 100


def test_a_share_is_one_statement_and_pages_none(settings: Settings) -> None:
    with Queries() as asked:
        for _time in range(100):
            assert limits.spend("token:busy", 2500).within
    assert len(asked) == 2
    settings.API_RATE = 1
    pages = client_of("sales")
    assert {pages.get("/customers/").status_code for _time in range(3)} == {200}
    assert time.time() == 1_800_000_010.0
