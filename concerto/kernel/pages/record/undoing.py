"""Which lines of the journal can be taken back, as far as can be told without trying, and where one posts to do it."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.kernel.access.rights import may, writable
from concerto.kernel.actions.standard import CREATE, RESTORE
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.record.folding import stored
from concerto.kernel.pages.record.look import Look
from concerto.kernel.timeline.telling import Happening
from concerto.kernel.ui.addresses import record_address

INTO_TRASH = (CREATE, RESTORE)  # taken back by deleting


def undo_of(look: Look, group: Sequence[Happening]) -> tuple[str, str]:
    """Where a group can be taken back and the further lines to name there, as far as can be told without trying."""
    newest, *older = group
    if not _undoable(look, group):
        return "", ""
    address = f"{record_address(newest.entity, newest.line.record)}/undo/{newest.line.id}"
    return address, ",".join(str(happening.line.id) for happening in older)


def _undoable(look: Look, group: Sequence[Happening]) -> bool:
    newest = group[0]
    entity, record = newest.entity, newest.record
    act = Act.DELETE if newest.line.verb in (CREATE, RESTORE) else Act.EDIT
    allowed = act in look.acts if record == look.record else may(look.actor, entity, act)
    if record is None or not allowed or newest.line.verb == DELETE:
        return False
    changes = {} if act is Act.DELETE else stored(group)
    return changes.keys() <= writable(look.actor, entity).keys() and all(
        entity.fields[id].dump(record) == after for id, (_before, after) in changes.items()
    )
