"""Undo: one journal line is taken back, or those of its fields on which nobody has built since."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import UNDO, Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions import standard
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.change import change
from concerto.kernel.actions.merging.merge import MERGE
from concerto.kernel.actions.merging.unmerge import merge_of, unmerge
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry


class Conflict(Refused):
    """Fields of the line were changed again since; `possible` are those that were not."""

    kind = "conflict"

    def __init__(self, moved: Collection[str], possible: Collection[str]) -> None:
        super().__init__(
            _("This was changed again since, so it cannot be undone as a whole. Nothing was changed.")
            if possible
            else _("This was changed again since, so it cannot be undone on its own. Nothing was changed.")
        )
        self.moved, self.possible = sorted(moved), sorted(possible)


def undo(actor: Actor, entry: Entry, *, only: Collection[str] | None = None) -> Record:
    """Take back what `entry` did, or of a change `only` these fields. Raises Conflict where the record has moved on,
    Refused where somebody was quicker, Forbidden where the actor may not."""
    entity = named(entry.entity)
    actor = actor.following(entry.id)
    with transaction.atomic(), _told_if_done(entry):
        if entry.verb in (standard.CREATE, standard.RESTORE):
            return standard.delete(actor, entity, entry.record)
        if entry.verb == standard.DELETE:
            return standard.restore(actor, entity, entry.record)
        if entry.verb == MERGE:
            return _apart(actor, entity, entry)
        return _back(actor.doing(UNDO), entity, entry, entry.changes.keys() if only is None else only)


def _apart(actor: Actor, entity: Entity, entry: Entry) -> Record:
    """What was merged comes back; the line is that of the record it went into."""
    merged = merge_of(entry)
    if merged is None:
        raise NotThere()
    unmerge(actor, merged)
    return locked(actor, entity.model, entry.record, Act.READ)


@contextmanager
def _told_if_done(entry: Entry) -> Iterator[None]:
    """Two people take back the same: the second is told so, rather than of a conflict with the first."""
    try:
        yield
    except (Conflict, NotThere) as refused:
        later = Entry.objects.filter(entity=entry.entity, record=entry.record, id__gt=entry.id, because=entry.id)
        if later.exists():
            raise Refused(_("This was taken back already. Nothing was changed.")) from refused
        raise


def _back(actor: Actor, entity: Entity, entry: Entry, only: Collection[str]) -> Record:
    """Set the changed fields to what they were, provided that they still are what the entry made them."""
    record = locked(actor, entity.model, entry.record, Act.EDIT)
    changes = {id: both for id, both in entry.changes.items() if id in only}
    if not changes or not changes.keys() <= writable(actor, entity).keys():
        raise Forbidden()
    moved = moved_since(entity, record, changes)
    if moved:
        raise Conflict(moved, changes.keys() - moved)
    change(actor, record, **{id: _value(entity, id, before) for id, (before, _after) in changes.items()})
    return record


def moved_since(entity: Entity, record: Record, changes: Mapping[str, Sequence[object]]) -> set[str]:
    """Fields that no longer are what a change made them: field id → (before, after), as the journal keeps values."""
    return {id for id, (_before, after) in changes.items() if entity.fields[id].dump(record) != after}


def _value(entity: Entity, id: str, before: object) -> object:
    field = entity.fields[id]
    return field.kind.empty if before is None else field.kind.load(field, before)  # type: ignore[arg-type]  # JSON of our own making
