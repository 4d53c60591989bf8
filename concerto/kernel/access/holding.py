"""Whether somebody holds what a role gives: nobody gives, or makes, more than they have themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from concerto.kernel.access.actor import NO_LIMITS, Actor
from concerto.kernel.access.policy import Kept, Policy, declared, effective
from concerto.kernel.access.rights import field_right, scopes
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import ADMINISTRATOR, Act, Rule, Scope
from concerto.kernel.entity.registry import entities

WIDER: Mapping[Scope, frozenset[Scope]] = {  # scope → those that reach at least as far, ALL apart
    Scope.OWN: frozenset({Scope.OWN, Scope.TEAM}),
    Scope.DEPARTMENT: frozenset({Scope.DEPARTMENT, Scope.TREE}),
}


def is_administrator(actor: Actor) -> bool:
    return actor.is_system or _by_role(actor, ADMINISTRATOR.id)


def _by_role(actor: Actor, key: str) -> bool:
    """Having a role gives all of it, unless by a key that does not reach so far."""
    return key in actor.roles and actor.limits == NO_LIMITS


def holds_roles(actor: Actor, keys: Iterable[str]) -> bool:
    """Whether the actor has everything that these roles give."""
    return is_administrator(actor) or all(_holds_role(actor, key) for key in keys)


def _holds_role(actor: Actor, key: str) -> bool:
    if _by_role(actor, key):
        return True
    return key != ADMINISTRATOR.id and all(_holds(actor, each, rule_of(actor.policy, key, each)) for each in entities())


def rule_of(policy: Policy, key: str, entity: Entity) -> Rule | None:
    """What a role says of a noun, also while the noun's module is switched off."""
    kept = policy.roles.get(key)
    return effective(kept, entity) if kept else declared(key, entity)


def holds_all_of(actor: Actor, role: Kept) -> bool:
    """Whether the actor has everything that a role gives as it is about to be kept."""
    return is_administrator(actor) or all(_holds(actor, each, effective(role, each)) for each in entities())


def _holds(actor: Actor, entity: Entity, rule: Rule | None) -> bool:
    return rule is None or (_holds_rows(actor, entity, rule) and _holds_fields(actor, entity, rule))


def _holds_rows(actor: Actor, entity: Entity, rule: Rule) -> bool:
    for act, scope in rule.scopes.items():
        enough = WIDER.get(scope, frozenset({scope})) | {Scope.ALL}
        if scope is not Scope.NONE and not scopes(actor, entity, act) & enough:
            return False
    return True


def _holds_fields(actor: Actor, entity: Entity, rule: Rule) -> bool:
    if rule.scope(Act.READ) is Scope.NONE:
        return True
    return all(field_right(actor, entity, field) >= rule.field_right(id) for id, field in entity.written.items())
