"""What an actor may do with a noun and with each of its fields, whatever the row. Roles add up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act, FieldRight, Rule, Scope
from concerto.kernel.entity.registry import entity_of


def may(actor: Actor, entity: Entity, act: Act) -> bool:
    """Whether there can be any row on which the actor may do this."""
    return actor.is_system or bool(given(actor, entity, act))


def given(actor: Actor, entity: Entity, act: Act) -> frozenset[Scope]:
    """The scopes an actor has for an act: those of the roles, as far as the key that is used reaches."""
    return scopes(actor.roles, entity, act) if actor.limits.allow(entity, act) else frozenset()


@lru_cache(maxsize=4096)
def scopes(roles: frozenset[str], entity: Entity, act: Act) -> frozenset[Scope]:
    """The scopes that roles give for an act; what may not be read may not be acted upon."""
    if act is not Act.READ and not scopes(roles, entity, Act.READ):
        return frozenset()
    told = frozenset(rule.scope(act) for rule in rules(roles, entity)) - {Scope.NONE}
    return frozenset(scope for scope in told if _can_hold(roles, entity, scope))


def _can_hold(roles: frozenset[str], entity: Entity, scope: Scope) -> bool:
    """Whether a scope that depends on another record can hold at all: that record must be within reach of the same roles."""
    needed = {Scope.READABLE: Act.READ, Scope.EDITABLE: Act.EDIT}.get(scope)
    if needed is None or entity.follows is None:
        return True
    return bool(scopes(roles, entity_of(entity.follows.target), needed))


def rules(roles: frozenset[str], entity: Entity) -> tuple[Rule, ...]:
    return tuple(rule for rule in entity.access if rule.role.id in roles)


def field_right(actor: Actor, entity: Entity, field: Field) -> FieldRight:
    """The highest right that any role of the actor gives on a field; derived fields are never written."""
    right = FieldRight.WRITE if actor.is_system else _right(actor.roles, entity, field.id)
    return right if field.id in entity.written else min(right, FieldRight.READ)


@lru_cache(maxsize=16384)
def _right(roles: frozenset[str], entity: Entity, field_id: str) -> FieldRight:
    told = [rule.field_right(field_id) for rule in rules(roles, entity) if rule.scope(Act.READ) is not Scope.NONE]
    return max(told, default=FieldRight.HIDDEN)


def seen(actor: Actor, entity: Entity) -> Mapping[str, Field]:
    """Fields that exist for the actor, masked ones included."""
    return {id: field for id, field in entity.fields.items() if field_right(actor, entity, field) > FieldRight.HIDDEN}


def readable(actor: Actor, entity: Entity) -> Mapping[str, Field]:
    """Fields whose values the actor may know: shown, filtered, sorted, grouped and exported by."""
    return {id: field for id, field in entity.fields.items() if field_right(actor, entity, field) > FieldRight.MASKED}


def searchable(actor: Actor, entity: Entity) -> bool:
    """Whether the noun may be searched: a hit would tell of a searched field that is out of the actor's sight."""
    return all(field.id in readable(actor, entity) for field in entity.searched)


def writable(actor: Actor, entity: Entity) -> Mapping[str, Field]:
    """Fields the actor may write on rows that may be edited."""
    return {id: field for id, field in entity.written.items() if field_right(actor, entity, field) is FieldRight.WRITE}
