"""A saved arrangement as one reader may have it: what asks for fields out of sight, or for fields of the past, is left out.

Left out, not refused and not applied: neither the rows that remain nor a refusal tell of values the reader may not know.
A field that is hidden is as one that was removed, so the reader learns how much was left out, never of which fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable, seen
from concerto.kernel.entity.entity import Entity
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import EVERYTHING, Condition, Group, Node, Related, Unclear, parse, questions, write
from concerto.kernel.query.sorting import order
from concerto.kernel.views.arrangement import Arrangement, columns_in, sort_words, written


@dataclass(frozen=True)
class LeftOut:
    """How many of each were left out. `whole_filter`: none of it could be read."""

    conditions: int = 0
    columns: int = 0
    orders: int = 0
    whole_filter: bool = False

    def __bool__(self) -> bool:
        return bool(self.conditions or self.columns or self.orders or self.whole_filter)


NOTHING = LeftOut()


def fitted(actor: Actor, entity: Entity, saved: Arrangement) -> tuple[Arrangement, LeftOut]:
    """What of `saved` the actor may ask for, and how much was left out."""
    filter, conditions_gone, unreadable = _filter(actor, entity, saved.filter)
    columns, columns_gone = _columns(actor, entity, saved.columns)
    sort, orders_gone = _sort(actor, entity, saved.sort)
    by = saved.by if saved.by in readable(actor, entity) else ""
    layout = saved.layout if by or not saved.by else ""
    return Arrangement(filter, sort, columns, layout, by), LeftOut(
        conditions_gone, columns_gone, orders_gone + (by != saved.by), unreadable
    )


def _filter(actor: Actor, entity: Entity, text: str) -> tuple[str, int, bool]:
    """The text that remains, how many conditions were left out, whether nothing of it could be read."""
    try:
        tree = parse(text)
    except Unclear:
        return "", 0, True
    kept = _kept(actor, entity, tree) or EVERYTHING
    return write(kept), _size(tree) - _size(kept), False


def _kept(actor: Actor, entity: Entity, node: Node) -> Node | None:
    if not isinstance(node, Group):
        return node if _askable(actor, entity, node) else None
    parts = [part for each in node.parts if (part := _kept(actor, entity, each))]
    return parts[0] if len(parts) == 1 else Group(node.join, tuple(parts)) if parts else None


def _askable(actor: Actor, entity: Entity, condition: Condition | Related) -> bool:
    try:
        compiled(actor, entity, condition)
    except Unclear:
        return False
    return True


def _size(tree: Node) -> int:
    return sum(1 for _question in questions(tree))


def _columns(actor: Actor, entity: Entity, text: str) -> tuple[str, int]:
    try:
        asked = columns_in(text)
    except Unclear:
        return "", 1
    known = seen(actor, entity)
    kept = [column for column in asked if column.field in known]
    return written(kept), len(asked) - len(kept)


def _sort(actor: Actor, entity: Entity, text: str) -> tuple[str, int]:
    words = sort_words(text)
    kept = [word for word in words if _sortable(actor, entity, [word])]
    if not _sortable(actor, entity, kept):
        kept = []
    return ",".join(kept), len(words) - len(kept)


def _sortable(actor: Actor, entity: Entity, words: Iterable[str]) -> bool:
    try:
        order(actor, entity, ",".join(words))
    except Unclear:
        return False
    return True
