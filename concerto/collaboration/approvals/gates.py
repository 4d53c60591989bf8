"""The gate in which approvals stand: every write of a person passes it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import get_language

from concerto.collaboration.approvals.asking import ask_for
from concerto.collaboration.approvals.known import Known, rules_of
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.gates import Asked, Held, Waiting, stands
from concerto.kernel.entity.entity import Entity


class Approvals:
    """Holds what a rule in force speaks of, unless it was granted to this very write."""

    def held(
        self, actor: Actor, entity: Entity, does: str, ids: Collection[int], fields: Collection[str]
    ) -> Held | None:
        rules = [
            rule
            for rule in rules_of(entity)
            if rule.active and rule.id not in actor.cleared and rule.speaks_of(actor, entity, does, fields)
        ]
        matching = {rule: found for rule in rules if (found := rule.matching(entity, ids))}
        if not matching:
            return None
        first = min(min(found) for found in matching.values())
        holding = [rule for rule, found in matching.items() if first in found]
        row = entity.model.everything.get(pk=first)
        return Held(entity, first, tuple(rule.id for rule in holding), _called(holding), entity.dump(row))

    def ask(self, actor: Actor, asked: Asked, held: Held) -> Waiting:
        return ask_for(actor, asked, held)


def _called(rules: Collection[Known]) -> str:
    chinese = (get_language() or "").startswith("zh")
    return ", ".join((rule.name_zh or rule.name) if chinese else (rule.name or rule.name_zh) for rule in rules)


stands(Approvals())
