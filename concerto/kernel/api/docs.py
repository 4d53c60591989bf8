"""The API told to people: every noun's operations and fields, the filter language, and what refusals mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from concerto.kernel.api.asking import LARGEST_BODY
from concerto.kernel.api.bulk import MOST
from concerto.kernel.api.kinds import KINDS
from concerto.kernel.api.once import HOURS
from concerto.kernel.api.operations import Operation, operations
from concerto.kernel.api.parameters import MEANINGS
from concerto.kernel.api.seen import seen_by
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entities
from concerto.kernel.entity.shapes import within
from concerto.kernel.fields import operators
from concerto.kernel.fields.operators import Operator

FILTERS: dict[Operator, str] = {
    operators.IS: 'city = "Suzhou"',
    operators.IS_NOT: "owner != me",
    operators.LESS: "employees < 50",
    operators.AT_MOST: "revenue <= 1000000",
    operators.MORE: "founded > 1999",
    operators.AT_LEAST: "created_at >= 2026-01-31",
    operators.CONTAINS: 'name ~ "晨星"',
    operators.STARTS: 'name ^= "Amber"',
    operators.ANY_OF: "tier in (A, B)",
    operators.NONE_OF: "stage not in (acquire, nurture)",
    operators.EMPTY: "last_touch is empty",
    operators.FILLED: "website is not empty",
    operators.WITHIN: "last_touch within 14d",
    operators.NOT_WITHIN: "last_touch not within this-quarter",
    operators.BETWEEN: "employees between 10..250",
}
SIGNED = """import base64, hashlib, hmac, time

def is_ours(secret: str, headers: dict[str, str], body: bytes) -> bool:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return fresh and any(hmac.compare_digest(expected, one) for one in headers["webhook-signature"].split())"""
JOINED = 'city = "Suzhou" and (tier = A or owner = me) and last_touch within 14d'


@dataclass(frozen=True)
class Told:
    """What the documents say of one noun."""

    entity: Entity
    operations: tuple[Operation, ...]
    fields: tuple[Field, ...]


def told() -> Iterator[Told]:
    for entity in entities():
        yield Told(entity, tuple(operations(entity)), tuple(entity.fields.values()))


def docs(request: HttpRequest) -> HttpResponse:
    """A page for everybody: it holds no data."""
    stranger = getattr(request, "actor", None) is None
    with within(seen_by(getattr(request, "actor", None))):
        nouns = list(told())
    context = {
        "nouns": nouns,
        "kinds": KINDS,
        "parameters": MEANINGS,
        "filters": FILTERS,
        "joined": JOINED,
        "signed": SIGNED,
        "most_items": MOST,
        "hours": HOURS,
        "largest": LARGEST_BODY // 1024 // 1024,
        "rate": settings.API_RATE,
        "rate_address": settings.API_RATE_ADDRESS,
        "stranger": stranger,
    }
    return render(request, "docs.html", context)
