"""Records follow choices that were merged: each gets the one that stands for its own now, and its history tells so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from concerto.kernel.access.actor import JOB, SYSTEM
from concerto.kernel.actions.bulk import Changed, change_each
from concerto.kernel.actions.change import put
from concerto.kernel.entity.custom import CustomField
from concerto.kernel.entity.entity import Entity

CHUNK = 500
EDIT = "edit"


def follow_merged(entity: Entity) -> int:
    """Bring the records in line, those in the trash too; answer how many there were. Doing it twice is doing it once."""
    return sum(_follow(entity, field, ids) for field in entity.shape.added for ids in _chunks(entity, field))


def _chunks(entity: Entity, field: CustomField) -> Iterator[list[int]]:
    """Ids of the records that have a merged choice; none of those that were brought in line comes again."""
    merged = [id for id, into in field.closed.items() if into]
    rows = entity.model.everything.filter(Q((f"custom__{field.id}__has_any_keys", merged)))
    while merged and (ids := list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK])):
        yield ids


def _follow(entity: Entity, field: CustomField, ids: Sequence[int]) -> int:
    with transaction.atomic():
        rows = entity.model.everything.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True, of=("self",))
        changed = [
            Changed(row, changes)
            for row in rows.defer("search")
            if (changes := put(entity, row, {field.id: field.kind.parse(field, field.value(row))}))
        ]
        change_each(replace(SYSTEM.at(JOB).doing(EDIT), reason=str(field.label)), entity, changed)
    return len(changed)
