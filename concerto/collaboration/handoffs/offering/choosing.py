"""Which types of hand-offs suit a record and a reader: those of the own department first."""

from __future__ import annotations

from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity


def types_for(actor: Actor, entity: Entity) -> tuple[list[HandoffType], list[HandoffType]]:
    """Types about this noun or about any: those that the actor's department gives, and those of others."""
    rows = visible_to(actor, HandoffType).filter(noun__in=["", entity.id]).order_by("sort_key", "pk").defer("search")
    mine: list[HandoffType] = []
    others: list[HandoffType] = []
    for type in rows:
        (mine if type.giver in ("", actor.hue) else others).append(type)
    return mine, others
