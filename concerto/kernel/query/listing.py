"""A page of a list: filter, order, place and count under one roof. Page, API and export all come here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import searchable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import EVERYTHING, Node, parse
from concerto.kernel.query.sorting import Order, after, cursor, order, place
from concerto.kernel.query.veil import veil
from concerto.kernel.search.finding import found
from concerto.kernel.statements.kept import Slot

COUNTED = 10_000  # a count above this is the planner's estimate
LONGEST_PAGE = 200


@dataclass(frozen=True)
class Asked:
    """What a list was asked for, as it stands in an address."""

    filter: str = ""
    sort: str = ""
    q: str = ""
    cursor: str = ""
    limit: int = 50
    trashed: bool = False
    only: Q = field(default_factory=Q)  # set by code, never by a person: rows of one record's panel


@dataclass(frozen=True)
class Page:
    """Rows in order, where to go on, and the order they stand in."""

    rows: list[Any]
    next: str | None
    order: Order
    tree: Node


@dataclass(frozen=True)
class Count:
    """How many rows; not exact where counting them would cost more than it tells."""

    value: int
    exact: bool


def page(actor: Actor, entity: Entity, asked: Asked, *, links: bool = True) -> Page:
    """One page for this actor, with or without the records that its rows link to. Raises Unclear (filter, sort or cursor)."""
    sorted_by = order(actor, entity, asked.sort)
    tree = parse(asked.filter)
    wanted = max(1, min(asked.limit, LONGEST_PAGE))
    if is_whole(asked, tree):
        taken = _beginning(actor, entity, asked, wanted + 1, links)
    else:
        rows = loaded(entity, chosen(actor, entity, asked, tree), links=links)
        taken = _taken(rows, sorted_by, asked.cursor, wanted + 1)
    more = len(taken) > wanted
    rows_shown = list(veil(actor, entity, taken[:wanted])) if links else taken[:wanted]
    return Page(rows_shown, cursor(sorted_by, rows_shown[-1]) if more else None, sorted_by, tree)


def is_whole(asked: Asked, tree: Node) -> bool:
    """Whether a list is asked for from its beginning and as a whole, as most are."""
    return not (asked.q or asked.cursor or asked.only) and tree == EVERYTHING


def _beginning(actor: Actor, entity: Entity, asked: Asked, wanted: int, links: bool) -> list[Record]:
    """The first rows of a whole list: those with a sort value, then the empty ones."""
    given = (entity, asked.sort, asked.trashed, wanted, links)
    taken = _half(actor, *given, 0).rows()
    return taken if len(taken) == wanted else (taken + _half(actor, *given, 1).rows())[:wanted]


@kept
def _half(
    actor: Actor, entity: Entity, sort: str, trashed: bool, wanted: int, links: bool, half: int
) -> QuerySet[Record]:
    sorted_by = order(actor, entity, sort)
    rows = loaded(entity, visible_to(actor, entity.model, trashed=trashed), links=links).order_by(*sorted_by.by())
    if sorted_by.halves is None:
        return rows.none() if half else rows[:wanted]
    return rows.filter(sorted_by.halves[half])[:wanted]


def one(actor: Actor, entity: Entity, id: int, *, trashed: bool = False, links: bool = True) -> Record:
    """One record, with or without the records it links to. Raises NotThere."""
    row = _one(actor, entity, trashed, links).first(id=id) if 0 < id < 2**63 else None
    if row is None:
        raise NotThere()
    return veil(actor, entity, [row])[0] if links else row


@kept
def _one(actor: Actor, entity: Entity, trashed: bool, links: bool) -> QuerySet[Record]:
    return loaded(entity, visible_to(actor, entity.model, trashed=trashed).filter(pk=Slot("id")), links=links)


def chosen(
    actor: Actor, entity: Entity, asked: Asked, tree: Node = EVERYTHING, act: Act = Act.READ
) -> QuerySet[Record]:
    """The rows that a filter and a search leave of what the actor may see."""
    rows = visible_to(actor, entity.model, act, trashed=asked.trashed).filter(asked.only)
    if asked.q:
        rows = found(rows, asked.q) if searchable(actor, entity) else rows.none()
    return rows.filter(compiled(actor, entity, tree)) if tree != EVERYTHING else rows


def loaded(entity: Entity, rows: QuerySet[Record], *, links: bool) -> QuerySet[Record]:
    """Rows without what only search needs, with or without the records they link to."""
    return with_links(entity, rows) if links else rows.defer("search")


def with_links(entity: Entity, rows: QuerySet[Record]) -> QuerySet[Record]:
    """Rows with the records they link to, without what only search needs: one query however many rows.

    Of a linked record comes what it is called and drawn by.
    """
    links = [link for link in entity.links if not link.is_custom]  # `veil` brings what the others lead to
    beyond = [name for link in links for name in _left_out(link)]
    return rows.select_related(*map(_with_hue, links)).defer("search", *beyond)


def _with_hue(link: Field) -> str:
    """A link to people brings their department along: its hue is the colour they are drawn in."""
    hue = _hue_of(entity_of(link.target))
    return f"{link.id}__{hue}" if hue else link.id


def _hue_of(target: Entity) -> str:
    return target.department.removesuffix("_id") if target.person is True and target.department else ""


def _left_out(link: Field) -> Iterator[str]:
    """The columns of a linked record, and of its department, that nobody who is shown the link looks at."""
    target = entity_of(link.target)
    hue = _hue_of(target)
    wanted = {"id", "trashed_at", hue, *(field.id for field in (target.title, target.title_zh) if field)}
    columns = [column.name for column in target.model._meta.concrete_fields]
    all_told = not isinstance(target.person, bool) or "hue" in columns  # drawn by more than their name
    yield from (f"{link.id}__{name}" for name in (["search"] if all_told else columns) if name not in wanted)
    if hue:
        department = target.model._meta.get_field(hue).related_model
        names = (column.name for column in department._meta.concrete_fields)  # type: ignore[union-attr]
        yield from (f"{link.id}__{hue}__{name}" for name in names if name not in ("id", "hue"))


def _taken(rows: QuerySet[Record], order: Order, text: str, wanted: int) -> list[Record]:
    """The next rows after a cursor: those with a sort value first, then the empty ones, each by its own index range."""
    at = place(order, text) if text else None
    rows = rows.order_by(*order.by())
    if order.halves is None:
        return list((rows.filter(after(order, at)) if at else rows)[:wanted])
    valued, empty = map(rows.filter, order.halves)
    if at and at.is_empty:
        return list(empty.filter(after(order, at))[:wanted])
    taken = list((valued.filter(after(order, at)) if at else valued)[:wanted])
    return taken if len(taken) == wanted else taken + list(empty[: wanted - len(taken)])


def count(actor: Actor, entity: Entity, asked: Asked) -> Count:
    """How many rows the list has in all: exact up to COUNTED, the planner's estimate above."""
    tree = parse(asked.filter)
    rows = chosen(actor, entity, asked, tree)
    if is_whole(replace(asked, cursor=""), tree):
        counted = _all(actor, entity, asked.trashed).count()
    else:
        counted = rows.order_by()[: COUNTED + 1].count()
    if counted <= COUNTED:
        return Count(counted, exact=True)
    return Count(max(estimate(rows), COUNTED + 1), exact=False)


@kept
def _all(actor: Actor, entity: Entity, trashed: bool) -> QuerySet[Record, Any]:
    return visible_to(actor, entity.model, trashed=trashed).values_list("pk")[: COUNTED + 1]


def estimate(rows: QuerySet[Record]) -> int:
    """How many rows the planner expects."""
    sql, values = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"explain (format json) {sql}", values)
        return int(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])
