"""The head of a list: each column's name, which sorts by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concerto.kernel.entity.entity import Entity
from concerto.kernel.pages.listing.asking import Shown, address
from concerto.kernel.pages.listing.columns import Column
from concerto.kernel.query.sorting import Order
from concerto.kernel.ui.sight import Sight


@dataclass(frozen=True)
class Heading:
    """`sorted` is "ascending", "descending" or ""; `address` sorts by the column, or turns its order; "" where nobody may."""

    column: Column
    address: str
    sorted: str


def headings(entity: Entity, columns: Sequence[Column], sight: Sight, asked: Shown, order: Order) -> list[Heading]:
    return [heading(entity, column, sight, asked, order) for column in columns]


def heading(entity: Entity, column: Column, sight: Sight, asked: Shown, order: Order) -> Heading:
    field = column.field
    here = order.field.id == field.id
    direction = ("descending" if order.descending else "ascending") if here else ""
    if not field.kind.sortable or sight.is_masked(field) or field.id not in sight.fields:
        return Heading(column, "", "")
    sort = f"-{field.id}" if here and not order.descending else field.id
    return Heading(column, address(entity, asked, sort=sort), direction)
