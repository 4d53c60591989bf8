"""The verbs that every noun has: create, edit, delete (into the trash), restore."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.rights import may
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.change import add, change, constraints_told, guard, line
from concerto.kernel.actions.gates import asking, pass_gates
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.actions.values import read_values
from concerto.kernel.entity.cleaning import given
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.journal.writing import write
from concerto.kernel.overlay.linked.keeping import in_line

CREATE, EDIT, DELETE, RESTORE = "create", "edit", "delete", "restore"


def create(actor: Actor, entity: Entity, raw: Mapping[str, Any]) -> Record:
    """Keep a new record of what was given. Raises Forbidden where it would lie outside what the actor may create."""
    if not may(actor, entity, Act.CREATE):
        raise Forbidden()
    with asking(actor, entity, CREATE, None, raw), transaction.atomic():
        record = blank(actor, entity)
        values = read_values(actor, entity, raw)
        for id, value in values.items():
            entity.fields[id].keep(record, value)
        record.typed = given(entity, raw, values)
        add(actor.doing(CREATE), record)
        refuse_out_of_reach(actor, record)
    return record


def blank(actor: Actor, entity: Entity) -> Record:
    """A new record as the actor would begin it: theirs, and their department's."""
    record = entity.model(custom=dict(entity.shape.defaults))
    if entity.owner and entity.owner != "id":
        setattr(record, entity.owner, actor.person)
    if entity.department and entity.owner:
        setattr(record, entity.department, actor.department)
    return record


def refuse_out_of_reach(actor: Actor, record: Record) -> None:
    """Nobody creates what they may not have created: the new row must lie within the actor's reach."""
    if not reached(actor, type(record), [record.pk], Act.CREATE):
        raise Forbidden()


def edit(actor: Actor, entity: Entity, id: int, raw: Mapping[str, Any], *, version: int | None = None) -> Record:
    """Change fields of a record; what is given as it is already changes nothing and tells the journal nothing."""
    with asking(actor, entity, EDIT, id, raw), transaction.atomic():
        record = locked(actor, entity.model, id, Act.EDIT, version=version)
        values = read_values(actor, entity, raw, record)
        record.typed = given(entity, raw, values)
        change(actor.doing(EDIT), record, **values)
    return record


def delete(actor: Actor, entity: Entity, id: int, *, version: int | None = None) -> Record:
    """Put a record into the trash, from where it can be restored."""
    with asking(actor, entity, DELETE, id, {}), transaction.atomic():
        record = locked(actor, entity.model, id, Act.DELETE, version=version)
        move(actor.doing(DELETE), entity, record, to_trash=True)
    return record


def restore(actor: Actor, entity: Entity, id: int) -> Record:
    """Take a record out of the trash, if whoever may delete it asks."""
    with asking(actor, entity, RESTORE, id, {}), transaction.atomic():
        record = locked(actor, entity.model, id, Act.DELETE, trashed=True)
        move(actor.doing(RESTORE), entity, record, to_trash=False)
    return record


def move(actor: Actor, entity: Entity, record: Record, *, to_trash: bool) -> None:
    """The same within another verb, which has asked for the right and locked the row."""
    before, record.trashed_at = record.trashed_at, timezone.now() if to_trash else None
    guard(actor, entity, record, {"trashed_at": [before, record.trashed_at]})
    record.updated_at = timezone.now()
    record.version += 1
    with in_line(entity, [record.pk]), constraints_told(entity):
        entity.model.everything.filter(pk=record.pk).update(
            trashed_at=record.trashed_at, updated_at=record.updated_at, version=record.version
        )
    write(line(actor, entity, record, {}))
    pass_gates(actor, entity, DELETE if to_trash else RESTORE, [record.pk])
