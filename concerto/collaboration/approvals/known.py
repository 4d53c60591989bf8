"""The rules in force, read along with the shapes of nouns: whoever acts knows their number, which each change of a rule raises,
so a write of which no rule speaks asks the database nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from concerto.collaboration.approvals.rule.model import ApprovalRule
from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.actions.standard import CREATE, EDIT
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.shapes import current
from concerto.kernel.overlay.loading import keep_beside
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Group, Node, Related, Unclear, parse

KEPT = "approval-rules"


@dataclass(frozen=True)
class Known:
    """A rule as writes are held against it."""

    id: int
    name: str
    name_zh: str
    does: str
    field: str
    filter: Node
    asks: frozenset[str]  # the fields that its filter looks at
    active: bool

    def speaks_of(self, actor: Actor, entity: Entity, does: str, fields: Collection[str]) -> bool:
        """Whether it holds such a write, whatever the record. A transition is one by whatever verb, and so is a record that begins there."""
        if self.does != EDIT:
            return self.does == does
        if self.field:
            return self.field in fields if does == EDIT else does == CREATE and self.field in self.asks
        return does == EDIT and actor.verb not in entity.actions

    def matching(self, entity: Entity, ids: Collection[int]) -> set[int]:
        """Of these records those of which its filter holds now. A filter that cannot be asked any more holds all of them."""
        try:
            condition = compiled(SYSTEM, entity, self.filter)
        except Unclear:
            return set(ids)
        return set(entity.model.everything.filter(condition, pk__in=ids).values_list("pk", flat=True))


def rules_of(entity: Entity) -> Sequence[Known]:
    """Every rule there is or was about a noun; those that are out of force still explain what waits."""
    known: Mapping[str, Sequence[Known]] = current().beside.get(KEPT, {})
    return known.get(entity.id, ())


def _read() -> Mapping[str, Sequence[Known]]:
    found: dict[str, list[Known]] = defaultdict(list)
    for rule in ApprovalRule.everything.defer("search").order_by("pk"):
        tree = parse(rule.filter)
        active = rule.active and rule.trashed_at is None
        known = Known(rule.pk, rule.name, rule.name_zh, rule.does, rule.field, tree, frozenset(_asked(tree)), active)
        found[rule.noun].append(known)
    return found


def _asked(tree: Node) -> Iterator[str]:
    if isinstance(tree, Group):
        for part in tree.parts:
            yield from _asked(part)
    elif not isinstance(tree, Related):
        yield tree.field


keep_beside(KEPT, _read)
