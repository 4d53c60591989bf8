"""Counting what is faulty: one statement over all records of a noun, and one more by source where that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Value

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.visibility import parent_not_trashed, visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.quality.asking import Question
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Unclear, parse

MOST_SOURCES = 50  # the largest; whatever else there is, the whole counts it


@dataclass
class Counts:
    """Records, and how many of them are faulty by key of the question."""

    total: int = 0
    faulty: dict[str, int] = field(default_factory=dict)

    @property
    def faults(self) -> int:
        return sum(self.faulty.values())

    @property
    def asked(self) -> int:
        """How many answers there were: every question to every record."""
        return self.total * len(self.faulty)


@dataclass
class Counted:
    """Of all records, of each department (by id), of each source."""

    all: Counts
    departments: dict[str, Counts] = field(default_factory=dict)
    sources: dict[str, Counts] = field(default_factory=dict)


def count(entity: Entity, questions: Sequence[Question], source: str = "") -> Counted:
    """Ask everything of every record that is not in the trash. A rule that cannot be asked any more is left out."""
    answered = {each.key: condition for each in questions if (condition := _condition(entity, each)) is not None}
    departments = _grouped(entity, answered, entity.department or "")
    counted = Counted(_sum(departments.values(), answered), departments if entity.department else {})
    if source in entity.own_fields:
        counted.sources = _largest(_grouped(entity, answered, entity.own_fields[source].attribute))
    return counted


def score_of(counts: Counts) -> Decimal:
    """100 where nothing is wrong: the share of answers without a fault, to two places, never rounded up to it."""
    if not counts.asked:
        return Decimal(100)
    share = Decimal(counts.asked - counts.faults) * 100 / counts.asked
    return min(share.quantize(Decimal("0.01")), Decimal(100) if not counts.faults else Decimal("99.99"))


def _condition(entity: Entity, question: Question) -> Any:
    try:
        return compiled(SYSTEM, entity, parse(question.filter))
    except Unclear:
        return None


def rows_of(entity: Entity) -> QuerySet[Any]:
    return visible_to(SYSTEM, entity.model).filter(parent_not_trashed(entity)).order_by()


def _grouped(entity: Entity, answered: dict[str, Any], by: str) -> dict[str, Counts]:
    """Value of the column → its counts; "" where it is empty, and for all where no column is named."""
    keys = list(answered)
    counts = {f"_q{at}": Count("pk", filter=answered[key]) for at, key in enumerate(keys)}
    rows = rows_of(entity).values(by) if by else rows_of(entity).values(_one=Value(1))
    found: dict[str, Counts] = {}
    for row in rows.annotate(_total=Count("pk"), **counts):
        value = "" if not by or row[by] is None else str(row[by])[:200]
        found[value] = Counts(row["_total"], {key: row[f"_q{at}"] for at, key in enumerate(keys)})
    return found


def _sum(parts: Any, answered: dict[str, Any]) -> Counts:
    whole = Counts(0, dict.fromkeys(answered, 0))
    for part in parts:
        whole.total += part.total
        for key, faulty in part.faulty.items():
            whole.faulty[key] += faulty
    return whole


def _largest(found: dict[str, Counts]) -> dict[str, Counts]:
    largest = sorted(found, key=lambda value: -found[value].total)[:MOST_SOURCES]
    return {value: found[value] for value in largest}
