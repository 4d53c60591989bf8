"""Writes that wait until somebody agrees: what stands above the kernel may hold any write of a person.

A write is held once it is done and before any of it is kept, so that what is asked looks at rows as they would become and
only at what could be done at all; then it goes back with its transaction. The verb that began it says what was asked, and
the door by which it came has that kept (`ask`). What many records are changed by leaves those that are held, as it leaves
every other that is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.fields.kind import Label


@dataclass(frozen=True)
class Held:
    """A record whose write is held: by which rules, what they are called, and its fields as they would be."""

    entity: Entity
    record: int
    rules: tuple[int, ...]
    called: Label
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """The verb that a person began, with what was given for it; `id` is None for a new record."""

    entity: Entity
    verb: str
    id: int | None
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Waiting:
    """What was kept of it: where it is looked at, and where the record is that it is about."""

    code: str
    address: str
    about: str


class NeedsApproval(Refused):
    """It waits for somebody's approval. `asked` is what can be asked for; None where it came with other things."""

    kind = "needs-approval"
    asked: Asked | None = None
    waiting: Waiting | None = None

    def __init__(self, held: Held) -> None:
        sentence = _("This needs approval ({rule}), so it was not done. Ask for it on the record itself.")
        super().__init__(format_lazy(sentence, rule=held.called))
        self.held = held


class Gate(Protocol):
    """Whoever holds writes."""

    def held(
        self, actor: Actor, entity: Entity, does: str, ids: Collection[int], fields: Collection[str]
    ) -> Held | None:
        """The first of these records, which were just written, that may not be so yet. `fields` are those that changed."""

    def ask(self, actor: Actor, asked: Asked, held: Held) -> Waiting:
        """Keep what was asked, in a transaction of its own."""


_gates: list[Gate] = []


def stands(gate: Gate) -> None:
    """From now on every write of a person passes it."""
    _gates.append(gate)


def pass_gates(
    actor: Actor, entity: Entity, does: str, ids: Collection[int], fields: Collection[str] | Mapping[str, Any] = ()
) -> None:
    """Raise NeedsApproval where a record that was just written is held. `does`: create, edit, delete, restore or a verb."""
    if actor.is_system or not ids:
        return
    for gate in _gates:
        held = gate.held(actor, entity, does, ids, fields)
        if held:
            raise NeedsApproval(held)


@contextmanager
def asking(actor: Actor, entity: Entity, verb: str, id: int | None, given: Mapping[str, Any]) -> Iterator[None]:
    """Around a verb: says what was asked where a person began it by itself, not within another verb, a batch or an undo."""
    try:
        yield
    except NeedsApproval as needed:
        alone = not actor.verb and actor.batch is None and actor.because is None
        if needed.asked is None and alone:
            needed.asked = Asked(entity, verb, id, given)
        raise


def ask(actor: Actor, needed: NeedsApproval) -> Waiting | None:
    """Have it kept, if it was asked for by itself; from then on the refusal says so."""
    if needed.asked is None:
        return None
    for gate in _gates:
        needed.waiting = gate.ask(actor, needed.asked, needed.held)
    if needed.waiting:
        sentence = _("This needs approval ({rule}) and was sent for it: {code}. It is done as soon as it is granted.")
        needed.message = format_lazy(sentence, rule=needed.held.called, code=needed.waiting.code)
    return needed.waiting
