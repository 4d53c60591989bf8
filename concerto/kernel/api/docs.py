"""The API told to people: every noun's operations and fields, the filter language, and what refusals mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from concerto.kernel.api.kinds import KINDS
from concerto.kernel.api.operations import Operation, operations
from concerto.kernel.api.parameters import MEANINGS
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entities
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
    context = {
        "nouns": list(told()),
        "kinds": KINDS,
        "parameters": MEANINGS,
        "filters": FILTERS,
        "joined": JOINED,
        "stranger": stranger,
    }
    return render(request, "docs.html", context)
