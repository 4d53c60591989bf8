"""One record as one actor sees it, and what the actor may do with it. Every page about a record begins here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.rights import may, scopes, writable
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.record import Record
from concerto.kernel.files.keeping import may_attach
from concerto.kernel.query.leading import Way, ways_to
from concerto.kernel.query.listing import one
from concerto.kernel.timeline.telling import MASK
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.sight import Sight, sight_of

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Look:
    """Made by `look_at`. `acts` are those of edit and delete that the actor may do to this very row."""

    actor: Actor
    entity: Entity
    record: Record
    sight: Sight
    acts: frozenset[Act]

    @cached_property
    def title(self) -> str:
        return self.sight.title_of(self.record)

    @cached_property
    def code(self) -> str:
        return self.entity.code(self.record.pk)

    @cached_property
    def address(self) -> str:
        return record_address(self.entity, self.record.pk)

    @property
    def may_edit(self) -> bool:
        return Act.EDIT in self.acts

    @property
    def may_delete(self) -> bool:
        return Act.DELETE in self.acts

    @cached_property
    def writable(self) -> dict[str, Field]:
        """Fields that the actor may change in this row."""
        return dict(writable(self.actor, self.entity)) if self.may_edit else {}

    @cached_property
    def takes_files(self) -> bool:
        """Whether the actor may attach files to this row."""
        return self.may_edit and may_attach(self.actor, self.entity)

    @cached_property
    def owner(self) -> Field | None:
        """The link to whoever looks after the record, where it is filled and exists for the actor."""
        owner = next((field for field in self.entity.links if field.attribute == self.entity.owner), None)
        return owner if owner and owner.id in self.sight.fields and self.is_filled(owner) else None

    def has(self, noun: Entity, link: Field | None = None) -> bool:
        """Whether any record of a noun, seen by whomever, leads here: by this link, else by belonging to it. Where none does,
        nothing need be asked for; of added links it is not known."""
        way = link or noun.attached or noun.follows
        return way is None or way.is_custom or (noun.id, way.id) in self._ways

    @cached_property
    def _ways(self) -> frozenset[Way]:
        return ways_to(self.entity, self.record.pk)

    def once(self, ask: Callable[[Look], Answer]) -> Answer:
        """What several parts of a page ask of the record, asked by the first of them alone."""
        if ask not in self._answers:
            self._answers[ask] = ask(self)
        answer: Answer = self._answers[ask]
        return answer

    @cached_property
    def _answers(self) -> dict[Callable[[Look], Any], Any]:
        return {}

    def is_filled(self, field: Field) -> bool:
        return not field.kind.is_empty(field.value(self.record))

    def words(self, field: Field) -> str:
        return text_of(self.sight, field, self.record)


def look_at(actor: Actor, entity: Entity, id: int) -> Look:
    """The record of this id as `actor` sees it. Raises NotThere, also for an id that no record can have."""
    record = one(actor, entity, id)
    return Look(actor, entity, record, sight_of(actor, entity), acts_on(actor, entity, record))


def look_back(actor: Actor, entity: Entity, id: int) -> Look:
    """The same, also of a record in the trash, to which nothing can be done."""
    try:
        return look_at(actor, entity, id)
    except NotThere:
        return Look(actor, entity, one(actor, entity, id, trashed=True), sight_of(actor, entity), frozenset())


def acts_on(actor: Actor, entity: Entity, record: Record) -> frozenset[Act]:
    """What the actor may do to a row that the actor sees."""
    return frozenset(act for act in (Act.EDIT, Act.DELETE) if reaches(actor, entity, act, record))


def reaches(actor: Actor, entity: Entity, act: Act, record: Record) -> bool:
    """Whether the actor may do it to this row; asked of the database only where the row itself does not tell."""
    if plainly(actor, entity, act, record) or not may(actor, entity, act):
        return may(actor, entity, act)
    return bool(reached(actor, entity.model, [record.pk], act))


def plainly(actor: Actor, entity: Entity, act: Act, record: Record) -> bool:
    """Whether a row that the actor sees is plainly within reach: all rows are, or the actor's own and this is one."""
    if actor.is_system:
        return True
    given = scopes(actor, entity, act)
    return Scope.ALL in given or (Scope.OWN in given and getattr(record, str(entity.owner)) == actor.person)


def text_of(sight: Sight, field: Field, record: Record) -> str:
    """A value as plain text; dots where it, or what it links to, is not for this actor."""
    value = field.value(record)
    if field.kind.is_empty(value):
        return ""
    if sight.is_masked(field):
        return MASK
    if not field.is_link:
        return field.kind.words(field, record)
    linked = sight.linked(field, record)
    return sight.title_of(linked) if linked else MASK
