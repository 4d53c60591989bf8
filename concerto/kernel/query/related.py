"""What the records of another noun that link to a row come to, as a condition on the row: one set, whatever the number of rows.

The related records are grouped once and joined to the rows, never asked row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import Avg, Count, DecimalField, Expression, F, Func, Max, Min, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import is_off, may, readable, scopes
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.among import Among
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities, find
from concerto.kernel.fields import whole
from concerto.kernel.fields.number import WHOLE
from concerto.kernel.fields.operators import (
    ANY_OF,
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    EMPTY,
    FILLED,
    IS,
    IS_NOT,
    LESS,
    MORE,
    NONE_OF,
    NOT_WITHIN,
    WITHIN,
    Operator,
)
from concerto.kernel.query.compiling import answering, asked, compiled, read
from concerto.kernel.query.language import COUNT, EVERYTHING, FIRST, LAST, Node, Related, Unclear

KEY, VALUE = "related_key", "related_value"
Comparison = Callable[[int, list[int]], bool]
HOLDS: Mapping[Operator, Comparison] = {
    IS: lambda number, values: number == values[0],
    LESS: lambda number, values: number < values[0],
    AT_MOST: lambda number, values: number <= values[0],
    MORE: lambda number, values: number > values[0],
    AT_LEAST: lambda number, values: number >= values[0],
    BETWEEN: lambda number, values: values[0] <= number <= values[1],
}


POSITIVE = {IS_NOT: IS, NONE_OF: ANY_OF, FILLED: EMPTY, NOT_WITHIN: WITHIN}


class Value(Field):
    """What the records of one row come to, asked like a field of the kind it has."""

    @property
    def attribute(self) -> str:
        return VALUE


NUMBER = Value(whole(_("How many")), WHOLE)
MANY = 2_147_483_647


class Found(Expression):
    """Whether the rows of a query have the key of the outer row. The query stands by itself, so that it is run once."""

    conditional = True

    def __init__(self, rows: QuerySet[Any], outer: Any = None) -> None:
        super().__init__(output_field=models.BooleanField())
        self.rows, self.outer = rows, outer or F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self.outer]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.outer,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        outer, outer_values = compiler.compile(self.outer)
        inner, values = self.rows.query.get_compiler(connection=connection).as_sql()
        if self.rows.query.group_by is not None:  # else every parallel worker would group all of them for itself
            inner = f'with grouped as materialized ({inner}) select "{KEY}" from grouped'
        sql = f'exists (select 1 from ({inner}) related where related."{KEY}" = {outer})'
        return sql, (*values, *outer_values)


def coming_to(actor: Actor, entity: Entity, question: Related, among: Collection[int] | None = None) -> Q:
    """Rows of `entity` whose linking records answer the question. Raises Unclear."""
    other, link = linking(entity, question, actor)
    rows = linked_rows(actor, other, link, question.where)
    if among is not None:
        rows = rows.filter(Among(link.attribute, among, models.BigIntegerField))
    positive = replace(question, operator=POSITIVE.get(question.operator, question.operator))
    asks = _counted if question.measure == COUNT else _measured
    matched = asks(actor, other, rows, positive)
    return ~matched if question.operator.negated else matched


def linked_rows(actor: Actor, other: Entity, link: Field, where: Node) -> QuerySet[Any]:
    """The records of `other` that the actor may see and `where` leaves, with the row that each links to as KEY. Raises Unclear."""
    rows = _within_reach(actor, other, link).order_by()
    if where != EVERYTHING:
        rows = rows.filter(compiled(actor, other, where))
    return rows.filter(Q((f"{link.attribute}__isnull", False))).annotate(**{KEY: F(link.attribute)})


def _within_reach(actor: Actor, other: Entity, link: Field) -> QuerySet[Record]:
    """What the actor may see. Of records that belong to the row itself, which is visible, nothing more need be asked."""
    given = frozenset({Scope.ALL}) if actor.is_system else scopes(actor, other, Act.READ)
    if other.follows and other.follows.id == link.id and given & {Scope.ALL, Scope.READABLE}:
        return other.model.everything.filter(trashed_at=None)
    return visible_to(actor, other.model)


def _counted(actor: Actor, other: Entity, rows: QuerySet[Any], question: Related) -> Q:
    """Rows that none link to are among those asked for where zero answers: then the others are those left out."""
    holds = HOLDS.get(question.operator)
    if holds is None:
        raise Unclear(_("A number is asked with =, !=, <, <=, >, >= or between."))
    values = [read(actor, NUMBER, value) for value in question.values]
    zero = holds(0, values)
    if any(holds(number, values) == zero for number in (1, 2, MANY)):
        answered = answering(actor, NUMBER, question)
        rows = _grouped(rows, Count("*")).filter(~answered if zero else answered)
    matched = Q(Found(rows.values(KEY)))
    return ~matched if zero else matched


def _measured(actor: Actor, other: Entity, rows: QuerySet[Any], question: Related) -> Q:
    """Rows that none link to have no value: they are those that are empty."""
    field = asked(actor, other, question.field)
    if question.measure not in measures_of(field):
        raise Unclear(_("“%(field)s” cannot be measured by “%(function)s”.") % {"field": field.label, "function": question.measure})  # fmt: skip
    if question.operator is EMPTY:
        return ~Q(Found(rows.filter(~field.where_empty()).values(KEY)))
    if question.measure in (FIRST, LAST):
        return Q(Found(_at_the_end(actor, other, field, rows, question).values(KEY)))
    answered = answering(actor, Value(field.column, field.kind), question)
    return Q(Found(_grouped(rows, _aggregate(field, question.measure)).filter(answered).values(KEY)))


def _at_the_end(actor: Actor, other: Entity, field: Field, rows: QuerySet[Any], question: Related) -> QuerySet[Any]:
    """Rows whose first or last record answers: where the first or last of those that answer is that of all. Nothing is sorted.

    It cannot lie further out than that, so it is asked whether it is as far: of equality the database would expect few rows.
    """
    when = other.happened.attribute if other.happened else "created_at"
    outermost, as_far = (Max, "gte") if question.measure == LAST else (Min, "lte")
    place = Func(F(when), F("pk"), function="row", output_field=models.Field())
    told = ~field.where_empty()
    grouped = _grouped(rows, outermost(place, filter=told))
    answered = outermost(place, filter=told & answering(actor, field, question))
    found: QuerySet[Any] = grouped.annotate(related_answer=answered).filter(Q((f"related_answer__{as_far}", F(VALUE))))
    return found


def _grouped(rows: QuerySet[Any], measure: Any) -> QuerySet[Any]:
    grouped: QuerySet[Any] = rows.values(KEY).annotate(**{VALUE: measure})
    return grouped


def _aggregate(field: Field, measure: str) -> Any:
    if measure == "avg":
        return Avg(field.amount(), output_field=DecimalField())
    return {"sum": Sum, "min": Min, "max": Max}[measure](field.amount())


def measures_of(field: Field) -> tuple[str, ...]:
    """What related records can come to in a field: what its kind measures, and what its first and its last value are."""
    if field.is_custom or field.kind.id in ("tags", "choices", "long-text"):
        return ()
    return (*field.kind.measures, FIRST, LAST)


def linking(entity: Entity, question: Related, actor: Actor | None = None) -> tuple[Entity, Field]:
    """The noun that is asked about and the link by which its records lead here, for this actor if one is given. Raises Unclear."""
    other = find(question.noun)
    links = dict(links_here(entity, other, actor)) if other else {}
    link = links.get(question.via) if question.via else next(iter(links.values()), None)
    if other is None or link is None:
        raise Unclear(_("There is nothing called “%(noun)s” that links to these records.") % {"noun": f"{question.noun} {question.via}".strip()[:60]})  # fmt: skip
    return other, link


def links_here(entity: Entity, other: Entity, actor: Actor | None) -> Iterator[tuple[str, Field]]:
    """The links of `other` that lead to `entity`, the one it belongs to first; only those that the actor may know."""
    if actor and (is_off(actor, other) or not may(actor, other, Act.READ)):
        return
    known = readable(actor, other) if actor else other.fields
    links = [link for link in other.links if not link.is_custom and link.target is entity.model and link.id in known]
    yield from ((link.id, link) for link in sorted(links, key=lambda link: link != other.follows))


def askable(actor: Actor, entity: Entity) -> Iterator[tuple[Entity, Field]]:
    """Every noun whose records can be asked about, by every link."""
    for other in entities():
        for _id, link in links_here(entity, other, actor):
            yield other, link
