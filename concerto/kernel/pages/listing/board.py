"""The board: a column for each value of a field, with how many rows it has and what they come to, and its first cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.listing.asking import BOARD, Shown, parameters
from concerto.kernel.pages.listing.cards import Cards, cards_of
from concerto.kernel.pages.listing.dressing import NOTHING_SAID, Above, Said, dressing_of
from concerto.kernel.pages.listing.layouts import field_by
from concerto.kernel.query.aggregate import summary
from concerto.kernel.query.compiling import read
from concerto.kernel.query.grouping import COUNT, Grouping, Measure
from concerto.kernel.query.lanes import NOTHING, first_rows, holding
from concerto.kernel.query.listing import page as rows_of
from concerto.kernel.query.listing import with_links
from concerto.kernel.query.veil import MASK
from concerto.kernel.ui.addresses import with_query
from concerto.kernel.ui.sight import sight_of

CARDS = 15  # of a column at first and each time
MOST_LANES = 24


@dataclass(frozen=True)
class Head:
    """The head of a column. `key` names it in addresses, `linked` is the record it stands for, `opens` whether it takes cards;
    `said` is what the noun adds."""

    value: Any
    key: str
    label: Label
    count: int
    total: Any
    linked: Record | None = None
    opens: bool = True
    said: Said = NOTHING_SAID


@dataclass(frozen=True)
class Lane:
    """A column: its head, its first cards, and where further ones come from, "" at the end."""

    head: Head
    rows: Sequence[Record]
    more: str


@dataclass(frozen=True)
class Board:
    """`summed` is the field that heads add up; `left_out` says that there are more columns than are shown."""

    by: Field
    lanes: Sequence[Lane]
    cards: Cards
    summed: Field | None
    left_out: bool
    move: str
    above: Above | None = None

    @property
    def count(self) -> int:
        return sum(lane.head.count for lane in self.lanes)


def board_of(actor: Actor, entity: Entity, asked: Shown) -> Board:
    """The board as the address asks for it: one query for the heads, one for the first cards of all columns. Raises Unclear."""
    by = field_by(actor, entity, asked)
    summed = summed_by(actor, entity)
    heads, left_out = heads_of(actor, entity, asked, by, summed)
    filled = [head.value for head in heads if head.count]
    firsts = first_rows(actor, entity, asked, by, filled, CARDS)
    lanes = [
        Lane(head, first.rows, more(entity, asked, by, head.key, first.next))
        for head in heads
        for first in [firsts.get(head.value, NOTHING)]
    ]
    rows = [row for lane in lanes for row in lane.rows]
    above = dressing_of(entity).above(actor, asked, by, heads, summed)
    return Board(by, lanes, cards_of(actor, entity, by, rows), summed, left_out, moving(asked, by), above)


def heads_of(actor: Actor, entity: Entity, asked: Shown, by: Field, summed: Field | None) -> tuple[list[Head], bool]:
    """The heads of all columns, and whether there are more than are shown."""
    measures = [Measure(COUNT), *([Measure("sum", summed)] if summed else [])]
    found = summary(actor, entity, asked, [Grouping(by, "", by.id)], measures)
    groups = {group.values[0]: tuple(group.measured.values()) for group in found.groups}
    dressing = dressing_of(entity)
    values = dressing.columns(asked, by, values_of(by, groups), groups.keys())
    linked = linked_by(actor, by, values[:MOST_LANES])
    heads = [head_of(actor, by, value, groups.get(value, (0,)), linked) for value in values[:MOST_LANES]]
    return [replace(head, said=dressing.said(by, head.value, head.total)) for head in heads], found.more or len(
        values
    ) > MOST_LANES


def values_of(by: Field, groups: Mapping[Any, Any]) -> Sequence[Any]:
    """What the columns stand for: every declared choice; of links those that occur, the largest first; what is empty last."""
    if by.is_link:
        return list(groups)
    declared: list[Any] = [True, False] if by.kind.id == "yes-no" else list(by.offered)
    none = [] if by.required or by.kind.id == "yes-no" else [by.kind.empty]
    return list(dict.fromkeys([*declared, *(value for value in groups if not by.kind.is_empty(value)), *none, *groups]))


def linked_by(actor: Actor, by: Field, values: Sequence[Any]) -> Mapping[Any, Record]:
    """Id → the record that a column of links stands for, as far as the actor may see it."""
    ids = [value for value in values if value is not None] if by.is_link else []
    if not ids:
        return {}
    target = entity_of(by.target)
    return {row.pk: row for row in with_links(target, visible_to(actor, target.model).filter(pk__in=ids))}


def head_of(actor: Actor, by: Field, value: Any, measured: tuple[Any, ...], linked: Mapping[Any, Record]) -> Head:
    count, *sums = measured
    total, record = (sums[0] if sums else None), linked.get(value)
    if by.kind.is_empty(value):
        return Head(value, "", "", count, total, opens=not by.required)
    if not by.is_link:
        return Head(value, key_of(by, value), by.kind.show(by, value), count, total)
    label = sight_of(actor, entity_of(by.target)).title_of(record) if record else MASK
    return Head(value, key_of(by, value), label, count, total, record, opens=record is not None)


def key_of(by: Field, value: Any) -> str:
    """A value as addresses and writes name it; "" where it is empty."""
    if by.kind.is_empty(value):
        return ""
    return by.kind.write(by, value) if by.kind.id == "yes-no" else str(value)


def summed_by(actor: Actor, entity: Entity) -> Field | None:
    """The field that columns add up: the first amount of the list, else the first number."""
    known = readable(actor, entity)
    fields = [field for field in entity.columns if field.id in known and "sum" in field.kind.measures]
    return next((field for field in fields if field.kind.id == "money"), next(iter(fields), None))


def more(entity: Entity, asked: Shown, by: Field, key: str, cursor: str | None) -> str:
    given = parameters(replace(asked, by=by.id))
    return with_query(f"/{entity.path}/cards", **given, lane=key, cursor=cursor) if cursor else ""


def moving(asked: Shown, by: Field) -> str:
    """What an address that moves a card must say of the list it moves in."""
    return with_query("", **parameters(replace(asked, by=by.id)))


def further(actor: Actor, entity: Entity, asked: Shown, key: str) -> dict[str, Any]:
    """The next cards of one column, after the cursor. Raises Unclear."""
    asked = replace(asked, layout=BOARD, limit=CARDS)
    by = field_by(actor, entity, asked)
    found = rows_of(actor, entity, replace(asked, only=holding(by, value_of(actor, by, key))))
    cards = cards_of(actor, entity, by, found.rows)
    return {"rows": found.rows, "cards": cards, "lane": key, "more": more(entity, asked, by, key, found.next)}


def value_of(actor: Actor, by: Field, key: str) -> Any:
    """The value that a column's name in an address means. Raises Unclear."""
    if not key:
        return by.kind.empty
    value = read(actor, by, key)
    return (value[0] if value else 0) if by.is_link else value
