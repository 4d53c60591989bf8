"""Rows that were decided into the database, in the caller's transaction. What it refuses is rejected row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.bulk import Changed, change_each, in_halves
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.actions.standard import CREATE, EDIT
from concerto.kernel.entity.among import Among
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.imports.batch.model import Import, Rejection, Unlinked
from concerto.kernel.imports.deciding import MERGED, REJECTED, SKIPPED, UPDATED, Slice, changed_by, problems_of
from concerto.kernel.imports.reasons import reasons
from concerto.kernel.imports.rows import Row
from concerto.kernel.imports.storing_beside import StoringBeside, add_within_reach
from concerto.kernel.journal.model import Entry


@dataclass
class Storing:
    """Writes the slices of one import."""

    actor: Actor
    entity: Entity
    batch: Import

    def __post_init__(self) -> None:
        self.actor = self.actor.within(self.batch.pk)
        self.beside = StoringBeside(self.actor, self.batch)

    def keep(self, slice: Slice) -> Counter[str]:
        """Write a slice and answer how many of its rows ended how."""
        self.mark_own(slice)
        in_halves(slice.fresh, self.add, refuse)
        in_halves(slice.changed, self.change, lambda pair, refused: refuse(pair[0], refused))
        self.go_on(slice)
        for row in slice.rows:
            row.end = REJECTED if row.problems else row.end
        self.postpone(slice)
        self.beside.keep([(about(slice, row), row) for row in slice.rows if row.beside and not row.problems])
        self.reject([row for row in slice.rows if row.problems])
        return Counter(row.end for row in slice.rows)

    def mark_own(self, slice: Slice) -> None:
        """A row about a record that an earlier row of this file has made is merged into it."""
        if not slice.known:
            return
        known = {record.pk for record in slice.known.values()}
        lines = Entry.objects.filter(Among("record", known, BigIntegerField), entity=self.entity.id, verb=CREATE)
        own = set(lines.filter(batch=self.batch.pk, door=self.actor.door).values_list("record", flat=True))
        for row in slice.rows:
            record = slice.known.get(row.number)
            if record is not None and record.pk in own and row.end in (UPDATED, SKIPPED):
                row.end = MERGED

    def go_on(self, slice: Slice) -> None:
        """Rows about what a row before them made or changed: each stands in the journal with what it said."""
        for turn in turns(slice):
            rows = self.entity.model.everything.filter(pk__in=turn).defer("search")
            changed = [(turn[record.pk], self.changed(turn[record.pk], record)) for record in rows.order_by("pk")]
            there = [(row, one) for row, one in changed if one is not None]
            in_halves(there, self.change, lambda pair, refused: refuse(pair[0], refused))

    def changed(self, row: Row, record: Record) -> Changed | None:
        row.settle(record)
        return None if row.problems else changed_by(self.actor, self.entity, row, record)

    def add(self, rows: Sequence[Row]) -> None:
        add_within_reach(self.actor, self.entity, [(row.number, row.fresh) for row in rows if row.fresh], indexed=True)

    def change(self, pairs: Sequence[tuple[Row, Changed]]) -> None:
        change_each(self.actor.doing(EDIT), self.entity, [changed for _row, changed in pairs])

    def postpone(self, slice: Slice) -> None:
        """Remember links to rows of the same file; they are made when all of them are in."""
        waiting = [(row, id, words) for row in slice.rows if not row.problems for id, words in row.later.items()]
        Unlinked.objects.bulk_create(
            [Unlinked(batch=self.batch, row=row.number, record=about(slice, row), field=id, words=words)
             for row, id, words in waiting]
        )  # fmt: skip

    def reject(self, rows: Sequence[Row]) -> None:
        Rejection.objects.bulk_create(
            [Rejection(batch=self.batch, row=row.number, cells=list(row.cells), reason=reasons(row.problems))
             for row in rows]
        )  # fmt: skip


def about(slice: Slice, row: Row) -> int:
    """The id of the record that a kept row is about."""
    record = slice.known.get(row.number) or (row.twin or row).fresh
    assert record, "a row that was kept is about a record"
    return int(record.pk)


def turns(slice: Slice) -> list[dict[int, Row]]:
    """Rows that go on with a record, in the order of the file, no record twice in a turn. Those whose record was refused
    are refused with it."""
    found: defaultdict[int, dict[int, Row]] = defaultdict(dict)
    coming: Counter[int] = Counter()
    for row in slice.again:
        if row.twin is not None and row.twin.problems:
            row.problems |= row.twin.problems
            continue
        id = about(slice, row)
        found[coming[id]][id] = row
        coming[id] += 1
    return list(found.values())


def refuse(row: Row, refused: Refused) -> None:
    row.problems |= problems_of(refused)
