"""What an actor may do with a noun and with each of its fields, whatever the row. Roles add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from concerto.kernel.access.actor import Actor, Standing
from concerto.kernel.access.policy import Policy
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import EVERYONE, Act, FieldRight, Rule, Scope
from concerto.kernel.entity.registry import entities, entity_of, named
from concerto.kernel.entity.shape import Shape

SHAREABLE = {Act.READ: ("read", "edit"), Act.EDIT: ("edit",)}  # act → the levels of grants that allow it


def may(actor: Actor, entity: Entity, act: Act) -> bool:
    """Whether there can be any row on which the actor may do this."""
    return actor.is_system or bool(scopes(actor, entity, act))


def may_do(actor: Actor, entity: Entity, needs: Act) -> bool:
    """Whether there can be any row on which the actor may do a verb. Whatever a verb needs, it writes: no reading key does it."""
    return within_limits(actor, entity, needs) and may(actor, entity, needs)


def within_limits(actor: Actor, entity: Entity, needs: Act) -> bool:
    """Whether the key that is used reaches a verb that needs this."""
    return actor.limits.allow(entity, Act.EDIT if needs is Act.READ else needs)


def scopes(actor: Actor, entity: Entity, act: Act) -> frozenset[Scope]:
    """The scopes that roles and grants give for an act, as far as the key that is used reaches.

    What may not be read may not be acted upon.
    """
    return _scopes(actor.standing, entity, act)


@lru_cache(maxsize=4096)
def _scopes(standing: Standing, entity: Entity, act: Act) -> frozenset[Scope]:
    if not standing.limits.allow(entity, act):
        return frozenset()
    if act is not Act.READ and not _scopes(standing, entity, Act.READ):
        return frozenset()
    given = frozenset(rule.scope(act) for rule in _rules(standing, entity)) - {Scope.NONE}
    held = frozenset(scope for scope in given if _can_hold(standing, entity, scope))
    return held | {Scope.GRANTED} if _shared(standing, entity, act) else held


def _can_hold(standing: Standing, entity: Entity, scope: Scope) -> bool:
    """Whether a scope that depends on another record can hold at all: that record must be within reach of the same actor."""
    needed = {Scope.READABLE: Act.READ, Scope.EDITABLE: Act.EDIT}.get(scope)
    if needed is None:
        return True
    return any(_scopes(standing, above, needed) for above in could_be_above(entity))


def could_be_above(entity: Entity) -> tuple[Entity, ...]:
    """The nouns whose records this one's can belong to: one, or those that it can be attached to."""
    if entity.follows:
        return (entity_of(entity.follows.target),)
    return tuple(each for each in entities() if entity.can_be_attached_to(each))


def _shared(standing: Standing, entity: Entity, act: Act) -> bool:
    """Whether some record of the noun was shared with the actor for this act."""
    levels = () if _out_of_use(standing.policy, entity) else SHAREABLE.get(act, ())
    return any((entity.prefix, level) in standing.granted for level in levels)


def rules(actor: Actor, entity: Entity) -> tuple[Rule, ...]:
    """The lines of a noun's table that speak of the actor's roles, as they are at this moment."""
    return tuple(_rules(actor.standing, entity))


def _rules(standing: Standing, entity: Entity) -> Iterator[Rule]:
    found = (standing.policy.rule(key, entity) for key in sorted(standing.roles))
    return (rule for rule in found if rule)


def is_off(actor: Actor, entity: Entity) -> bool:
    """Whether the noun is out of use: then it is as if it had never been there, and its data is kept."""
    return _out_of_use(actor.policy, entity)


def _out_of_use(policy: Policy, entity: Entity) -> bool:
    """Its module is switched off, or administrators, who described it, retired it."""
    return entity.module in policy.off or entity.is_retired


def field_right(actor: Actor, entity: Entity, field: Field) -> FieldRight:
    """The highest right that any role of the actor gives on a field; derived fields are never written."""
    return _on(actor.is_system, actor.standing, entity.shape, field)


