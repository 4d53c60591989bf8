"""One record as one actor sees it, and what the actor may do with it. Every page about a record begins here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, scopes, writable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.query.listing import with_links
from concerto.kernel.timeline.telling import MASK
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.sight import Sight, sight_of


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

    def is_filled(self, field: Field) -> bool:
        return not field.kind.is_empty(field.value(self.record))

    def words(self, field: Field) -> str:
        """A value as plain text; dots where it, or what it links to, is not for this actor."""
        if not self.is_filled(field):
            return ""
        if self.sight.is_masked(field):
            return MASK
        if field.is_link:
            linked = self.sight.linked(field, self.record)
            return self.sight.title_of(linked) if linked else MASK
        return field.kind.show(field, field.value(self.record))


def look_at(actor: Actor, entity: Entity, id: int) -> Look:
    """The record of this id as `actor` sees it. Raises NotThere, also for an id that no record can have."""
    if not 0 < id <= LARGEST_ID:
        raise NotThere()
    record = with_links(entity, visible_to(actor, entity.model)).filter(pk=id).first()
    if record is None:
        raise NotThere()
    return Look(actor, entity, record, sight_of(actor, entity, [record]), acts_on(actor, entity, id))


def acts_on(actor: Actor, entity: Entity, id: int) -> frozenset[Act]:
    """What the actor may do to a row that the actor sees; no query where it may be done to every row."""
    return frozenset(act for act in (Act.EDIT, Act.DELETE) if reaches(actor, entity, act, id))


def reaches(actor: Actor, entity: Entity, act: Act, id: int) -> bool:
    if not may(actor, entity, act):
        return False
    return to_all(actor, entity, act) or visible_to(actor, entity.model, act).filter(pk=id).exists()


def to_all(actor: Actor, entity: Entity, act: Act) -> bool:
    """Whether the actor may do it to every row that the actor sees."""
    return actor.is_system or Scope.ALL in scopes(actor.roles, entity, act)


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; strangers were turned away before."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by access.middleware
    return actor
