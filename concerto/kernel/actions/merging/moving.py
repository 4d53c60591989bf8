"""Moving what leads to one record over to another: set by set where the database can tell it, else one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.bulk import change_many, move_many
from concerto.kernel.actions.change import line, refuse_wrong, update
from concerto.kernel.actions.gates import pass_gates
from concerto.kernel.actions.merging.references import Reference
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.actions.setting import is_uniform
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.journal.writing import write


def lead(actor: Actor, reference: Reference, ids: Sequence[int], value: Any) -> list[int]:
    """Let these records lead to `value`; answer those that cannot, which are left as they are.

    Guards are not asked: nobody changes these records, what they lead to has another id.
    """
    entity, field = reference.entity, reference.field
    if not ids:
        return []
    if is_uniform(entity, [field]):
        try:
            change_many(actor, entity, ids, {field.id: value})
        except Invalid:
            pass
        else:
            return []
    return [id for id in ids if not _one(actor, entity, id, field.id, value)]


def empty(actor: Actor, reference: Reference, ids: Sequence[int]) -> list[int]:
    """Let these records lead nowhere; answer those for which that is not right either."""
    return lead(actor, reference, ids, reference.field.kind.empty) if reference.may_be_empty else list(ids)


def drop(actor: Actor, entity: Entity, ids: Sequence[int]) -> list[int]:
    """Into the trash; answer those that were not there yet."""
    return sorted(move_many(actor, entity, ids, to_trash=True))


def _one(actor: Actor, entity: Entity, id: int, field: str, value: Any) -> bool:
    record: Record = entity.model.everything.select_for_update().get(pk=id)
    before = entity.fields[field].dump(record)
    entity.fields[field].keep(record, value)
    changes = {field: [before, entity.fields[field].dump(record)]}
    try:
        refuse_wrong(actor, entity, record, changes)
        update(entity, record, changes)
    except Invalid:
        return False
    write(line(actor, entity, record, changes))
    pass_gates(actor, entity, "edit", [record.pk], changes)
    return True


def place(actor: Actor, entity: Entity, record: Record, *, in_trash: bool) -> None:
    """Put a locked record into the trash or take it out, and tell the journal."""
    record.trashed_at, record.updated_at = timezone.now() if in_trash else None, timezone.now()
    record.version += 1
    entity.model.everything.filter(pk=record.pk).update(
        trashed_at=record.trashed_at, updated_at=record.updated_at, version=record.version
    )
    write(line(actor, entity, record, {}))
    pass_gates(actor, entity, "delete" if in_trash else "restore", [record.pk])
