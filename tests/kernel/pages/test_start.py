"""The first page of an empty Concerto, for whom it is and what it offers."""

from __future__ import annotations

import pytest
from django.test import Client

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.first_run import ensure_admin
from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import named
from concerto.site.jobs import bring_in_sample
from tests.cast import client_of

pytestmark = pytest.mark.usefixtures("bare")


def begun() -> Client:
    ensure_admin("a password for tests")
    return client_of("admin")


def text(client: Client) -> str:
    return client.get("/start").content.decode()


def test_an_empty_concerto_begins_with_steps_until_they_are_skipped() -> None:
    client = begun()
    assert client.get("/")["Location"] == "/start"
    assert 'href="/departments/new"' in text(client)
    assert 'action="/customers/import"' in text(client), "a file can be dropped right here"
    assert client.post("/start")["Location"] == "/"
    assert client.get("/")["Location"] == "/customers/"


def test_with_a_customer_it_begins_with_the_list() -> None:
    client = begun()
    standard.create(SYSTEM, named("customer"), {"name": "Amber Otter"})
    assert client.get("/")["Location"] == "/customers/"
    assert 'action="/start/sample"' not in text(client)


def test_steps_are_those_that_the_reader_may_take() -> None:
    client = begun()
    standard.create(SYSTEM, named("person"), {"username": "sol", "name": "Sol", "roles": ["sales"]})
    sales = client_of("sol")
    assert 'href="/people/new"' in text(client)
    assert 'href="/people/new"' not in text(sales)
    assert 'action="/start/sample"' not in text(sales)
    assert sales.post("/start/sample").status_code == 403


def test_the_sample_company_is_loaded_once_by_one_click() -> None:
    client = begun()
    assert "/start/sample" in text(client)
    assert "hx-get" in client.post("/start/sample").content.decode()
    bring_in_sample()
    assert client.get("/start/sample")["HX-Redirect"] == "/"
    assert client.get("/")["Location"] == "/customers/"


def test_strangers_are_asked_to_sign_in() -> None:
    assert Client().get("/start")["Location"].startswith("/sign-in")
