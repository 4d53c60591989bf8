"""What becomes of each row, decided before anything is written: the same for an import and for a look at what it would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.bulk import Changed, prepared
from concerto.kernel.actions.change import differs, wrong_with
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports.batch.model import Policy
from concerto.kernel.imports.beside import kept
from concerto.kernel.imports.linking import Titles, find_codes, find_links
from concerto.kernel.imports.matching import Key, Known, keys_of, matches, may_edit
from concerto.kernel.imports.rows import Row

CREATED, UPDATED, MERGED, SKIPPED, REJECTED = "created", "updated", "merged", "skipped", "rejected"
ENDS = (CREATED, UPDATED, MERGED, SKIPPED, REJECTED)
NOT_YOURS = _("You may not change the record that this row is about.")


@dataclass
class Slice:
    """Some rows of a file, decided together. Every one has its end; those with problems are rejected.

    known    row number → the record that it is about
    fresh    rows that make a record
    changed  the records that rows bring up to date, each by the first row about it
    again    rows about a record that a row before them makes or changes: changes of their own, made when that is in
    """

    rows: Sequence[Row]
    known: Mapping[int, Record]
    fresh: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Changed]] = field(default_factory=list)
    again: list[Row] = field(default_factory=list)


@dataclass
class Deciding:
    """Decides about the rows of one import, slice by slice."""

    actor: Actor
    entity: Entity
    policy: str
    titles: Titles
    match: str = ""  # the field by which records are recognised, where somebody chose one
    locked: bool = True  # whether the records that rows are about will be changed

    def decide(self, rows: Sequence[Row], sorted_by: Mapping[int, Sequence[str]]) -> Slice:
        """What becomes of these rows, as the database stands now."""
        find_codes(self.actor, self.entity, [row for row in rows if not row.problems])
        find_links(self.actor, self.entity, [row for row in rows if not row.problems], self.titles)
        sound = [row for row in rows if not row.problems]
        keys = matches(self.entity, self.match)
        for row in sound if self.recognises else ():
            row.keys = keys_of(self.entity, keys, row)
        finding = Known(self.actor, self.entity, keys, locked=self.locked)
        known = finding.among(sound, sorted_by) if self.recognises else {}
        return _Slice(self, Slice(rows, known)).decided(sound)

    @property
    def recognises(self) -> bool:
        return self.policy != Policy.CREATE


class _Slice:
    """The rows of one slice, one after the other; all they need of the database is there."""

    def __init__(self, deciding: Deciding, slice: Slice) -> None:
        self.by, self.slice, self.entity = deciding, slice, deciding.entity
        self.editable = may_edit(deciding.actor, deciding.entity, list(slice.known.values())) if slice.known else ()
        self.by_key: dict[Key, Row] = {}
        self.revised: dict[int, tuple[Row, Record]] = {}

    def decided(self, sound: Sequence[Row]) -> Slice:
        for row in sound:
            row.end = self.one(row)
        for row, record in self.revised.values():
            self.prepare(row, record)
        self.add_beside(sound)
        return self.slice

    def add_beside(self, sound: Sequence[Row]) -> None:
        """What rows say beside records we have, without what these have already. A row that adds something changes them."""
        about = [(record.pk, row) for row in sound if row.beside and (record := self.slice.known.get(row.number))]
        there = kept(self.by.actor, [(pk, row.beside) for pk, row in about]) if about else set()
        for pk, row in about:
            leave = self.by.policy == Policy.SKIP or pk not in self.editable
            row.beside = [] if leave else [given for given in row.beside if (pk, given) not in there]
            row.end = UPDATED if row.end == SKIPPED and row.beside else row.end

    def one(self, row: Row) -> str:
        twin = next((self.by_key[key] for key in row.keys if key in self.by_key), None)
        if twin is not None:
            return self.merge(row, twin)
        record = self.slice.known.get(row.number)
        return self.make(row) if record is None else self.revise(row, record)

    def make(self, row: Row) -> str:
        assert row.fresh, "whoever reads rows gives each sound one the record that it would make"
        for id in row.links.keys() & row.values.keys() if row.links else ():
            self.entity.fields[id].keep(row.fresh, row.values[id])
        row.settle(None)
        row.problems |= wrong_with(self.entity, row.fresh)
        if row.problems:
            return REJECTED
        self.slice.fresh.append(row)
        self.by_key |= dict.fromkeys(row.keys, row)
        return CREATED

    def merge(self, row: Row, twin: Row) -> str:
        assert twin.fresh, "a twin makes a record"
        row.settle(twin.fresh)
        if row.problems:
            return REJECTED
        self.leave_trees(row)
        row.twin = twin
        self.slice.again.append(row)
        return MERGED

    def revise(self, row: Row, record: Record) -> str:
        """Bring a known record up to what the row says, as the import's policy has it."""
        if self.by.policy == Policy.SKIP:
            return SKIPPED
        if record.pk not in self.editable:
            row.problems[""] = NOT_YOURS
            return REJECTED
        row.settle(record)
        if row.problems:
            return REJECTED
        self.leave_trees(row)
        if record.pk in self.revised:
            self.slice.again.append(row)
            return MERGED
        if not differs(record, row.values):
            return SKIPPED
        self.revised[record.pk] = row, record
        return UPDATED

    def leave_trees(self, row: Row) -> None:
        """Where a record we have is to hang elsewhere, that waits until all rows are in: loops are told together."""
        for id in row.links.keys() & row.values.keys():
            if self.entity.fields[id].tree:
                row.later[id] = self.entity.code(row.values.pop(id))

    def prepare(self, row: Row, record: Record) -> None:
        changed = changed_by(self.by.actor, self.entity, row, record)
        if changed is not None:
            self.slice.changed.append((row, changed))
        elif not row.problems:
            row.end = SKIPPED


def changed_by(actor: Actor, entity: Entity, row: Row, record: Record) -> Changed | None:
    """What a row makes of a record as it stands; None where that is nothing, or where it is refused, which the row notes."""
    record.typed = row.given
    try:
        return prepared(actor.doing(EDIT), entity, record, row.values, row.number)
    except Refused as refused:
        row.problems |= problems_of(refused)
        return None


def problems_of(refused: Refused) -> dict[str, Label]:
    """What a refusal says is wrong with a row: field by field where it knows, else as a whole."""
    return refused.problems if isinstance(refused, Invalid) else {"": refused.message}
