"""Undo: one journal line is taken back, if nobody has built on it since."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions import standard
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry

UNDO = "undo"


def undo(actor: Actor, entry: Entry) -> Record:
    """Take back what `entry` did. Raises Refused where the record has moved on, Forbidden where the actor may not."""
    entity = named(entry.entity)
    actor = actor.following(entry.id)
    if entry.verb == standard.CREATE:
        return standard.delete(actor, entity, entry.record)
    if entry.verb == standard.DELETE:
        return standard.restore(actor, entity, entry.record)
    if entry.verb == standard.RESTORE:
        return standard.delete(actor, entity, entry.record)
    return _back(actor.doing(UNDO), entity, entry)


def _back(actor: Actor, entity: Entity, entry: Entry) -> Record:
    """Set the changed fields to what they were, provided that they still are what the entry made them."""
    with transaction.atomic():
        record = locked(actor, entity.model, entry.record, Act.EDIT)
        if not entry.changes.keys() <= writable(actor, entity).keys():
            raise Forbidden()
        if any(entity.fields[id].dump(record) != after for id, (_before, after) in entry.changes.items()):
            raise Refused(_("This was changed again since, so it cannot be undone on its own. Nothing was changed."))
        change(actor, record, **{id: _value(entity, id, before) for id, (before, _after) in entry.changes.items()})
    return record


def _value(entity: Entity, id: str, before: object) -> object:
    field = entity.fields[id]
    return field.kind.empty if before is None else field.kind.load(field, before)  # type: ignore[arg-type]  # JSON of our own making
