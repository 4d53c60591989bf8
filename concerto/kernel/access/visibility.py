"""The one place where rows are chosen: every read of every noun, on every path, begins at `visible_to`."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q, QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import given
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of

Noun = TypeVar("Noun", bound=Record)
NO_ROW = Q(pk__in=[])
EVERY_ROW = ~NO_ROW  # not Q(), which vanishes from an "or"


def visible_to(actor: Actor, model: type[Noun], act: Act = Act.READ, *, trashed: bool = False) -> QuerySet[Noun]:
    """Rows of `model` on which `actor` may do `act`. `trashed=True` answers those in the trash instead."""
    rows: QuerySet[Noun] = model.everything.filter(trashed_at__isnull=not trashed)
    reached = reach(actor, entity_of(model), act)
    return rows.none() if reached is None else rows.filter(reached)


def reach(actor: Actor, entity: Entity, act: Act) -> Q | None:
    """The condition that a row must meet; None where no row can."""
    if actor.is_system:
        return Q()
    allowed = _any_of(actor, entity, given(actor, entity, act))
    if act is Act.READ or allowed is None:
        return allowed
    read = reach(actor, entity, Act.READ)
    return None if read is None else read & allowed


def _any_of(actor: Actor, entity: Entity, told: frozenset[Scope]) -> Q | None:
    if not told:
        return None
    if Scope.ALL in told:
        return _parent_not_trashed(entity)
    condition = NO_ROW
    for scope in sorted(told, key=lambda scope: scope.value):
        condition |= _rows(actor, entity, scope)
    return condition & _parent_not_trashed(entity)


def _rows(actor: Actor, entity: Entity, scope: Scope) -> Q:
    match scope:
        case Scope.OWN:
            return Q((f"{entity.owner}", actor.person))
        case Scope.TEAM:
            return Q((f"{entity.owner}__in", sorted(actor.mates)))
        case Scope.DEPARTMENT:
            return Q((f"{entity.department}", actor.department)) if actor.department else NO_ROW
        case Scope.TREE:
            return Q((f"{entity.department}__in", sorted(actor.tree)))
        case Scope.READABLE:
            return _followed(actor, entity, Act.READ)
        case Scope.EDITABLE:
            return _followed(actor, entity, Act.EDIT)
        case _:
            raise ValueError(f"scope {scope} has no rows")


def _followed(actor: Actor, entity: Entity, act: Act) -> Q:
    """Rows whose record to belong to is within the actor's reach for `act`."""
    assert entity.follows, "scopes READABLE and EDITABLE are checked at start-up to have a followed link"
    if Scope.ALL in given(actor, entity_of(entity.follows.target), act):
        return EVERY_ROW
    parents = visible_to(actor, entity.follows.target, act)  # type: ignore[type-var]  # links point to records
    return Q((f"{entity.follows.id}__in", parents.values("pk")))


def _parent_not_trashed(entity: Entity) -> Q:
    """What belongs to a record in the trash is out of sight with it."""
    return Q((f"{entity.follows.id}__trashed_at", None)) if entity.follows else Q()
