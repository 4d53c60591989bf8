"""Many new records at once: one insert and one COPY into the journal for all of them, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.change import constraints_told, filled, guard, index, line
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.journal.writing import write_many


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
    write_many(
        line(actor.within(actor.batch, number), entity, record, filled(entity, record)) for number, record in records
    )
