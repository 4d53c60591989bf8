"""What rows are grouped by, and what of each group is measured: read from an address, only fields that the actor may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Avg, Count, DateField, DecimalField, Max, Min, Sum
from django.db.models.functions import Trunc
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.query.compiling import asked
from concerto.kernel.query.language import Unclear

MOST_GROUPED, MOST_MEASURED = 2, 24
COUNT, FILLED = "count", "filled"
FUNCTIONS: dict[str, type[Aggregate]] = {"sum": Sum, "avg": Avg, "min": Min, "max": Max}


@dataclass(frozen=True)
class Grouping:
    """Rows of one value of a field together; of a date those of one step (day, week, month, quarter, year)."""

    field: Field
    step: str
    written: str

    def expression(self) -> Any:
        """What the database groups by; a moment counts to the day that it is in the reader's time zone."""
        if not self.step:
            return self.field.grouped()
        return Trunc(self.field.amount(), self.step, output_field=DateField())


@dataclass(frozen=True)
class Measure:
    """How many rows, how many with a value, or what the values come to. `written` is its name in an address and an answer."""

    function: str
    field: Field | None = None

    @property
    def written(self) -> str:
        return f"{self.function}:{self.field.id}" if self.field else self.function

    def expression(self) -> Any:
        if self.field is None:
            return Count("pk")
        if self.function == FILLED:
            return Count("pk", filter=~self.field.where_empty())
        if self.function == "avg":
            return Avg(self.field.amount(), output_field=DecimalField())  # a number of the database's own, not rounded
        return FUNCTIONS[self.function](self.field.amount())


def groupings(actor: Actor, entity: Entity, text: str) -> list[Grouping]:
    """Read `stage` or `owner,created_at:month`. Raises Unclear for what cannot be grouped by."""
    found = [_grouping(actor, entity, part) for part in parts(text)]
    if len(found) > MOST_GROUPED:
        raise Unclear(_("Rows are grouped by at most %(most)s fields.") % {"most": MOST_GROUPED})
    return found


def _grouping(actor: Actor, entity: Entity, text: str) -> Grouping:
    id, _colon, step = text.partition(":")
    field = asked(actor, entity, id)
    steps = steps_of(field)
    if not steps:
        raise Unclear(_("Rows cannot be grouped by “%(field)s”.") % {"field": field.label})
    step = step or steps[0]
    if step not in steps or (text.endswith(":")):
        raise Unclear(_("“%(text)s” is not a way to group; a date is grouped by day, week, month, quarter or year.") % {"text": text[:60]})  # fmt: skip
    return Grouping(field, step, text)


def measures(actor: Actor, entity: Entity, text: str) -> list[Measure]:
    """Read `count,sum:amount`; nothing means the count. Raises Unclear for what cannot be measured."""
    found = [_measure(actor, entity, part) for part in parts(text)]
    if len(found) > MOST_MEASURED:
        raise Unclear(_("At most %(most)s measures are taken at once.") % {"most": MOST_MEASURED})
    return found or [Measure(COUNT)]


def _measure(actor: Actor, entity: Entity, text: str) -> Measure:
    function, _colon, id = text.partition(":")
    if text == COUNT:
        return Measure(COUNT)
    if function != FILLED and function not in FUNCTIONS:
        raise Unclear(_("“%(text)s” is not a measure; known are count, filled, sum, avg, min and max, as in sum:amount.") % {"text": text[:60]})  # fmt: skip
    field = asked(actor, entity, id)
    if function not in measures_of(field):
        raise Unclear(_("“%(field)s” cannot be measured by “%(function)s”.") % {"field": field.label, "function": function})  # fmt: skip
    return Measure(function, field)


def measures_of(field: Field) -> tuple[str, ...]:
    """What can be measured of a field: how often it is filled, and what its kind knows."""
    return (*field.kind.measures, FILLED)


def steps_of(field: Field) -> tuple[str, ...]:
    """In what steps rows are grouped by a field, none where they cannot be."""
    return field.kind.steps


def parts(text: str) -> Iterator[str]:
    """What stands between commas, each once."""
    yield from dict.fromkeys(part.strip() for part in text.split(",") if part.strip())
