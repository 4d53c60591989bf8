"""Order of a list, and the place in it: keyset paging, so that page n costs what page 1 costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.fields.link import Named
from concerto.kernel.query.compiling import asked
from concerto.kernel.query.cursors import foreign, packed, unpacked
from concerto.kernel.query.language import Unclear


@dataclass(frozen=True)
class Order:
    """Sorted by one field, empties last either way, ties by id in the same direction.

    `halves` are the rows that have a value and those that have none, each a range of an index; None where all have one.
    """

    field: Field
    column: str
    descending: bool
    halves: tuple[Q, Q] | None

    def by(self) -> list[str]:
        return [f"-{self.column}", "-pk"] if self.descending else [self.column, "pk"]

    def written(self) -> str:
        return f"-{self.field.id}" if self.descending else self.field.id


@dataclass(frozen=True)
class Place:
    """Where a page ended: the sort value of its last row, and its id."""

    value: Any
    id: int

    @property
    def is_empty(self) -> bool:
        return self.value in (None, "")


def order(actor: Actor, entity: Entity, text: str | None) -> Order:
    """Read `name` or `-updated_at`; without a text the title's order. Raises Unclear for what cannot be sorted by."""
    if not text:
        return _order(entity.title, entity, descending=False)
    field = asked(actor, entity, text.removeprefix("-"))
    if not field.kind.sortable:
        raise Unclear(_("A list cannot be sorted by “%(field)s”.") % {"field": field.label})
    return _order(field, entity, descending=text.startswith("-"))


def _order(field: Field, entity: Entity, *, descending: bool) -> Order:
    if field.id == entity.title.id:
        halves = None if field.required else (Q(sort_key__gt=""), Q(sort_key=""))
        return Order(field, "sort_key", descending, halves)
    return Order(field, field.attribute, descending, field.halves())


def after(order: Order, place: Place) -> Q:
    """Rows that come after a place. The first comparison alone bounds the index range; the rest settles ties."""
    beyond, id_beyond = ("lt", "pk__lt") if order.descending else ("gt", "pk__gt")
    if place.value is None or (place.is_empty and order.halves):
        return Q((id_beyond, place.id))
    tie = Q((order.column, place.value), (id_beyond, place.id))
    return Q((f"{order.column}__{beyond}e", place.value)) & (Q((f"{order.column}__{beyond}", place.value)) | tie)


def cursor(order: Order, last: Record) -> str:
    """An opaque text that names the place of a row in an order."""
    value = order.field.dump(last) if order.column != "sort_key" else last.sort_key
    return packed(order.written(), value, last.pk)


def place(order: Order, text: str) -> Place:
    """Read a cursor; raises Unclear for one that is not ours or belongs to another order."""
    written, value, id = unpacked(text, 3)
    if written != order.written():
        raise foreign()
    try:
        return Place(_loaded(order, value), id)
    except Unreadable as unreadable:
        raise foreign() from unreadable


def _loaded(order: Order, value: Any) -> Any:
    """The sort value in a cursor, as the database compares it."""
    if isinstance(value, str) and "\x00" in value:
        raise foreign()
    if value is None or order.column == "sort_key":
        return value if value is None or isinstance(value, str) else str(value)
    loaded = order.field.kind.parse(order.field, value)
    if isinstance(loaded, Named):
        raise foreign()
    return loaded if order.field.kind.is_empty(loaded) else order.field.compared(loaded)
