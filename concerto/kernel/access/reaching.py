"""Whether an actor reaches rows whose ids are known: asked beside every write, so the queries are kept.

A row that can be attached to any noun is attached to one of one noun: that noun alone is asked, where a list asks all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import could_be_above
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.statements.kept import Kept, Slot, among

Noun = TypeVar("Noun", bound=Record)


def reached(
    actor: Actor, model: type[Noun], ids: Collection[int], act: Act = Act.READ, *, trashed: bool = False
) -> set[int]:
    """Those of the ids whose rows the actor may do `act` to; with `trashed`, of rows in the trash."""
    known = [id for id in ids if 0 < id <= LARGEST_ID]
    found: set[int] = set()
    for above in _above(model, known):
        found |= {id for (id,) in _among(actor, model, act, trashed, above).tuples(ids=known)}
    return found


def locked_row(actor: Actor, model: type[Noun], id: int, act: Act, *, trashed: bool = False) -> Noun | None:
    """The row as it is now, if the actor may do `act` to it, locked until commit.

    Its key never changes, so others may link to it meanwhile: a stronger lock would let two moves in a tree deadlock.
    """
    for above in _above(model, [id] if 0 < id <= LARGEST_ID else []):
        row: Noun | None = _locking(actor, model, act, trashed, above).first(id=id)
        if row:
            return row
    return None


def _above(model: type[Record], ids: Collection[int]) -> Iterator[Entity | None]:
    """The nouns to which rows are attached; None for rows that are not attached, or whose noun does not attach."""
    entity = entity_of(model)
    if not ids:
        return
    if not entity.attached:
        yield None
        return
    prefixes = {prefix for (prefix,) in _prefixes(model).tuples(ids=list(ids))}
    if "" in prefixes:
        yield None  # which asks for all of them
    else:
        yield from (noun for noun in could_be_above(entity) if noun.prefix in prefixes)


@lru_cache
def _prefixes(model: type[Any]) -> Kept[Any]:
    return Kept(model.everything.filter(among("ids")).order_by().values_list("prefix"))


@kept
def _among(actor: Actor, model: type[Record], act: Act, trashed: bool, above: Entity | None) -> QuerySet[Record, Any]:
    rows = visible_to(actor, model, act, trashed=trashed, above=above)
    return rows.filter(among("ids")).order_by().values_list("pk")


@kept
def _locking(actor: Actor, model: type[Noun], act: Act, trashed: bool, above: Entity | None) -> QuerySet[Noun]:
    rows = visible_to(actor, model, act, trashed=trashed, above=above)
    return rows.filter(pk=Slot("id")).order_by().select_for_update(of=("self",), no_key=True)
