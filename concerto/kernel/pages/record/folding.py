"""Small edits that one person made one after the other read as one change. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from concerto.kernel.actions.standard import EDIT
from concerto.kernel.timeline.telling import Changed, Happening

WITHIN = timedelta(minutes=10)  # between one edit and the next


def folded(happenings: Iterable[Happening]) -> list[list[Happening]]:
    """Happenings, newest first, in groups: edits of one record by one person and door, each soon after the other."""
    groups: list[list[Happening]] = []
    for happening in happenings:
        if groups and belong_together(groups[-1][-1], happening):
            groups[-1].append(happening)
        else:
            groups.append([happening])
    return groups


def belong_together(later: Happening, earlier: Happening) -> bool:
    return (
        later.line.verb == earlier.line.verb == EDIT
        and _who_and_what(later) == _who_and_what(earlier)
        and later.line.happened_at - earlier.line.happened_at <= WITHIN
    )


def _who_and_what(happening: Happening) -> tuple[object, ...]:
    line = happening.line
    return line.actor, line.door, line.batch, line.entity, line.record


def changed_in_all(group: Sequence[Happening]) -> tuple[Changed, ...]:
    """What a group, newest first, changed from its beginning to its end; fields that ended as they began are left out."""
    first: dict[str, Changed] = {}
    for happening in reversed(group):
        for changed in happening.changed:
            begun = first.get(changed.field.id, changed)
            first[changed.field.id] = replace(changed, before=begun.before)
    same = {id for id, (before, after) in stored(group).items() if before == after}
    return tuple(changed for id, changed in first.items() if id not in same)


def stored(group: Sequence[Happening]) -> dict[str, tuple[object, object]]:
    """Field id → (before, after) of a whole group, newest first, as the journal keeps values."""
    found: dict[str, tuple[object, object]] = {}
    for happening in reversed(group):
        for id, (before, after) in happening.line.changes.items():
            found[id] = (found[id][0] if id in found else before, after)
    return found
