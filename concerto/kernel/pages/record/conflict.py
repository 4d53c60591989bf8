"""A change that others have built on: each field before it, as it made it, and as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from concerto.kernel.actions.undo import moved_since
from concerto.kernel.entity.field import Field
from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.record.folding import changed_in_all, stored
from concerto.kernel.pages.record.look import Look
from concerto.kernel.timeline.telling import Happening, told


@dataclass(frozen=True)
class Three:
    """One field: what it was, what the change made of it, what it is now. `possible`: it can still be set back."""

    field: Field
    before: str
    after: str
    now: str
    possible: bool


@dataclass(frozen=True)
class Conflicting:
    """The fields of a change that the reader may see, and what happened to them since, the newest first."""

    fields: list[Three]
    who: Happening

    @property
    def possible(self) -> int:
        return sum(each.possible for each in self.fields)


def conflicting(look: Look, lines: Sequence[Entry]) -> Conflicting:
    """What to choose from. Raises Http404 where the reader may be told nothing of it."""
    happenings = told(look.actor, lines, root=look.record)
    if not happenings:
        raise Http404
    moved = moved_since(look.entity, look.record, stored(happenings))
    fields = [
        Three(
            each.field, each.before, each.after, look.words(each.field),
            possible=each.field.id in look.writable and each.field.id not in moved,
        )
        for each in changed_in_all(happenings)
    ]  # fmt: skip
    return Conflicting(fields, happenings[0])
