"""Many records at once: one statement for the rows and one for the journal, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.change import constraints_told, filled, guard, index, line
from concerto.kernel.actions.setting import Setting
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.journal.writing import write_many
from concerto.kernel.overlay.linked.keeping import begun, in_line


def add_many(actor: Actor, entity: Entity, records: Sequence[tuple[int | None, Record]]) -> None:
    """Keep new records, each given with the line of the file it came from; they get their ids.

    The caller has checked each with `wrong_with`. Raises Invalid if the database refuses any: then none is kept.
    """
    if not records:
        return
    now = timezone.now()
    for _line, record in records:
        record.created_at, record.updated_at = record.created_at or now, now  # history brought along keeps its moment
        guard(actor, entity, record, filled(entity, record))
        index(entity, record)
    with constraints_told(entity):
        entity.model.everything.bulk_create([record for _line, record in records])
    begun(entity, [record.pk for _line, record in records])
    write_many(
        line(actor.within(actor.batch, number), entity, record, filled(entity, record)) for number, record in records
    )


def change_many(actor: Actor, entity: Entity, ids: Sequence[int], values: Mapping[str, Any]) -> set[int]:
    """Set the same values on many rows that the caller has locked; answer the ids of those that differed.

    Only for fields of which `setting.is_uniform` holds. Raises Invalid if the database refuses any: then none is changed.
    """
    return _done(entity, Setting.of_values(actor, entity, values), ids)


def retag_many(
    actor: Actor, entity: Entity, ids: Sequence[int], field: str, added: Sequence[int], removed: Sequence[int]
) -> set[int]:
    """Add members to a list and take others out, on many locked rows; answer the ids of those that differed."""
    return _done(entity, Setting.of_members(actor, entity, field, added, removed), ids)


def move_many(actor: Actor, entity: Entity, ids: Sequence[int], *, to_trash: bool) -> set[int]:
    """Put many locked rows into the trash or take them out; answer the ids of those that were not there yet."""
    return _done(entity, Setting.of_place(actor, entity, to_trash=to_trash), ids)


def _done(entity: Entity, setting: Setting, ids: Sequence[int]) -> set[int]:
    if not ids:
        return set()
    with in_line(entity, ids), constraints_told(entity), connection.cursor() as cursor:
        cursor.execute(*setting.statement(ids))
        return {row[0] for row in cursor.fetchall()}
