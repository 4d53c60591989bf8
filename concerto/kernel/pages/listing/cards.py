"""What a card of a board or a calendar says: derived from the description of the noun, as far as the reader may know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, writable
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.inputs import inputs
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.pages.listing.dressing import Sign, dressing_of
from concerto.kernel.pages.listing.table import within_reach
from concerto.kernel.ui.looks import look_of
from concerto.kernel.ui.sight import Sight, sight_of

MOST_UNDER, MOST_AT_FOOT = 2, 3
SHORT = ("letter", "badge", "steps")


@dataclass(frozen=True)
class Face:
    """The fields of a card beside its title: an amount at the end of its line, words in the line under it, short ones at the foot."""

    beside: Field | None
    under: Sequence[Field]
    foot: Sequence[Field]


@dataclass(frozen=True)
class Cards:
    """Some cards as one actor sees them; `movable` holds the ids of those that the actor may move."""

    entity: Entity
    by: Field
    face: Face
    sight: Sight
    movable: frozenset[int]

    def sign(self, record: Record) -> Sign | None:
        return dressing_of(self.entity).sign(self.sight, record)

    def filled(self, fields: Sequence[Field], record: Record) -> list[Field]:
        return [field for field in fields if self.sight.is_filled(field, record)]


def cards_of(actor: Actor, entity: Entity, by: Field, rows: Sequence[Record]) -> Cards:
    """Cards for rows that came from `query`. At most one query, however many rows."""
    sight = sight_of(actor, entity)
    return Cards(entity, by, face_of(entity, by, sight), sight, movable(actor, entity, by, rows))


def face_of(entity: Entity, by: Field, sight: Sight) -> Face:
    known = [field for field in entity.columns if field.id in sight.fields and field not in (by, entity.title)]
    beside = next((field for field in known if field.kind.id == "money"), None)
    under = [field for field in entity.under if field.id in sight.fields and field != by]
    under = under or [field for field in known if is_wordy(field)][:1]
    foot = [field for field in known if is_short(field) and field not in under]
    return Face(beside, under[:MOST_UNDER], foot[:MOST_AT_FOOT])


def is_wordy(field: Field) -> bool:
    return field.kind.id == "text" or (field.is_link and not is_person(field))


def is_short(field: Field) -> bool:
    return look_of(field) in SHORT or field.kind.id in ("day", "moment") or is_person(field)


def is_person(field: Field) -> bool:
    return field.is_link and entity_of(field.target).person is True


def movable(actor: Actor, entity: Entity, by: Field, rows: Sequence[Record]) -> frozenset[int]:
    """Ids of the rows whose value in `by` the actor may change, by editing or by the verb that asks for it."""
    if by.id in writable(actor, entity):
        return within_reach(actor, entity, rows, Act.EDIT, trashed=False)
    verb = verb_for(entity, by)
    if verb is None or not may(actor, entity, verb.needs):
        return frozenset()
    return within_reach(actor, entity, rows, verb.needs, trashed=False)


def verb_for(entity: Entity, field: Field) -> Action[Any] | None:
    """The verb that changes a field which editing does not: the one that asks for it under its own name."""
    if field.id in entity.written:
        return None
    return next((action for action in entity.actions.values() if field.id in inputs(action)), None)
