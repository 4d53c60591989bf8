"""The first rows of several lanes of a list (a board's columns, a calendar's days), all lanes in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.query.grouping import Grouping, is_empty
from concerto.kernel.query.language import parse
from concerto.kernel.query.listing import Asked, chosen, with_links
from concerto.kernel.query.sorting import Order, cursor, order
from concerto.kernel.query.veil import veil


@dataclass(frozen=True)
class First:
    """The first rows of a lane and the cursor of what follows, None at its end."""

    rows: Sequence[Any]
    next: str | None


NOTHING = First((), None)


def holding(field: Field, value: Any) -> Q:
    """Rows with this value in a field; an empty value means those without one."""
    return is_empty(field) if field.kind.is_empty(value) else Q((field.attribute, value))


def first_rows(
    actor: Actor, entity: Entity, asked: Asked, field: Field, values: Sequence[Any], each: int
) -> Mapping[Any, First]:
    """Value → the first `each` rows that have it, in the list's order; every lane reads no further than it shows."""
    if not values:
        return {}
    sorted_by = order(actor, entity, asked.sort)
    rows = chosen(actor, entity, asked, parse(asked.filter))
    parts = [_begun(rows.filter(holding(field, value)), sorted_by)[: each + 1].values("pk") for value in values]
    ids = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    found = _begun(with_links(entity, visible_to(actor, entity.model).filter(pk__in=ids)), sorted_by)
    lanes: dict[Any, list[Record]] = defaultdict(list)
    for row in veil(actor, entity, list(found)):
        lanes[field.value(row)].append(row)
    return {value: _first(sorted_by, rows, each) for value, rows in lanes.items()}


def _begun(rows: QuerySet[Record], order: Order) -> QuerySet[Record]:
    """Rows in order, those without a sort value last."""
    last = [ExpressionWrapper(order.halves[1], output_field=BooleanField())] if order.halves else []
    return rows.order_by(*last, *order.by())


def _first(order: Order, rows: list[Record], each: int) -> First:
    return First(rows[:each], cursor(order, rows[each - 1]) if len(rows) > each else None)


def between(field: Field, first: date, last: date) -> Q:
    """Rows of these days, both included; the days of moments are those of the reader's time zone."""
    if field.kind.id == "day":
        return Q((f"{field.id}__gte", first), (f"{field.id}__lte", last))
    return Q((f"{field.id}__gte", midnight(first)), (f"{field.id}__lt", midnight(last + timedelta(days=1))))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def day_of(value: date | datetime) -> date:
    """The day that a value is on where the reader is."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def rows_by_day(
    actor: Actor, entity: Entity, asked: Asked, grouping: Grouping, each: int
) -> Mapping[date, list[Record]]:
    """Day → its first `each` rows, the earliest first. The days are limited by what was asked."""
    field = grouping.field
    place = Window(RowNumber(), partition_by=[grouping.expression()], order_by=[F(field.id), F("pk")])
    rows = chosen(actor, entity, asked, parse(asked.filter)).order_by()
    ids = rows.annotate(place_in_day=place).filter(place_in_day__lte=each).values("pk")
    found = with_links(entity, visible_to(actor, entity.model).filter(pk__in=ids)).order_by(field.id, "pk")
    days: dict[date, list[Record]] = defaultdict(list)
    for row in veil(actor, entity, list(found)):
        days[day_of(field.value(row))].append(row)
    return days
