"""Running an import: slice by slice, each committed with its counts, so that an interrupted one goes on where it stood.

Every row of the file ends in exactly one of created, updated, merged, skipped, rejected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import IMPORT, Actor
from concerto.kernel.access.token.keys import limits_of
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.imports import slices
from concerto.kernel.imports.batch.model import OPEN, Import, Status, Unlinked
from concerto.kernel.imports.deciding import Deciding
from concerto.kernel.imports.later import link_later
from concerto.kernel.imports.reading.table import Table, open_table
from concerto.kernel.imports.storing import Storing
from concerto.kernel.imports.verifying import kept_sums, note
from concerto.kernel.notices.sending import notify
from concerto.kernel.text.sentences import kept

Tell = Callable[[Import], None]


class Halted(Exception):
    """Somebody has paused or cancelled the import."""


def run(actor: Actor, batch: Import, *, tell: Tell = lambda _batch: None) -> Import:
    """Bring in what is left of a file; `tell` hears of every committed slice. A file that cannot be read ends the import
    with a problem that says which rows were kept; one that is paused or cancelled stays where it stands."""
    entity, actor = named(batch.noun), actor.at(IMPORT)
    if batch.status == Status.CANCELLED:
        return halted(actor, entity, batch)
    begin(actor, batch)
    problem: Label = ""
    try:
        table = reopened(batch)
        for counts, last in _slices(actor, entity, batch, table):
            tell(_account(batch, counts, last))
        link_later(actor, entity, batch)
    except Unreadable as unreadable:
        problem = unreadable.message
    except Halted:
        return halted(actor, entity, batch)
    return finish(actor, batch, problem=problem)


def halted(actor: Actor, entity: Entity, batch: Import) -> Import:
    """An import as somebody left it. What a cancelled one has brought in is whole: its links are made."""
    batch.refresh_from_db()
    if batch.status == Status.CANCELLED:
        link_later(actor, entity, batch)
    return batch


def reopened(batch: Import) -> Table:
    """The batch's file, read the way it was when its columns were chosen."""
    return open_table(file_of(batch), name=batch.file_name, **batch.reading)


def file_of(batch: Import) -> Path:
    return Path(settings.FILES) / "imports" / batch.path


def columns_of(batch: Import) -> list[str]:
    """The headings of the file; none where it is not there any more."""
    try:
        return reopened(batch).columns
    except Unreadable:
        return []


def _slices(actor: Actor, entity: Entity, batch: Import, table: Table) -> Iterator[tuple[Counter[str], int]]:
    """Stores slice after slice, each in its transaction; yields its counts and the position after its last row."""
    titles = slices.titles_of(entity, table, batch.mapping)
    deciding = Deciding(actor.within(batch.pk), entity, batch.policy, titles, batch.match)
    storing = Storing(actor, entity, batch)
    storing.beside.kept.update(batch.verified.get("beside", {}))
    position = batch.next_row
    for read in slices.slices(actor, entity, table, batch.mapping, batch.ways, first=position, size=slices.SLICE):
        sorted_by = read.sorted_by()
        with transaction.atomic():
            _claim(batch, position)
            slice = deciding.decide(read.rows, sorted_by)
            counts = storing.keep(slice)
            batch.verified = note(entity, batch, slice) | {"beside": dict(storing.beside.kept)}
            position += len(read.rows)
            _write_counts(batch, counts, position)
        yield counts, position


def begin(actor: Actor, batch: Import) -> None:
    """Note the start, once. Raises Refused for an import that has ended."""
    with transaction.atomic():
        current = Import.everything.select_for_update().get(pk=batch.pk)
        if current.finished_at:
            raise Refused(_("This import has ended already."))
        if current.status != Status.PAUSED:
            change(
                actor.doing("start"),
                current,
                started_at=current.started_at or timezone.now(),
                status=Status.RUNNING,
            )
    batch.refresh_from_db()


def _claim(batch: Import, position: int) -> None:
    """Hold the import's row for this slice, so that no two workers store the same rows, and none does for a revoked key."""
    current = Import.everything.select_for_update().get(pk=batch.pk)
    if current.status not in OPEN:
        raise Halted()
    if current.next_row != position or current.finished_at:
        raise Refused(_("This import is being run by somebody else."))
    if current.key:
        limits_of(current.key)


def _write_counts(batch: Import, counts: Counter[str], position: int) -> None:
    """Progress is kept with the rows it counts; it is derived, so the journal is not told of every step."""
    added = {name: F(name) + number for name, number in counts.items()}
    Import.everything.filter(pk=batch.pk).update(
        next_row=position, rows=position, verified=batch.verified, updated_at=timezone.now(), **added
    )


def _account(batch: Import, counts: Counter[str], position: int) -> Import:
    for name, number in counts.items():
        setattr(batch, name, getattr(batch, name) + number)
    batch.rows = batch.next_row = position
    return batch


def finish(actor: Actor, batch: Import, *, problem: Label = "") -> Import:
    """Note the end and what stopped it, if anything did."""
    with transaction.atomic():
        current = Import.everything.select_for_update().get(pk=batch.pk)
        if current.finished_at:  # somebody cancelled it after its last row
            Unlinked.objects.filter(batch=batch).delete()
            batch.refresh_from_db()
            return batch
        status = Status.STOPPED if problem else Status.DONE
        current.verified["kept"] = kept_sums(named(batch.noun), current)
        Import.everything.filter(pk=batch.pk).update(verified=current.verified, because=kept(problem))
        line = change(
            actor.doing("finish"), current, status=status, finished_at=timezone.now(), problem=str(problem)[:1000]
        )
        ended = "import-failed" if problem else "import-finished"
        notify([current.person_id], ended, about=current, journal_id=line or 0)
        Unlinked.objects.filter(batch=batch).delete()
    batch.refresh_from_db()
    return batch
