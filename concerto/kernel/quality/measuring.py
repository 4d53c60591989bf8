"""Counting what is faulty: one statement over all records of a noun, by department and source at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    by_source = entity.own_fields[source].attribute if source in entity.own_fields else ""
    parts = list(_grouped(entity, answered, entity.department or "", by_source))
    counted = Counted(_sum((counts for _department, _source, counts in parts), answered))
    if entity.department:
        counted.departments = _by((department, counts) for department, _source, counts in parts)
    if by_source:
        counted.sources = _largest(_by((source, counts) for _department, source, counts in parts))
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


def _grouped(
    entity: Entity, answered: dict[str, Any], department: str, source: str
) -> Iterator[tuple[str, str, Counts]]:
    """The value of each column ("" where it is empty, and where none is named) with the counts of its records."""
    keys = list(answered)
    counts = {f"_q{at}": Count("pk", filter=answered[key]) for at, key in enumerate(keys)}
    by = [column for column in (department, source) if column]
    rows = rows_of(entity).values(*by) if by else rows_of(entity).values(_one=Value(1))
    for row in rows.annotate(_total=Count("pk"), **counts):
        found = Counts(row["_total"], {key: row[f"_q{at}"] for at, key in enumerate(keys)})
        yield _words(row, department), _words(row, source), found


def _words(row: Mapping[str, Any], column: str) -> str:
    return "" if not column or row[column] is None else str(row[column])[:200]


def _by(parts: Iterable[tuple[str, Counts]]) -> dict[str, Counts]:
    """Value → the counts of all its parts together."""
    found: dict[str, list[Counts]] = {}
    for value, counts in parts:
        found.setdefault(value, []).append(counts)
    return {value: _sum(several, several[0].faulty) for value, several in found.items()}


def _sum(parts: Iterable[Counts], answered: Iterable[str]) -> Counts:
    whole = Counts(0, dict.fromkeys(answered, 0))
    for part in parts:
        whole.total += part.total
        for key, faulty in part.faulty.items():
            whole.faulty[key] += faulty
    return whole


def _largest(found: dict[str, Counts]) -> dict[str, Counts]:
    largest = sorted(found, key=lambda value: -found[value].total)[:MOST_SOURCES]
    return {value: found[value] for value in largest}
