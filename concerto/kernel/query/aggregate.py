"""What the rows of a list come to, in groups: one query, over exactly the rows that the list has for this actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.query.grouping import Grouping, Measure, groupings, measures
from concerto.kernel.query.language import parse
from concerto.kernel.query.listing import Asked, chosen

MOST_GROUPS = 500


@dataclass(frozen=True)
class Group:
    """`values` are what its rows have in common, in the order of the groupings; `measured` goes by the names of the measures."""

    values: tuple[Any, ...]
    measured: dict[str, Any]


@dataclass(frozen=True)
class Summary:
    """The groups in the order of their values. `more` says that there are more than MOST_GROUPS: then these are the largest."""

    groupings: Sequence[Grouping]
    measures: Sequence[Measure]
    groups: list[Group]
    more: bool


def aggregate(actor: Actor, entity: Entity, asked: Asked, *, group: str = "", measure: str = "") -> Summary:
    """Group and measure what `asked` leaves (its filter and search). Raises Unclear."""
    return summary(actor, entity, asked, groupings(actor, entity, group), measures(actor, entity, measure))


def summary(actor: Actor, entity: Entity, asked: Asked, by: Sequence[Grouping], measured: Sequence[Measure]) -> Summary:
    """The same of groupings and measures that were read already; the names within the query are ours, never a person's."""
    rows = chosen(actor, entity, asked, parse(asked.filter)).order_by()
    keys = {f"group_{at}": grouping.expression() for at, grouping in enumerate(by)}
    values = {f"measure_{at}": measure.expression() for at, measure in enumerate(measured)}
    if not keys:
        return Summary(by, measured, [_group((), rows.aggregate(**values), measured)], more=False)
    size = Measure("count").expression()
    found = list(
        rows.annotate(**keys).values(*keys).annotate(**values, size=size).order_by("-size", *keys)[: MOST_GROUPS + 1]
    )
    groups = [_group(tuple(row[key] for key in keys), row, measured) for row in found[:MOST_GROUPS]]
    return Summary(by, measured, sorted(groups, key=lambda each: _place(by, each)), more=len(found) > MOST_GROUPS)


def _group(values: tuple[Any, ...], row: dict[str, Any], measured: Sequence[Measure]) -> Group:
    return Group(values, {measure.written: row[f"measure_{at}"] for at, measure in enumerate(measured)})


def _place(by: Sequence[Grouping], group: Group) -> tuple[Any, ...]:
    """Choices as they are declared, dates as they come, links by their size (as found), what is empty last."""
    return tuple(_rank(grouping, value) for grouping, value in zip(by, group.values, strict=True))


def _rank(grouping: Grouping, value: Any) -> tuple[bool, Any]:
    field = grouping.field
    if field.is_link or field.kind.is_empty(value):
        return field.kind.is_empty(value), 0
    if field.choices:
        ids = list(field.choices)
        return False, ids.index(value) if value in ids else len(ids)
    return False, value.toordinal() if grouping.step else value
