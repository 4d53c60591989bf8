"""What becomes of suggestions: which may be decided by whom, and leaving values as they are."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.batches.repairing.model import Repair, State
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act


def decidable(actor: Actor, entity: Entity) -> QuerySet[Repair]:
    """Open suggestions for fields and records that the actor may change, as far as their values are known to the actor."""
    rows = visible_to(actor, entity.model, Act.EDIT).order_by().values("pk")
    open = Repair.objects.filter(noun=entity.id, state=State.OPEN, field__in=list(writable(actor, entity)))
    return open.filter(from_sight(actor, entity), record__in=rows)


def from_sight(actor: Actor, entity: Entity) -> Q:
    """Suggestions whose value no record has alone, or one that the actor sees."""
    return Q(source=None) | Q(source__in=visible_to(actor, entity.model).order_by().values("pk"))


def leave(actor: Actor, entity: Entity, ids: Sequence[int]) -> int:
    """Keep these values as they are; the same is not suggested again. Answers how many were still to be decided."""
    chosen = decidable(actor, entity).filter(pk__in=ids)
    return chosen.update(state=State.LEFT, decided_by=actor.person, decided_at=timezone.now())
