"""A chunk of rows into the database: what becomes of each, in the caller's transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.bulk import add_many
from concerto.kernel.actions.change import change, differs, wrong_with
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.standard import CREATE, EDIT, blank
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports.batch.model import Import, Policy, Rejection, Unlinked
from concerto.kernel.imports.matching import Key, keys_of, known_records, may_edit
from concerto.kernel.imports.rows import Row

CREATED, UPDATED, MERGED, SKIPPED, REJECTED = "created", "updated", "merged", "skipped", "rejected"
NOT_YOURS = _("You may not change the record that this row is about.")
OUT_OF_REACH = _("You may not bring in a record like this one.")


@dataclass
class Chunk:
    """What a chunk of rows meets: records we have, which of them may be changed, and the new ones it makes."""

    known: Mapping[int, Record]
    editable: frozenset[int]
    fresh: dict[int, tuple[Row, Record]] = field(default_factory=dict)
    by_key: dict[Key, Record] = field(default_factory=dict)


class Storing:
    """Keeps the rows of one import. `own` remembers the keys that this file itself has brought in."""

    def __init__(self, actor: Actor, entity: Entity, batch: Import) -> None:
        self.actor, self.entity, self.batch = actor.within(batch.pk), entity, batch
        self.own: set[Key] = set()

    def keep(self, rows: Sequence[Row]) -> Counter[str]:
        """Store rows and answer how many ended how."""
        sound = [row for row in rows if not row.problems]
        known = {} if self.batch.policy == Policy.CREATE else known_records(self.actor, self.entity, sound)
        chunk = Chunk(known, may_edit(self.actor, self.entity, list(known.values())))
        ends = {row.number: self.one(row, chunk) for row in sound}
        self.add(list(chunk.fresh.values()))
        rejected = [row for row in rows if row.problems]
        self.reject(rejected)
        return Counter(REJECTED if row.problems else ends[row.number] for row in rows)

    def one(self, row: Row, chunk: Chunk) -> str:
        """What becomes of one sound row; a new record is only prepared here and added with the others."""
        keys = [] if self.batch.policy == Policy.CREATE else keys_of(self.entity, row)
        twin = next((chunk.by_key[key] for key in keys if key in chunk.by_key), None)
        if twin is not None:
            self.fill(twin, row)
            return MERGED
        record = chunk.known.get(row.number)
        if record is None:
            self.prepare(row, keys, chunk)
            return CREATED
        ours = any(key in self.own for key in keys)
        end = self.revise(row, record, chunk)
        return MERGED if ours else end

    def prepare(self, row: Row, keys: Sequence[Key], chunk: Chunk) -> None:
        record = blank(self.actor, self.entity)
        self.fill(record, row)
        row.problems |= wrong_with(self.entity, record)
        if row.problems:
            return
        chunk.fresh[row.number] = (row, record)
        chunk.by_key |= dict.fromkeys(keys, record)
        self.own |= set(keys)

    def fill(self, record: Record, row: Row) -> None:
        for id, value in row.values.items():
            setattr(record, self.entity.fields[id].attribute, value)

    def revise(self, row: Row, record: Record, chunk: Chunk) -> str:
        """Bring a known record up to what the row says, as the import's policy has it."""
        if self.batch.policy == Policy.SKIP:
            return SKIPPED
        if record.pk not in chunk.editable:
            row.problems[""] = NOT_YOURS
            return REJECTED
        self.postpone(row, record)
        if not differs(record, row.values):
            return SKIPPED
        try:
            with transaction.atomic():
                change(self.actor.within(self.batch.pk, row.number).doing(EDIT), record, **row.values)
        except Refused as refused:
            row.problems |= problems_of(refused)
            return REJECTED
        return UPDATED

    def add(self, fresh: Sequence[tuple[Row, Record]]) -> None:
        """Add new records together; where one of them cannot be kept, halves are tried until it stands alone."""
        if not fresh:
            return
        try:
            with transaction.atomic():
                add_many(self.actor.doing(CREATE), self.entity, [(row.number, record) for row, record in fresh])
                self.refuse_out_of_reach([record for _row, record in fresh])
        except Refused as refused:
            self.add_halves(fresh, refused)
            return
        for row, record in fresh:
            self.postpone(row, record)

    def add_halves(self, fresh: Sequence[tuple[Row, Record]], refused: Refused) -> None:
        if len(fresh) == 1:
            fresh[0][0].problems |= {"": OUT_OF_REACH} if isinstance(refused, Forbidden) else problems_of(refused)
            return
        middle = len(fresh) // 2
        for half in (fresh[:middle], fresh[middle:]):
            for _row, record in half:
                record.pk = None  # the refused insert gave it an id that is free again
            self.add(half)

    def refuse_out_of_reach(self, records: Sequence[Record]) -> None:
        ids = [record.pk for record in records]
        if visible_to(self.actor, self.entity.model, Act.IMPORT).filter(pk__in=ids).count() != len(ids):
            raise Forbidden()

    def postpone(self, row: Row, record: Record) -> None:
        """Remember links to rows of the same file; they are made when all of them are in."""
        for id, words in row.later.items():
            Unlinked.objects.create(batch=self.batch, row=row.number, record=record.pk, field=id, words=words)

    def reject(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        Rejection.objects.bulk_create(
            [
                Rejection(batch=self.batch, row=row.number, cells=list(row.cells), reason=row.reason(self.entity))
                for row in rows
            ]
        )


def problems_of(refused: Refused) -> dict[str, Label]:
    """What a refusal says is wrong with a row: field by field where it knows, else as a whole."""
    return refused.problems if isinstance(refused, Invalid) else {"": refused.message}
