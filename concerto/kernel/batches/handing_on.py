"""What was one person's becomes another's: one link on many records, where it still leads to the one.

Also where it was agreed on or follows from steps, for it is the person that goes and not the matter. Nothing is opened by it: what
the successor may not see stays as it is, and is listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import JOB, Actor, actor_for
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import may, scopes
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.batches.batch.model import Why
from concerto.kernel.batches.work import Ends, Work, set_values
from concerto.kernel.entity.among import ids as among
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.registry import entity_of

HAND_ON = "hand-on"
OWNING = frozenset({Scope.OWN, Scope.TEAM, Scope.SHARED, Scope.ALL})  # by these one sees what is one's own


@dataclass
class HandingOn(Work):
    """`field` is a link to a person: `of` loses what `to` gets."""

    field: str
    of: int
    to: int

    @property
    def touches(self) -> frozenset[str]:  # type: ignore[override]  # told by the field
        return frozenset({self.field})

    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        held = entity.model.everything.filter(among(ids), **{entity.fields[self.field].attribute: self.of})
        still = list(held.order_by("pk").values_list("pk", flat=True))
        seen = self._seen(entity, still)
        for id in still:
            if id not in seen:
                ends.leave(id, Why.INVALID, say("The successor may not see it."))
        set_values(actor.doing(HAND_ON), entity, [id for id in still if id in seen], {self.field: self.to}, ends)

    def _seen(self, entity: Entity, ids: Sequence[int]) -> set[int]:
        """Those of the records that the successor may see, now or as their owner."""
        successor = actor_for(self.to, JOB)
        if successor is None:
            return set()
        owning = entity.fields[self.field].attribute == entity.owner
        if owning and scopes(successor, entity, Act.READ) & OWNING:
            return set(ids)
        return set(visible_to(successor, entity.model).filter(among(ids)).values_list("pk", flat=True))


def handing_on(actor: Actor, entity: Entity, inputs: Mapping[str, Any]) -> Work:
    """Read `{"field", "of", "to"}`. Raises Forbidden for whoever may not say who works here, Invalid for what leads to nobody here."""
    if not may(actor, entity_of(Person), Act.EDIT):
        raise Forbidden()
    field = entity.fields.get(str(inputs.get("field")))
    if field is None or not field.is_link or field.target is not Person:
        raise Invalid({"field": _("There is no such field.")})
    if not _works_here(inputs.get("to")) or inputs.get("of") == inputs.get("to"):
        raise Invalid({"to": _("Choose somebody else who works here.")})
    return HandingOn(field.id, inputs["of"], inputs["to"])


def _works_here(person: Any) -> bool:
    return type(person) is int and actor_for(person, JOB) is not None


def words_for(actor: Actor, entity: Entity, work: HandingOn) -> str:
    """What it does, for the title of the mass change."""
    people = visible_to(actor, Person).in_bulk([work.of, work.to])
    names = {id: entity_of(Person).title_of(person) for id, person in people.items()}
    told = {"field": entity.fields[work.field].label, "of": names.get(work.of, ""), "to": names.get(work.to, "")}
    return say("%(field)s: %(to)s for %(of)s") % told
