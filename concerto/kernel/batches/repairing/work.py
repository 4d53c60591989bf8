"""Suggestions that somebody accepts, as a mass change like any other: what has changed since stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions.bulk import Changed, change_each, in_halves, prepared
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.batches.batch.model import Why
from concerto.kernel.batches.repairing.deciding import from_sight
from concerto.kernel.batches.repairing.model import Repair, State
from concerto.kernel.batches.work import Ends, Work, reason
from concerto.kernel.entity.among import Among
from concerto.kernel.entity.among import ids as among
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.link import LARGEST_ID

REPAIR = "repair"


@dataclass
class Repairing(Work):
    """Those of the suggestions that are still open. Two people who accept the same wait for each other, and it is done once."""

    chosen: Sequence[int]
    touches = frozenset()  # whether a value may be repaired is told by the value itself

    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        by_record: dict[int, list[Repair]] = defaultdict(list)
        for repair in self.open(actor, entity, ids).select_for_update().order_by("pk"):
            by_record[repair.record].append(repair)
        rows = entity.model.everything.filter(among(by_record)).defer("search").order_by("pk")
        changed = [each for row in rows if (each := self.prepared(actor, entity, row, by_record[row.pk], ends))]
        in_halves(
            changed,
            lambda part: change_each(actor.doing(EDIT), entity, part),
            lambda one, refused: ends.leave(one.record.pk, *reason(refused)),
        )
        ends.changed |= {each.record.pk for each in changed} - ends.left.keys()
        done = [repair.pk for id in ends.changed for repair in by_record.get(id, ())]
        Repair.objects.filter(pk__in=done).update(state=State.DONE, decided_by=actor.person, decided_at=timezone.now())

    def open(self, actor: Actor, entity: Entity, ids: Sequence[int]) -> QuerySet[Repair]:
        rows = Repair.objects.filter(noun=entity.id, state=State.OPEN, record__in=ids)
        return rows.filter(from_sight(actor, entity), Among("pk", self.chosen, BigIntegerField))

    def prepared(
        self, actor: Actor, entity: Entity, row: Record, repairs: Sequence[Repair], ends: Ends
    ) -> Changed | None:
        allowed = writable(actor, entity)
        if any(each.field not in allowed for each in repairs):
            ends.leave(row.pk, Why.FORBIDDEN)
            return None
        if any(allowed[each.field].dump(row) != each.was for each in repairs):
            ends.leave(row.pk, Why.MEANWHILE)
            return None
        values = {each.field: allowed[each.field].kind.load(allowed[each.field], each.now) for each in repairs}
        try:
            return prepared(actor.doing(EDIT), entity, row, values)
        except Refused as refused:
            ends.leave(row.pk, *reason(refused))
            return None


def repairing(_actor: Actor, _entity: Entity, inputs: Mapping[str, Any]) -> Repairing:
    """As a batch keeps it: the ids of the suggestions. Raises Invalid where there are none."""
    chosen = inputs.get("repairs")
    if not isinstance(chosen, list) or not all(isinstance(id, int) and 0 < id <= LARGEST_ID for id in chosen):
        raise Invalid({"repairs": _("Choose at least one suggestion.")})
    return Repairing(chosen)
