"""The foot of a list: how many rows, and under each column what its values come to, as the reader chose it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.listing.asking import Shown, parameters
from concerto.kernel.pages.listing.columns import Column
from concerto.kernel.query.aggregate import summary
from concerto.kernel.query.compiling import asked as asked_field
from concerto.kernel.query.grouping import FILLED, Measure, measures_of, parts
from concerto.kernel.query.language import Unclear
from concerto.kernel.query.listing import Count, count
from concerto.kernel.text.numbers import show_number
from concerto.kernel.ui.addresses import with_query

NOTHING = "none"
SCALES_END = 10_000  # numbers that cannot be greater are scores, ranks, days: their sum says nothing
LABELS = {
    "sum": _("Sum"),
    "avg": _("Average"),
    "min": _("Smallest"),
    "max": _("Largest"),
    FILLED: _("Filled"),
    NOTHING: _("Nothing"),
}
SHORT: Mapping[str, Label] = {
    "sum": "Σ",
    "avg": "⌀",
    "min": _("min."),
    "max": _("max."),
}  # under numbers, where there is little room
IN_TIME = {"min": _("Earliest"), "max": _("Latest")}


@dataclass(frozen=True)
class Way:
    """One thing that could stand under a column, and the address of the foot that has it."""

    label: Label
    address: str
    here: bool


@dataclass(frozen=True)
class Foot:
    """What stands under one column: the name of the measure and its value, and what else could. No ways: nothing could."""

    column: Column
    label: Label
    measure: str
    value: Any
    ways: Sequence[Way]

    @property
    def short(self) -> Label:
        return SHORT.get(self.measure, self.label) if self.column.is_number else self.label


@dataclass(frozen=True)
class Totals:
    count: Count
    feet: Sequence[Foot]

    @property
    def number(self) -> str:
        """How many in words: 214, or ≈ 12,480 where it is estimated."""
        number = show_number(self.count.value, get_language() or "en")
        return number if self.count.exact else f"≈ {number}"


def totals(actor: Actor, entity: Entity, asked: Shown, columns: Sequence[Column]) -> Totals:
    """Count and measure. Unasked only what can be summed is, and only where the count is exact. Raises Unclear."""
    counted, known = count(actor, entity, asked), readable(actor, entity)
    fields = [column.field for column in columns if column.field.id in known]
    chosen = chosen_in(actor, entity, asked.totals)
    usual = {field.id: "sum" for field in fields if counted.exact and adds_up(field)}
    wanted = {id: function for id, function in (usual | chosen).items() if function != NOTHING}
    measured = measure(actor, entity, asked, fields, wanted) if counted.value else {}
    return Totals(counted, [foot(entity, asked, column, known, wanted, measured) for column in columns])


def adds_up(field: Field) -> bool:
    return "sum" in field.kind.measures and field.bounds[1] > SCALES_END


def chosen_in(actor: Actor, entity: Entity, text: str) -> dict[str, str]:
    """Field id → measure, of `revenue:avg,city:filled`. Raises Unclear."""
    chosen: dict[str, str] = {}
    for part in parts(text):
        id, _colon, function = part.partition(":")
        if function not in (*measures_of(asked_field(actor, entity, id)), NOTHING):
            raise Unclear(_("“%(text)s” cannot stand under a column.") % {"text": part[:60]})
        chosen[id] = function
    return chosen


def measure(
    actor: Actor, entity: Entity, asked: Shown, fields: Sequence[Field], wanted: Mapping[str, str]
) -> Mapping[str, Any]:
    """Field id → what its values come to; one query for all of them."""
    measures = [Measure(wanted[field.id], field) for field in fields if field.id in wanted]
    if not measures:
        return {}
    found = summary(actor, entity, asked, [], measures).groups[0].measured
    return {str(each.field.id): found[each.written] for each in measures if each.field}


def foot(
    entity: Entity, asked: Shown, column: Column, known: Mapping[str, Field], wanted: Mapping[str, str], measured: Mapping[str, Any]
) -> Foot:  # fmt: skip
    field = column.field
    here = wanted.get(field.id, NOTHING)
    if column.is_title or field.id not in known:
        return Foot(column, "", NOTHING, None, [])
    ways = [
        Way(label_of(field, function), address_with(entity, asked, field, function), function == here)
        for function in (*measures_of(field), NOTHING)
    ]
    return Foot(column, label_of(field, here), here, measured.get(field.id), ways)


def label_of(field: Field, function: str) -> Label:
    return IN_TIME[function] if function in IN_TIME and field.kind.steps else LABELS[function]


def address_with(entity: Entity, asked: Shown, field: Field, function: str) -> str:
    """The foot with another measure under one column."""
    others = [part for part in parts(asked.totals) if part.partition(":")[0] != field.id]
    changed = replace(asked, totals=",".join([*others, f"{field.id}:{function}"]))
    return with_query(f"/{entity.path}/count", **parameters(changed), chosen=1)
