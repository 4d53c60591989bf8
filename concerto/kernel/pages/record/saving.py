"""Writing what was typed into a record that others may have changed since it was opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Stale
from concerto.kernel.entity.record import Record
from concerto.kernel.pages.record.controls import stored_in
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.typed import Typed, same


def save(look: Look, posted: Typed, changes: Mapping[str, Any], version: int | None) -> Record:
    """Write `changes`. What others changed in other fields stays as they made it; raises Stale where it was the same field."""
    try:
        return standard.edit(look.actor, look.entity, look.record.pk, changes, version=version)
    except Stale:
        now = look_at(look.actor, look.entity, look.record.pk)
        if contested(now, posted, changes):
            raise
        return standard.edit(look.actor, look.entity, look.record.pk, changes, version=now.record.version)


def contested(now: Look, posted: Typed, changes: Mapping[str, Any]) -> bool:
    """Whether any of the fields is no longer as its form showed it, nor as it was typed; a form that does not say what it showed is never sure."""
    fields = {id: now.writable[id] for id in changes if id in now.writable}
    stored = stored_in(fields.values(), now.record)
    return any(
        not same(fields[id], stored[id], changes[id])
        and (id not in posted.shown or not same(fields[id], stored[id], posted.shown[id]))
        for id in fields
    )
