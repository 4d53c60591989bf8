"""A suggestion as it is kept, and how much has to speak for one."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from concerto.kernel.batches.repairing.model import Origin, Repair
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field

MOST = 2_000  # suggestions for one field and one reason
LEAST = 50  # records that have to agree before anything follows from them
SHARE = 0.98  # of those that are alike


def suggested(
    entity: Entity,
    record: int,
    field: Field,
    was: Any,
    now: Any,
    origin: Origin,
    detail: dict[str, Any],
    source: int | None = None,
) -> Repair:
    """`source` is the record whose value it is, where it is one's."""
    dump = field.kind.dump
    return Repair(
        noun=entity.id, record=record, field=field.id, was=dump(field, was), now=dump(field, now), origin=origin,
        detail=detail, source=source, found_at=timezone.now(),
    )  # fmt: skip
