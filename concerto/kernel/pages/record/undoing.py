"""Which lines of the journal can be taken back, as far as can be told without trying, and where one posts to do it."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.kernel.access.rights import may, scopes, writable
from concerto.kernel.actions.merging.merge import MERGE
from concerto.kernel.actions.merging.unmerge import merge_of
from concerto.kernel.actions.standard import CREATE, RESTORE
from concerto.kernel.actions.undo import moved_since
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import EDITABLE, Act
from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.record.folding import stored
from concerto.kernel.pages.record.look import Look
from concerto.kernel.timeline.telling import Happening
from concerto.kernel.ui.addresses import record_address

INTO_TRASH = (CREATE, RESTORE)  # taken back by deleting


def undo_of(look: Look, group: Sequence[Happening]) -> tuple[str, str]:
    """Where a group, newest first, can be taken back, and the further lines to name there; "" where it cannot."""
    newest, *older = group
    if not _undoable(look, group):
        return "", ""
    address = f"{record_address(newest.entity, newest.line.record)}/undo/{newest.line.id}"
    return address, ",".join(str(happening.line.id) for happening in older)


def undo_of_newest(entity: Entity, id: int) -> str:
    """Where the newest line of a record, which the reader has just written, is taken back."""
    newest = Entry.objects.filter(entity=entity.id, record=id).order_by("-id").first()
    return f"{record_address(entity, id)}/undo/{newest.id}" if newest else ""


def _undoable(look: Look, group: Sequence[Happening]) -> bool:
    newest = group[0]
    if newest.line.verb == MERGE:
        merged = merge_of(newest.line)
        return merged is not None and not merged.undone_at and _allowed(look, newest, Act.EDIT)
    if newest.line.verb in INTO_TRASH:
        return _allowed(look, newest, Act.DELETE)
    return bool(newest.line.changes) and _allowed(look, newest, Act.EDIT) and _stands(look, group)


def _allowed(look: Look, happening: Happening, act: Act) -> bool:
    """Exactly for the record of the page, and for what may be changed with it; else whether such a thing can be at all."""
    if happening.record == look.record:
        return act in look.acts
    if scopes(look.actor, happening.entity, act) == {EDITABLE}:
        return Act.EDIT in look.acts
    return may(look.actor, happening.entity, act)


def _stands(look: Look, group: Sequence[Happening]) -> bool:
    """Whether some field still is as the group left it, and every field is the actor's to change."""
    entity, record = group[0].entity, group[0].record
    changes = stored(group)
    if record is None or not changes.keys() <= writable(look.actor, entity).keys():
        return False
    return bool(changes.keys() - moved_since(entity, record, changes))
