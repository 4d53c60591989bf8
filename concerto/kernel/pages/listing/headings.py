"""The head of a list: each column's name, which sorts by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concerto.kernel.pages.listing.asking import Opening
from concerto.kernel.pages.listing.columns import Column
from concerto.kernel.query.sorting import MOST_KEYS, Order
from concerto.kernel.ui.sight import Sight


@dataclass(frozen=True)
class Heading:
    """A column's head, and how the list is sorted by it.

    sorted   "ascending", "descending" or ""
    rank     its place among the fields sorted by, from 1, where there are several; else 0
    address  sorts by the column alone, or turns its order; "" where nobody may
    further  the same, but what it was sorted by before still counts first
    """

    column: Column
    address: str = ""
    further: str = ""
    sorted: str = ""
    rank: int = 0


def headings(opening: Opening, columns: Sequence[Column], sight: Sight, order: Order) -> list[Heading]:
    return [heading(opening, column, sight, order) for column in columns]


def heading(opening: Opening, column: Column, sight: Sight, order: Order) -> Heading:
    field = column.field
    if not field.kind.sortable or sight.is_masked(field) or field.id not in sight.fields:
        return Heading(column)
    places = {key.field.id: place for place, key in enumerate(order.keys)}
    at = places.get(field.id)
    descending = at is not None and order.keys[at].descending
    turned = field.id if at is None or descending else f"-{field.id}"
    return Heading(
        column,
        address=opening.address(sort=turned),
        further=opening.address(sort=_further(order, at, turned)),
        sorted="" if at is None else "descending" if descending else "ascending",
        rank=at + 1 if at is not None and len(order.keys) > 1 else 0,
    )


def _further(order: Order, at: int | None, turned: str) -> str:
    """The order with `turned` in the place of the key at `at`, or behind all others."""
    words = [key.written() for key in order.keys]
    if at is None:
        return ",".join([*words[: MOST_KEYS - 1], turned])
    return ",".join([*words[:at], turned, *words[at + 1 :]])
