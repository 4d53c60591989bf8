"""A refusal leaves no trace: after every answer of 400 and more, each table holds what it held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from concerto.kernel.access.signing_in import sessions
from concerto.kernel.access.token import keys
from tests.cast import api_of, client_of
from tests.contracts import oracle
from tests.contracts.addresses import Template, templates
from tests.contracts.facts import everybody, world
from tests.contracts.making import NOUNS
from tests.contracts.test_canary import addresses
from tests.contracts.test_matrix import NOBODY, ids_of
from tests.contracts.turns import in_turn
from tests.hashes import held

pytestmark = pytest.mark.django_db
NOT_OURS = ("django_session",)  # signing in and messages to oneself; nobody else's data
TRIES = ("kernel_attempt", "kernel_signin", "journal")  # a try at the door that failed is told, on purpose
TOLD = {
    "sign-in": TRIES,
    "me/sign-in": TRIES,
    "track/": ("api_rate",),
}  # strangers' steps are counted before they are read
REFUSED = ["sales", "partner"]
NONSENSE: dict[str, Any] = {
    "nothing": "x",
    "name": "",
    "id": 1,
    "version": 7,
    "trashed_at": "2026-01-01",
    "owner": NOBODY,
}


@pytest.fixture(autouse=True)
def seen_already(monkeypatch: pytest.MonkeyPatch) -> None:
    """That a key and a session were used is noted now and then, whatever came of it."""
    for noted in (keys, sessions):
        monkeypatch.setattr(noted, "SEEN_EVERY", timedelta(days=1))


def writes(template: Template) -> Iterator[str]:
    """Methods that could change something; pages are sent forms, whether they take them or not."""
    return (method for method in template.methods if method != "GET")


def send(client: Client, method: str, address: str, values: dict[str, Any], *, json: bool) -> Any:
    more = {"content_type": "application/json"} if json else {}
    return getattr(client, method.lower())(address, values, **more)


@pytest.mark.parametrize("username", REFUSED)
def test_a_refusal_leaves_no_trace(username: str) -> None:
    facts, who = world(), everybody()[username]
    pages, api = client_of(username), api_of(username)
    refused, before = 0, held(but=NOT_OURS)
    untaken: set[tuple[str, str]] = set()
    for template, address in addresses(facts, who, in_turn(templates(), REFUSED.index(username), len(REFUSED))):
        for method in writes(template):
            if (template.route, method) in untaken:
                continue
            answer = send(api if template.is_api else pages, method, address, NONSENSE, json=template.is_api)
            assert answer.status_code < 500, (method, address)
            after = held(but=NOT_OURS)
            if answer.status_code >= 400:
                refused += 1
                told = next((tables for route, tables in TOLD.items() if template.route.startswith(route)), ())
                changed = {name for name, rows in after.items() if rows != before[name]} - {*told}
                assert not changed, (method, address, answer.status_code)
            if answer.status_code == 405:
                untaken.add((template.route, method))
            before = after
    assert refused > 100


@pytest.mark.parametrize("username", REFUSED)
def test_nobody_writes_what_is_out_of_sight(username: str) -> None:
    """Every write on a record out of sight is refused, by pages and API alike, as for a missing record."""
    facts, who = world(), everybody()[username]
    pages, api = client_of(username), api_of(username)
    before = held(but=NOT_OURS)
    for template in templates():
        if template.parameters != ["id"] or template.noun not in NOUNS:
            continue
        unseen = [
            id
            for id in ids_of(facts, template.noun)
            if not oracle.may(facts, who, template.noun, id, "read") and not facts[template.noun, id].trashed
        ]
        for method in writes(template):
            client = api if template.is_api else pages
            statuses = {
                send(client, method, template.filled(id=id), {}, json=template.is_api).status_code
                for id in [*unseen[:2], NOBODY]
            }
            assert len(statuses) == 1, (method, template.route, statuses)
            assert statuses <= {400, 403, 404, 405, 415, 422}, (method, template.route, statuses)
    assert held(but=NOT_OURS) == before
