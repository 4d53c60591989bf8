"""The foot of a list: how many rows, and the sums of what can be summed, where there are few enough to add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import get_language

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.pages.listing.columns import Column
from concerto.kernel.query.language import parse
from concerto.kernel.query.listing import Asked, Count, chosen, count
from concerto.kernel.text.numbers import show_number


@dataclass(frozen=True)
class Totals:
    """`sums` holds the sum of each field that has one, by its id."""

    count: Count
    sums: dict[str, Any]

    @property
    def number(self) -> str:
        """How many in words: 214, or ≈ 12,480 where it is estimated."""
        number = show_number(self.count.value, get_language() or "en")
        return number if self.count.exact else f"≈ {number}"


def totals(actor: Actor, entity: Entity, asked: Asked, columns: Sequence[Column]) -> Totals:
    """Count, and add up where the count is exact. Raises Unclear."""
    counted = count(actor, entity, asked)
    fields = summed(actor, entity, columns) if counted.exact and counted.value else []
    if not fields:
        return Totals(counted, {})
    rows = chosen(actor, entity, asked, parse(asked.filter)).order_by()
    return Totals(counted, rows.aggregate(**{field.id: Sum(field.attribute) for field in fields}))


def summed(actor: Actor, entity: Entity, columns: Sequence[Column]) -> list[Field]:
    """Fields of the columns that can be summed and whose values the actor may know."""
    known = readable(actor, entity)
    return [column.field for column in columns if "sum" in column.field.kind.measures and column.field.id in known]
