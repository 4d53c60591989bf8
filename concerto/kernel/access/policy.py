"""Who may do what at this moment: the declared tables, what administrators changed in them, modules switched off.

A Policy is one state of all that, named by a number which the database raises with every change. Whoever asks who acts
reads that number too, so every process follows a change with its next request and asks nothing more until another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import orjson
from django.db import connection

from concerto.kernel.entity.checks import needed_for
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import ADMINISTRATOR, Act, FieldRight, Role, Rule, Scope
from concerto.kernel.entity.registry import find

Differences: TypeAlias = Mapping[
    str, Mapping[str, Mapping[str, str]]
]  # noun → "rows" → act → scope, "fields" → id → right


@dataclass(frozen=True)
class Kept:
    """A role as it is kept: its names, the declared role whose table it begins with, and where it differs from that."""

    key: str
    name: str
    name_zh: str = ""
    base: str = ""
    differences: Differences = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Policy:
    """One state of all rights. `off` names the modules that are switched off."""

    version: int = 0
    roles: Mapping[str, Kept] = field(default_factory=dict)
    off: frozenset[str] = frozenset()

    def rule(self, key: str, entity: Entity) -> Rule | None:
        """What a role may do with a noun; None where nothing was said of it, and where its module is switched off."""
        if entity.module in self.off:
            return None
        kept = self.roles.get(key)
        return effective(kept, entity) if kept else declared(key, entity)

    def rules(self, entity: Entity) -> Iterator[Rule]:
        """What every role there is may do with a noun."""
        keys = {rule.role.id for rule in entity.access} | self.roles.keys()
        return (rule for key in sorted(keys) if (rule := self.rule(key, entity)))


DECLARED = Policy()
_latest = DECLARED


def latest() -> Policy:
    """The state this process saw last: for names of roles, which are no secret. Rights come with the actor."""
    return _latest


def at(version: int) -> Policy:
    """The state of this number; read only if it is another than the one read before."""
    global _latest
    if _latest.version != version:
        _latest = _read(version)
    return _latest


def _read(version: int) -> Policy:
    with connection.cursor() as cursor:
        cursor.execute("select key, name, name_zh, base, rules from kernel_role where trashed_at is null order by id")
        kept = [
            Kept(key, name, name_zh, base, orjson.loads(rules)) for key, name, name_zh, base, rules in cursor.fetchall()
        ]
        cursor.execute("select key from kernel_module where off_since is not null")
        off = frozenset(key for (key,) in cursor.fetchall())
    return Policy(version, {role.key: role for role in kept}, off)


def declared(key: str, entity: Entity) -> Rule | None:
    """The line of a noun's table for a role, as its description has it."""
    return next((rule for rule in entity.access if rule.role.id == key), None)


def effective(kept: Kept, entity: Entity) -> Rule | None:
    """The line that a role begins with, and over it what was changed. The administrator's own is never changed."""
    changed = kept.differences.get(entity.id) if kept.key != ADMINISTRATOR.id else None
    if changed is None and declared(kept.base or kept.key, entity) is None:
        return None
    return _over(begun(kept, entity), entity, changed or {})


def begun(kept: Kept, entity: Entity) -> Rule:
    """What a role may do before any difference: nothing where nothing was declared."""
    role = Role(kept.key, kept.name)
    line = declared(kept.base or kept.key, entity)
    return replace(line, role=role) if line else Rule(role, {})


def _over(rule: Rule, entity: Entity, changed: Mapping[str, Mapping[str, str]]) -> Rule:
    rows = {Act(act): Scope(scope) for act, scope in changed.get("rows", {}).items() if act in known_acts(entity)}
    kept = {act: scope if scope in scopes_of(entity) else Scope.NONE for act, scope in rows.items()}
    rights = {id: FieldRight[right.upper()] for id, right in changed.get("fields", {}).items() if id in entity.fields}
    return replace(rule, scopes={**rule.scopes, **kept}, fields={**rule.fields, **rights})


def known_acts(entity: Entity) -> Mapping[str, Act]:
    """Acts that somebody may be given: those that the noun's own table gives to anybody. An import is not created by hand."""
    return {act.value: act for act in Act if any(rule.scope(act) is not Scope.NONE for rule in entity.access)}


def scopes_of(entity: Entity) -> tuple[Scope, ...]:
    """The scopes that mean something for a noun, from the narrowest to the widest."""
    return tuple(scope for scope in Scope if scope is not Scope.GRANTED and not needed_for(scope, entity))


def wrong_in(differences: Any) -> str | None:
    """The first place where differences name what is not there; None where all of it can be kept."""
    for noun, changed in differences.items():
        entity = find(noun)
        if entity is None or entity.id != noun:
            return str(noun)
        for act, scope in changed.get("rows", {}).items():
            if act not in known_acts(entity) or scope not in {each.value for each in scopes_of(entity)}:
                return f"{noun}.{act}"
        for id, right in changed.get("fields", {}).items():
            if id not in entity.fields or right.upper() not in FieldRight.__members__:
                return f"{noun}.{id}"
    return None
