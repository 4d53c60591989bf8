"""Values that a record lacks and another one has: one that is the same by all that is known, or the one it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from concerto.kernel.batches.repairing.model import Origin, Repair
from concerto.kernel.duplicates.model import Pair, Verdict
from concerto.kernel.duplicates.thresholds import thresholds_of
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.quality.measuring import rows_of
from concerto.kernel.quality.suggested import LEAST, MOST, SHARE, suggested

KINDS = ("text", "choice", "url", "year")  # whose values a record can have from another


def from_twins(entity: Entity) -> Iterator[Repair]:
    """Of pairs that the heap would merge: what one of them has and the other has not."""
    if not entity.alike:
        return
    pairs = Pair.objects.filter(noun=entity.id, verdict=Verdict.OPEN, weight__gte=thresholds_of(entity).certain)
    found = list(pairs.order_by("-weight", "id").values_list("one", "other")[:MOST])
    fields = borrowed(entity)
    columns = [field.attribute for field in fields]
    ids = {id for pair in found for id in pair}
    values = {pk: each for pk, *each in rows_of(entity).filter(pk__in=ids).values_list("pk", *columns)}
    for one, other in found:
        for record, source in ((one, other), (other, one)):
            if record in values and source in values:
                yield from _lent(entity, fields, record, source, values[record], values[source])


def _lent(
    entity: Entity, fields: Sequence[Field], record: int, source: int, its: Sequence[Any], others: Sequence[Any]
) -> Iterator[Repair]:
    for field, was, now in zip(fields, its, others, strict=True):
        if field.kind.is_empty(was) and not field.kind.is_empty(now):
            yield suggested(entity, record, field, was, now, Origin.TWIN, {}, source)


def from_above(entity: Entity) -> Iterator[Repair]:
    """Where nearly all records have in a field what the record they belong to has: those that have nothing there."""
    for tree in (link for link in entity.links if link.tree and not link.is_custom):
        for field in borrowed(entity):
            filled = rows_of(entity).filter(
                Q((f"{tree.id}__trashed_at", None)), _filled(f"{tree.id}__{field.attribute}", field)
            )
            known = filled.filter(~field.where_empty())
            of = known.count()
            agree = known.filter(Q((field.attribute, F(f"{tree.id}__{field.attribute}")))).count()
            if agree >= LEAST and agree >= SHARE * of:
                yield from _inherited(entity, tree, field, filled, {"agree": agree, "of": of, "link": tree.id})


def _inherited(
    entity: Entity, tree: Field, field: Field, filled: QuerySet[Any], told: dict[str, Any]
) -> Iterator[Repair]:
    rows = filled.filter(field.where_empty()).values_list("pk", field.attribute, f"{tree.id}__{field.attribute}", tree.attribute)  # fmt: skip
    for record, was, now, source in rows[:MOST]:
        yield suggested(entity, record, field, was, now, Origin.ABOVE, told, source)


def _filled(path: str, field: Field) -> Q:
    return Q((f"{path}__isnull", False)) & (~Q((path, "")) if field.kind.empty == "" else Q())


def borrowed(entity: Entity) -> list[Field]:
    """Fields of the record itself whose values say nothing of it alone; its title is its own."""
    return [
        each
        for each in entity.written.values()
        if each.kind.id in KINDS and not each.is_custom and not each.required and each != entity.title
    ]
