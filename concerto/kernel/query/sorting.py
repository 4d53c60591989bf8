"""Order of a list, and the place in it: keyset paging, so that page n costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, TypeAlias

from django.db.models import Case, Q, Value, When
from django.db.models.expressions import OrderBy
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

MOST_KEYS = 3
Term: TypeAlias = "str | Case | OrderBy"


@dataclass(frozen=True)
class Key:
    """One field sorted by, empties last either way; choices stand in the order in which they are declared.

    `halves` are the rows that have a value and those that have none, each a range of an index; None where all have one.
    """

    field: Field
    column: str
    descending: bool
    halves: tuple[Q, Q] | None

    @property
    def direction(self) -> str:
        return "-" if self.descending else ""

    def written(self) -> str:
        return f"{self.direction}{self.field.id}"

    def value(self, record: Record) -> Any:
        return record.sort_key if self.column == "sort_key" else self.field.dump(record)

    def term(self) -> Term:
        """What a query is ordered by."""
        if not self.choices:
            return f"{self.direction}{self.column}"
        ranks = [When(Q((self.column, id)), then=Value(rank)) for rank, id in enumerate(self.choices)]
        return OrderBy(Case(*ranks, default=Value(len(ranks))), descending=self.descending)

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices in their order; what is no longer one of them stands behind them."""
        return tuple(self.field.choices) if self.field.kind.ranked and self.column != "sort_key" else ()

    def same(self, value: Any) -> Q:
        if self.halves and value in (None, ""):
            return self.halves[1]
        return self._gone() if self.choices and value not in self.choices else Q((self.column, value))

    def beyond(self, value: Any) -> Q | None:
        """Rows further on by this key; None where there can be none, as behind the empty ones."""
        if value is None or (value == "" and self.halves):
            return None
        further = self._further_choices(value) if self.choices else Q((f"{self.column}__{self._side}", value))
        return further | self.halves[1] if self.halves else further

    def bound(self, value: Any) -> Q:
        """Rows at a value or further on: of columns a range of their index."""
        if not self.choices:
            return Q((f"{self.column}__{self._side}e", value))
        return self.same(value) | self._further_choices(value)

    @property
    def _side(self) -> str:
        return "lt" if self.descending else "gt"

    def _further_choices(self, value: Any) -> Q:
        at = self.choices.index(value) if value in self.choices else len(self.choices)
        if self.descending:
            return Q((f"{self.column}__in", self.choices[:at]))
        further = Q((f"{self.column}__in", self.choices[at + 1 :]))
        return further | self._gone() if at < len(self.choices) else further

    def _gone(self) -> Q:
        """Rows with a value that is none of the choices any more."""
        return ~Q((f"{self.column}__in", ("", *self.choices)))


@dataclass(frozen=True)
class Order:
    """Sorted by the first key, equal ones by the next, ties by id in the direction of the first."""

    keys: tuple[Key, ...]

    @property
    def first(self) -> Key:
        return self.keys[0]

    @property
    def halves(self) -> tuple[Q, Q] | None:
        return self.first.halves

    def by(self) -> list[Term]:
        """The terms of a query; of the first key only values are compared: its halves are asked one after the other."""
        first = self.first
        return [first.term(), *self._further(), f"{first.direction}pk"]

    def _further(self) -> Iterator[Term]:
        for key in self.keys[1:]:
            if key.halves:
                yield Case(When(key.halves[1], then=Value(1)), default=Value(0))
            yield key.term()

    def written(self) -> str:
        return ",".join(key.written() for key in self.keys)


@dataclass(frozen=True)
class Place:
    """Where a page ended: the sort values of its last row, and its id."""

    values: tuple[Any, ...]
    id: int

    @property
    def is_empty(self) -> bool:
        """Whether it lies among the rows without a value of the first key."""
        return self.values[0] in (None, "")


def order(actor: Actor, entity: Entity, text: str | None) -> Order:
    """Read `name` or `-updated_at,name`; without a text the title's order. Raises Unclear for what cannot be sorted by."""
    if not text:
        return Order((_key(entity.title, entity, descending=False),))
    keys: dict[str, Key] = {}
    for word in text.split(","):
        key = _key_of(actor, entity, word)
        keys.setdefault(key.field.id, key)  # sorting a second time by the same field changes nothing
    if len(keys) > MOST_KEYS:
        raise Unclear(_("A list can be sorted by at most %(most)s fields.") % {"most": MOST_KEYS})
    return Order(tuple(keys.values()))


def _key_of(actor: Actor, entity: Entity, word: str) -> Key:
    field = asked(actor, entity, word.removeprefix("-"))
    if not field.kind.sortable:
        raise Unclear(_("A list cannot be sorted by “%(field)s”.") % {"field": field.label})
    return _key(field, entity, descending=word.startswith("-"))


def _key(field: Field, entity: Entity, *, descending: bool) -> Key:
    if field.id != entity.title.id:
        return Key(field, field.attribute, descending, field.halves())
    halves = None if field.required else (Q(sort_key__gt=""), Q(sort_key=""))
    return Key(field, "sort_key", descending, halves)


def after(order: Order, place: Place) -> Q:
    """Rows that come after a place. The first comparison alone bounds the index range; the rest settles ties."""
    id_beyond = Q(("pk__lt" if order.first.descending else "pk__gt", place.id))
    equal = [key.same(value) for key, value in zip(order.keys, place.values, strict=True)]
    beyond = [key.beyond(value) for key, value in zip(order.keys, place.values, strict=True)]
    steps = [
        reduce(and_, equal[:at], further) for at, further in enumerate((*beyond, id_beyond)) if further is not None
    ]
    settled = reduce(or_, steps)
    if place.is_empty:
        return equal[0] & settled
    return order.first.bound(place.values[0]) & settled


def cursor(order: Order, last: Record) -> str:
    """An opaque text that names the place of a row in an order."""
    return packed(order.written(), [key.value(last) for key in order.keys], last.pk)


def place(order: Order, text: str) -> Place:
    """Read a cursor; raises Unclear for one that is not ours or belongs to another order."""
    written, values, id = unpacked(text, 3)
    if written != order.written() or not isinstance(values, list) or len(values) != len(order.keys):
        raise foreign()
    try:
        return Place(tuple(_loaded_all(order.keys, values)), id)
    except Unreadable as unreadable:
        raise foreign() from unreadable


def _loaded_all(keys: Sequence[Key], values: Sequence[Any]) -> Iterator[Any]:
    for key, value in zip(keys, values, strict=True):
        yield _loaded(key, value)


def _loaded(key: Key, value: Any) -> Any:
    """The sort value in a cursor, as the database compares it."""
    if isinstance(value, str) and "\x00" in value:
        raise foreign()
    if value is None or key.column == "sort_key":
        return value if value is None or isinstance(value, str) else str(value)
    if key.choices and isinstance(value, str):
        return value
    loaded = key.field.kind.parse(key.field, value)
    if isinstance(loaded, Named):
        raise foreign()
    return loaded if key.field.kind.is_empty(loaded) else key.field.compared(loaded)
