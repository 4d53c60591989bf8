from __future__ import annotations

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.change import line
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.writing import write


def tell(actor: Actor, record: Record) -> int:
    """Tell the journal that a verb was done to a record that it left as it was; answer the line's id."""
    return write(line(actor, entity_of(record), record, {}))
