"""Taking a mass change back: every value to what it was, where it still is what the change made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as say

from concerto.kernel.access.actor import BULK, Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.actions.bulk import retag_many
from concerto.kernel.actions.merging.unmerge import unmerge
from concerto.kernel.actions.standard import DELETE, RESTORE
from concerto.kernel.actions.undo import UNDO
from concerto.kernel.batches.batch.model import Batch, Why
from concerto.kernel.batches.work import MERGE_ALL, Ends, Work, each, move, set_values
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.journal.model import Entry
from concerto.kernel.redirects.model import Merge

Changes = dict[str, tuple[Any, Any]]  # field id → (before, after), as the journal writes values


@dataclass
class Reverting(Work):
    """The other batch, taken back. Only what it wrote itself is looked at: a later change of a field is kept and listed."""

    batch: Batch
    touches = frozenset()  # whether a value may go back is told by the value itself

    def __post_init__(self) -> None:
        self.verb = moved_by(self.batch)
        self.of_merges = self.batch.verb == MERGE_ALL
        self.of_trash = self.verb == DELETE and not self.of_merges

    @property
    def act(self) -> Act:  # type: ignore[override]  # told by what was done
        return Act.EDIT if self.of_merges else Act.DELETE if self.verb else Act.EDIT

    def do(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        if self.of_merges:
            self.set_apart(actor, ids, ends)
        elif self.verb:
            back = RESTORE if self.verb == DELETE else DELETE
            move(actor.doing(back), entity, ids, ends, to_trash=back == DELETE)
        else:
            self.set_back(actor.doing(UNDO), entity, ids, ends)

    def set_apart(self, actor: Actor, ids: Sequence[int], ends: Ends) -> None:
        """Records that took others in give them back, the last first."""
        merges = Merge.objects.filter(batch=self.batch.pk, noun=self.batch.noun, winner__in=ids, undone_at=None)
        for merged in merges.order_by("-pk"):
            each([merged.winner], ends, lambda _id, merged=merged: bool(unmerge(actor, merged)))  # type: ignore[misc]

    def set_back(self, actor: Actor, entity: Entity, ids: Sequence[int], ends: Ends) -> None:
        """Records that go back to the same values go together."""
        done = changes_of(self.batch, ids)
        touched = {id for changes in done.values() for id in changes}
        rows = entity.model.everything.filter(pk__in=ids).only("pk", *touched & entity.fields.keys())
        alike: dict[str, list[int]] = defaultdict(list)
        values: dict[str, Changes] = {}
        for row in rows:
            back = going_back(actor, entity, row, done.get(row.pk, {}), ends)
            alike[key := repr(sorted(back.items()))].append(row.pk)
            values[key] = back
        for key, group in alike.items():
            if values[key]:
                self.together(actor, entity, group, values[key], ends)

    def together(self, actor: Actor, entity: Entity, ids: Sequence[int], back: Changes, ends: Ends) -> None:
        lists = {id: pair for id, pair in back.items() if entity.fields[id].kind.id == "tags"}
        for id, (before, after) in lists.items():
            was, now = set(before or ()), set(after or ())
            ends.changed |= retag_many(actor, entity, ids, id, sorted(was - now), sorted(now - was))
        plain = {id: loaded(entity, id, before) for id, (before, _after) in back.items() if id not in lists}
        if plain:
            set_values(actor, entity, ids, plain, ends)


def moved_by(batch: Batch) -> str:
    """DELETE or RESTORE where the batch did that to its records; "" where it changed values."""
    lines = Entry.objects.filter(batch=batch.pk, door=BULK, entity=batch.noun)
    verb = lines.order_by("id").values_list("verb", flat=True).first()
    return verb if verb in (DELETE, RESTORE) else ""


def changes_of(batch: Batch, ids: Sequence[int]) -> Mapping[int, Changes]:
    """Record → what the batch did to it in all: from before its first line to after its last."""
    lines = Entry.objects.filter(entity=batch.noun, record__in=ids, batch=batch.pk, door=BULK).order_by("id")
    found: dict[int, Changes] = defaultdict(dict)
    for record, changes in lines.values_list("record", "changes"):
        for id, (before, after) in changes.items():
            found[record][id] = (found[record].get(id, (before, after))[0], after)
    return found


def going_back(actor: Actor, entity: Entity, row: Record, done: Changes, ends: Ends) -> Changes:
    """The fields of a record that can go back; a record with one that cannot is listed with it."""
    allowed = writable(actor, entity)
    if not done.keys() <= allowed.keys():
        ends.leave(row.pk, Why.FORBIDDEN)
        return {}
    done = {
        id: pair for id, pair in done.items() if entity.fields[id].dump(row) != pair[0]
    }  # the others are back already
    kept = [id for id, (_before, after) in done.items() if not _stands(entity, id, row, after)]
    if kept:
        labels = say(", ").join(str(entity.fields[id].label) for id in kept)
        ends.leave(row.pk, Why.MEANWHILE, say("Kept: %(fields)s") % {"fields": labels})
    return {id: pair for id, pair in done.items() if id not in kept}


def _stands(entity: Entity, id: str, row: Record, after: Any) -> bool:
    """Whether a value is what the batch made it. Of lists of tags only what was added or taken out goes back."""
    return entity.fields[id].kind.id == "tags" or entity.fields[id].dump(row) == after


def loaded(entity: Entity, id: str, stored: Any) -> Any:
    """A value of the journal as a record keeps it."""
    field = entity.fields[id]
    return field.kind.empty if stored is None else field.kind.load(field, stored)