def _on(system: bool, standing: Standing, shape: Shape, field: Field) -> FieldRight:
    right = FieldRight.WRITE if system else _right(standing, shape, field)
    return right if field.id in shape.written else min(right, FieldRight.READ)


@lru_cache(maxsize=16384)
def _right(standing: Standing, shape: Shape, field: Field) -> FieldRight:
    """What roles give; of what is computed from other fields nobody learns more than of these."""
    if not standing.limits.allow(shape.entity, Act.READ):
        return FieldRight.HIDDEN
    given = [
        field.right_of(role, rule.field_right(field.id))
        for rule in _rules(standing, shape.entity)
        if rule.scope(Act.READ) is not Scope.NONE
        for role in _spoken_for(rule, standing.roles, field)
    ]
    if not given and _shared(standing, shape.entity, Act.READ):
        given = [_right_of_a_guest(standing, shape.entity, field)]
    inputs = (_right(standing, shape, shape.fields[id]) for id in sorted(field.inputs) if id in shape.fields)
    return min(max(given, default=FieldRight.HIDDEN), *inputs, *_far_rights(standing, field), FieldRight.WRITE)


def _far_rights(standing: Standing, field: Field) -> Iterator[FieldRight]:
    """What is taken from other records tells of each of them, so whoever may not read them all does not read it; nor
    who may not read the fields there. Of what belongs to a record, whoever reads that record reads all there is."""
    for noun, id in field.far:
        entity = named(noun)
        reached = _scopes(standing, entity, Act.READ)
        reads_all = Scope.ALL in reached or (Scope.READABLE in reached and field.follows_to(entity))
        if not reads_all or id not in entity.fields:
            yield FieldRight.HIDDEN
        else:
            yield _right(standing, entity.shape, entity.fields[id])


def _spoken_for(rule: Rule, roles: frozenset[str], field: Field) -> frozenset[str]:
    """The roles that a line of the access table gives its rights to. An added field is limited role by role, so of it
    the line for everyone speaks for each role that the person plays."""
    everyone = rule.role.id == EVERYONE.id and field.is_custom
    return (roles - {EVERYONE.id} or roles) if everyone else frozenset({rule.role.id})


def _right_of_a_guest(standing: Standing, entity: Entity, field: Field) -> FieldRight:
    """Who knows the noun by a shared record alone is told what no role is kept from."""
    rules = standing.policy.rules(entity)
    kept = any(field.right_of(rule.role.id, rule.field_right(field.id)) < FieldRight.READ for rule in rules)
    return FieldRight.HIDDEN if kept or field.is_limited else FieldRight.WRITE


def seen(actor: Actor, entity: Entity) -> Mapping[str, Field]:
    """Fields that exist for the actor, masked ones included."""
    return _fields(actor.is_system, actor.standing, entity.shape, FieldRight.MASKED)


def readable(actor: Actor, entity: Entity) -> Mapping[str, Field]:
    """Fields whose values the actor may know: shown, filtered, sorted, grouped and exported by."""
    return _fields(actor.is_system, actor.standing, entity.shape, FieldRight.READ)


def searchable(actor: Actor, entity: Entity) -> bool:
    """Whether the noun may be searched: a hit would tell of a searched field that is out of the actor's sight."""
    return all(field.id in readable(actor, entity) for field in entity.searched)


def writable(actor: Actor, entity: Entity) -> Mapping[str, Field]:
    """Fields the actor may write on rows that may be edited."""
    return _fields(actor.is_system, actor.standing, entity.shape, FieldRight.WRITE)


def tells_titles(actor: Actor, entity: Entity) -> bool:
    """Whether the actor may know the words that stand for records of a noun."""
    known = readable(actor, entity)
    return all(field.id in known for field in (entity.title, entity.title_zh) if field)


@lru_cache(maxsize=4096)
def _fields(system: bool, standing: Standing, shape: Shape, least: FieldRight) -> Mapping[str, Field]:
    """The fields on which everybody of this standing has at least this right, in the order of the noun."""
    fields = shape.written if least is FieldRight.WRITE else shape.fields
    return MappingProxyType({id: field for id, field in fields.items() if _on(system, standing, shape, field) >= least})
