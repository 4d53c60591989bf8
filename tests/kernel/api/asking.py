"""How a program asks: JSON there and back, with what every answer must keep to checked on the way."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from django.test import Client

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from tests.contracts.making import made, minimal

Response: TypeAlias = Any  # the test client's, for which django-stubs has a private name


def ask(api: Client, method: str, address: str, body: Any = None, **headers: str) -> Response:
    """The response; headers are written as `If_Match=…`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is None:
        return api.generic(method, f"/api/v1/{address}", headers=named)
    return api.generic(method, f"/api/v1/{address}", json.dumps(body), content_type="application/json", headers=named)


def answer(response: Response, status: int = 200) -> Any:
    """What a good answer says."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store, private"
    return json.loads(response.content)


def problem(response: Response, status: int, kind: str) -> dict[str, Any]:
    """What a refusal says; it is a problem document with a sentence in it."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store, private"
    told: dict[str, Any] = json.loads(response.content)
    assert (told["type"], told["title"], told["status"]) == (f"/api/docs#{kind}", kind, status)
    assert told["detail"]
    return told


def get(api: Client, address: str) -> Any:
    return answer(ask(api, "GET", address))


def some_record(entity: Entity) -> Record:
    """A record of the noun: one of the cast, or one made for the test."""
    there = entity.model.everything.filter(trashed_at=None).order_by("pk").first()
    return there or fresh_record(entity)


def fresh_record(entity: Entity) -> Record:
    """A new record of nothing but what the noun needs."""
    return made(entity.id)


def fresh_values(entity: Entity) -> dict[str, Any]:
    """What a new record needs, as a program sends it."""
    return minimal(entity.id)
