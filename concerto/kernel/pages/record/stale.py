"""Two people changed one record: what each made of it, side by side, so that nobody's work is written over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Stale
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.pages.record.controls import stored_in, title_of
from concerto.kernel.pages.record.look import Look
from concerto.kernel.pages.record.typed import Typed, same
from concerto.kernel.timeline.reading import history
from concerto.kernel.timeline.telling import Happening

PICK, THEIRS = "pick-", "theirs"
MOST_TOLD = 5


@dataclass(frozen=True)
class Choice:
    """One field that I changed: what it was when I began, what it is now, what I typed. `both`: they changed it too."""

    field: Field
    now: Any
    mine: Any
    now_words: str
    mine_words: str
    both: bool


@dataclass(frozen=True)
class Choosing:
    """A form of choices, to be sent with the version that the record has now; `since` is what others did to it meanwhile."""

    look: Look
    choices: list[Choice]
    since: list[Happening]


def choosing(look: Look, posted: Typed, stale: Stale) -> Choosing:
    """What to show to somebody who read version `stale.read` and typed `posted`."""
    behind = max(1, min(stale.current - stale.read, MOST_TOLD))
    return Choosing(look, choices_between(look, posted), history(look.actor, look.record, limit=behind).happenings)


def choices_between(look: Look, posted: Typed) -> list[Choice]:
    """Every field that the person changed and that does not already hold what was typed."""
    now = stored_in(look.writable.values(), look.record)
    return [
        Choice(
            look.writable[id],
            now[id],
            mine,
            look.words(look.writable[id]),
            in_words(look.actor, look.writable[id], mine),
            both=not same(look.writable[id], now[id], posted.shown.get(id, now[id])),
        )
        for id, mine in posted.changed.items()
        if not same(look.writable[id], now[id], mine)
    ]


def in_words(actor: Actor, field: Field, typed: Any) -> str:
    """What was typed as it would be shown; as typed, where it cannot be read."""
    if field.is_link:
        return title_of(actor, field, typed)
    try:
        return field.kind.show(field, field.kind.parse(field, typed))
    except Unreadable:
        return str(typed)


def picked(post: QueryDict, posted: Typed) -> dict[str, Any]:
    """What is to be written: the changes, without those for which the other version was chosen."""
    return {id: value for id, value in posted.changed.items() if post.get(PICK + id) != THEIRS}
