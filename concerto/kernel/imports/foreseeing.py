"""A look at what an import would do: every row of the file is decided about, and nothing is written but the outcome."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from concerto.kernel.access.actor import IMPORT, Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.imports import slices
from concerto.kernel.imports.batch.model import Import, Status
from concerto.kernel.imports.deciding import CREATED, ENDS, MERGED, REJECTED, SKIPPED, UPDATED, Deciding, Slice
from concerto.kernel.imports.marks import Marks
from concerto.kernel.imports.reasons import reasons
from concerto.kernel.imports.rows import Row
from concerto.kernel.imports.running import reopened
from concerto.kernel.text.sentences import Kept, kept

AT_ONCE = 2_000  # rows that are looked at while the person waits; more are left to a worker
SHOWN = 8  # rows of each end


def mark_of(batch: Import) -> str:
    """What an outcome depends on, beside the database: another mapping has another mark."""
    asked = [batch.mapping, batch.ways, batch.match, batch.policy, batch.reading]
    return hashlib.blake2b(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS), digest_size=8).hexdigest()


@dataclass
class Outcome:
    """How many rows would end how, and the first ones of each end."""

    counts: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {end: [] for end in ENDS})

    def kept(self, mark: str, *, done: bool, problem: Kept = "") -> dict[str, Any]:
        counts = {end: self.counts[end] for end in ENDS}
        return {"mark": mark, "done": done, "problem": problem, "rows": sum(counts.values()), "counts": counts,
                "samples": self.samples}  # fmt: skip


def foresee(actor: Actor, batch: Import) -> None:
    """Look at the whole file and keep the outcome with the import, slice by slice. Ends early where the columns are
    changed meanwhile, or the import has begun. What only the database can refuse is not foreseen."""
    mark, looking, outcome = mark_of(batch), _Looking(actor.at(IMPORT), batch), Outcome()
    problem: Kept = ""
    try:
        for slice in looking.slices():
            looking.note(slice, outcome)
            if not _keep(batch, mark, outcome.kept(mark, done=False)):
                return
    except Unreadable as unreadable:
        problem = kept(unreadable.message)
    _keep(batch, mark, outcome.kept(mark, done=True, problem=problem))


def _keep(batch: Import, mark: str, outcome: dict[str, Any]) -> bool:
    """Keep what is known so far, unless somebody wants to know something else by now."""
    current = Import.everything.filter(pk=batch.pk, status=Status.DRAFT).first()
    if not isinstance(current, Import) or mark_of(current) != mark:
        return False
    Import.everything.filter(pk=batch.pk).update(foreseen=outcome)
    batch.foreseen = outcome
    return True


class _Looking:
    """Decides as the import would; a row that repeats a new one before it is known by its keys."""

    def __init__(self, actor: Actor, batch: Import) -> None:
        self.actor, self.batch, self.entity = actor, batch, named(batch.noun)
        self.seen = Marks()

    def slices(self) -> Iterator[Slice]:
        table = reopened(self.batch)
        titles = slices.titles_of(self.entity, table, self.batch.mapping)
        deciding = Deciding(self.actor, self.entity, self.batch.policy, titles, self.batch.match, locked=False)
        for read in slices.slices(
            self.actor, self.entity, table, self.batch.mapping, self.batch.ways, size=slices.SLICE
        ):
            yield deciding.decide(read.rows, read.sorted_by())

    def note(self, slice: Slice, outcome: Outcome) -> None:
        changed = {row.number: one.changes for row, one in slice.changed}
        for row in slice.rows:
            end = self.end(row)
            outcome.counts[end] += 1
            if len(outcome.samples[end]) < SHOWN:
                outcome.samples[end].append(self.told(slice, row, end, changed.get(row.number, {})))

    def end(self, row: Row) -> str:
        if row.problems or (row.twin and row.twin.problems):
            return REJECTED
        if row.end != CREATED:
            return row.end
        new = [self.seen.add(hash(key)) for key in row.keys]
        return CREATED if all(new) else MERGED

    def told(self, slice: Slice, row: Row, end: str, changes: Any) -> dict[str, Any]:
        record = slice.known.get(row.number) or (row.twin or row).fresh
        told: dict[str, Any] = {
            "line": row.number,
            "title": _title(self.entity, record),
            "id": record.pk if record else None,
        }
        if end == REJECTED:
            told["why"] = reasons(row.problems)
            told["cells"] = [cell for cell in row.cells if cell][:6]
        elif end == CREATED:
            told["values"] = [
                [id, self.shown(id, value)] for id, value in row.values.items() if id != self.entity.title.id
            ]
        elif end == UPDATED:
            told["changes"] = [[id, self.dumped(id, was), self.dumped(id, now)] for id, (was, now) in changes.items()]
        elif end == MERGED and row.twin:
            told["into"] = row.twin.number
        elif end in (MERGED, SKIPPED):
            told["into"] = None
        if end in (CREATED, UPDATED):
            told["beside"] = [[f"{one.noun}.{one.sort}", str(one.value)] for one in row.beside]
        return told

    def dumped(self, id: str, stored: Any) -> str:
        """A value as the journal keeps it, in words."""
        field = self.entity.fields[id]
        return "" if stored is None else self.shown(id, field.kind.load(field, stored))

    def shown(self, id: str, value: Any) -> str:
        field = self.entity.fields[id]
        return _linked(self.actor, field, value) if field.is_link else field.kind.show(field, value)


def _title(entity: Entity, record: Record | None) -> str:
    return str(entity.title.value(record) or "")[:120] if record else ""


def _linked(actor: Actor, field: Field, id: Any) -> str:
    """What a link leads to, by its title; few of them are shown."""
    if id is None:
        return ""
    entity = entity_of(field.target)
    target = visible_to(actor, entity.model).filter(pk=id).first()
    return entity.title_of(target) if target else ""
