"""Work under way that a person started: whoever does such work says here how to find it.

    @runs(Import)
    def imports(actor: Actor) -> Iterable[Run]: ...

A journal line about one of these records (it began, it ended) makes open pages of its person look again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label


@dataclass(frozen=True)
class Run:
    """One piece of work. `total` 0 is not known; `address` shows it."""

    label: Label
    address: str
    done: int = 0
    total: int = 0


Find = Callable[[Actor], Iterable[Run]]
_finds: dict[type[Record], Find] = {}


def runs(noun: type[Record]) -> Callable[[Find], Find]:
    """Make a function the way to find an actor's work of this noun that is under way."""

    def declare(find: Find) -> Find:
        _finds[noun] = find
        return find

    return declare


def running(actor: Actor) -> list[Run]:
    """All that the actor has under way."""
    return [run for find in _finds.values() for run in find(actor)]


def is_anything_running(actor: Actor) -> bool:
    return any(True for find in _finds.values() for _run in find(actor))


def followed_nouns() -> frozenset[str]:
    """Nouns whose journal lines say that such work began or ended."""
    return frozenset(entity_of(noun).id for noun in _finds)
