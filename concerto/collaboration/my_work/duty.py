"""What people owe each other: the ways in which records of a noun are somebody's to do next.

Whoever has something that people owe says so in a file `duties.py`, which is found as the apps load:

    owes("handoff.accept", Handoff, _("Accept"), when=Q(state=State.OFFERED), by=Handoff.accept_by,
         person=Handoff.receiver, department=Handoff.receiving, giver=Handoff.giver, verb="accept")

“My work” gathers all of them in one order of urgency, and what a leaver still owes is found by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from concerto.kernel.entity.entity import Symbol
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label


@dataclass(frozen=True)
class Duty:
    """One such way. `by`, `person` and `department` name attributes of the noun.

    label       what is to be done, as on a button
    when        which records are owed now
    by          when it is due: a moment or a day, or a moment of what it belongs to (`task__due`); empty where nothing was promised
    person      whose it is
    department  whose people owe it as long as no person is named; empty where there always is one
    giver       who waits for it
    verb        the verb that does it; empty where one has to look first
    take        the verb with which one of the department takes it on; else that which does it
    since       from when it has been owed; else since the record was last changed
    """

    id: str
    noun: type[Record]
    label: Label
    when: Q
    person: str
    by: str = ""
    department: str = ""
    giver: str = ""
    verb: str = ""
    take: str = ""
    since: str = "updated_at"

    @property
    def kind(self) -> str:
        """The noun, by which one keeps some of them."""
        return self.id.partition(".")[0]


_duties: dict[str, Duty] = {}


def owes(
    id: str, noun: type[Record], label: Label, *, when: Q, person: Symbol, by: Symbol | str = None, department: Symbol = None,
    giver: Symbol = None, verb: str = "", take: str = "", since: Symbol = None,
) -> None:  # fmt: skip
    """Declare a way in which records of a noun are owed."""
    if id in _duties:
        raise ValueError(f"two duties are called {id}")
    _duties[id] = Duty(
        id, noun, label, when, _attribute(person), by if isinstance(by, str) else _attribute(by), _attribute(department), _attribute(giver), verb, take,
        _attribute(since) or "updated_at",
    )  # fmt: skip


def duties() -> Sequence[Duty]:
    """All of them, in the order of their ids."""
    return [_duties[id] for id in sorted(_duties)]


def _attribute(symbol: Symbol) -> str:
    return symbol.field.attname if symbol else ""
