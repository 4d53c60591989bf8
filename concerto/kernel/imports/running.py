"""Running an import: chunk by chunk, each committed with its counts, so that an interrupted one goes on where it stood.

Every row of the file ends in exactly one of created, updated, merged, skipped, rejected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.token.keys import limits_of
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.imports.batch.model import Import, Unlinked
from concerto.kernel.imports.later import link_later
from concerto.kernel.imports.reading.table import Table, open_table
from concerto.kernel.imports.rows import RowReader
from concerto.kernel.imports.storing import Storing
from concerto.kernel.notices.sending import notify

CHUNK = 1000
Tell = Callable[[Import], None]


def run(actor: Actor, batch: Import, *, tell: Tell = lambda _batch: None) -> Import:
    """Bring in what is left of a file; `tell` hears of every committed chunk. A file that cannot be read ends the import
    with a problem that says which rows were kept."""
    entity = named(batch.noun)
    begin(actor, batch)
    try:
        table = reopened(batch)
        for counts, last in _chunks(actor, entity, batch, table):
            tell(_account(batch, counts, last))
        link_later(actor, entity, batch)
    except Unreadable as unreadable:
        return finish(actor, batch, problem=unreadable.message)
    return finish(actor, batch)


def reopened(batch: Import) -> Table:
    """The batch's file, read the way it was when its columns were chosen."""
    return open_table(file_of(batch), name=batch.file_name, **batch.reading)


def file_of(batch: Import) -> Path:
    return Path(settings.FILES) / "imports" / batch.path


def _chunks(actor: Actor, entity: Entity, batch: Import, table: Table) -> Iterator[tuple[Counter[str], int]]:
    """Stores chunk after chunk, each in its transaction; yields its counts and the position after its last row."""
    reader = RowReader(actor, entity, table.columns, batch.mapping, _titles(entity, batch, table))
    storing = Storing(actor, entity, batch)
    position = batch.next_row
    rows = islice(table.rows(), position, None)
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic():
            _claim(batch, position)
            counts = storing.keep([reader.read(row.number, row.cells, row.problem) for row in chunk])
            position += len(chunk)
            _write_counts(batch, counts, position)
        yield counts, position


def _titles(entity: Entity, batch: Import, table: Table) -> frozenset[str]:
    """All titles in the file, where its rows may link to each other."""
    own_links = {field.id for field in entity.links if field.target is entity.model}
    column = next((column for column, id in batch.mapping.items() if id == entity.title.id), None)
    if column is None or not own_links & set(batch.mapping.values()):
        return frozenset()
    position = table.columns.index(column)
    return frozenset(cell.strip().casefold() for row in table.rows() if (cell := row.cells[position]))


def begin(actor: Actor, batch: Import) -> None:
    """Note the start, once. Raises Refused for an import that has ended."""
    with transaction.atomic():
        current = Import.everything.select_for_update().get(pk=batch.pk)
        if current.finished_at:
            raise Refused(_("This import has ended already."))
        if not current.started_at:
            change(actor.doing("start"), current, started_at=timezone.now())
    batch.refresh_from_db()


def _claim(batch: Import, position: int) -> None:
    """Hold the import's row for this chunk, so that no two workers store the same rows, and none does for a revoked key."""
    current = Import.everything.select_for_update().get(pk=batch.pk)
    if current.next_row != position or current.finished_at:
        raise Refused(_("This import is being run by somebody else."))
    if current.key:
        limits_of(current.key)


def _write_counts(batch: Import, counts: Counter[str], position: int) -> None:
    """Progress is kept with the rows it counts; it is derived, so the journal is not told of every step."""
    added = {name: F(name) + number for name, number in counts.items()}
    Import.everything.filter(pk=batch.pk).update(next_row=position, rows=position, updated_at=timezone.now(), **added)


def _account(batch: Import, counts: Counter[str], position: int) -> Import:
    for name, number in counts.items():
        setattr(batch, name, getattr(batch, name) + number)
    batch.rows = batch.next_row = position
    return batch


def finish(actor: Actor, batch: Import, *, problem: Label = "") -> Import:
    """Note the end and what stopped it, if anything did."""
    with transaction.atomic():
        current = Import.everything.select_for_update().get(pk=batch.pk)
        line = change(actor.doing("finish"), current, finished_at=timezone.now(), problem=str(problem)[:1000])
        ended = "import-failed" if problem else "import-finished"
        notify([current.person_id], ended, about=current, journal_id=line or 0)
        Unlinked.objects.filter(batch=batch).delete()
    batch.refresh_from_db()
    return batch
