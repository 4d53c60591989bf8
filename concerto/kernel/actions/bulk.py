"""Many records at once: one statement for the rows and one for the journal, in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions import storing
from concerto.kernel.actions.change import constraints_told, filled, guard, index, lines, put, refuse_incomplete
from concerto.kernel.actions.gates import pass_gates
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.actions.setting import Setting, changes_words
from concerto.kernel.entity.custom import KEPT_IN
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.journal.writing import write_many
from concerto.kernel.overlay.linked.keeping import begun, in_line

Item = TypeVar("Item")


def add_many(
    actor: Actor, entity: Entity, records: Sequence[tuple[int | None, Record]], *, indexed: bool = False
) -> None:
    """Keep new records, each given with the line of the file it came from; they get their ids.

    The caller has checked each with `wrong_with`, and (where `indexed`) made what it is found by.
    Raises Invalid if the database refuses any: then none is kept.
    """
    if not records:
        return
    now = timezone.now()
    for _line, record in records:
        record.created_at, record.updated_at = record.created_at or now, now  # history brought along keeps its moment
        if entity.guards:
            guard(actor, entity, record, filled(entity, record))
        if not indexed:
            index(entity, record)
    with constraints_told(entity):
        storing.insert(entity, [record for _line, record in records])
    begun(entity, [record.pk for _line, record in records])
    write_many(lines(actor, entity, ((record, filled(entity, record), number) for number, record in records)))
    pass_gates(actor, entity, "create", [record.pk for _line, record in records])


@dataclass(frozen=True)
class Changed:
    """A locked record with new values, not yet written; `changes` are those of its journal line."""

    record: Record
    changes: Mapping[str, Any]
    line: int | None = None


def prepared(
    actor: Actor, entity: Entity, record: Record, values: Mapping[str, Any], line: int | None = None
) -> Changed | None:
    """Set values on a locked record and check them as `change` does; None where nothing differs. Raises Refused.

    Links that form trees are for the caller to check: see `trees`.
    """
    changes = put(entity, record, values)
    if not changes:
        return None
    refuse_incomplete(actor, entity, record, changes)
    guard(actor, entity, record, changes)
    return Changed(record, changes, line)


def change_each(actor: Actor, entity: Entity, changed: Sequence[Changed]) -> None:
    """Write many changed records, each with values of its own, by one statement for the rows and one for the journal.

    Raises Invalid if the database refuses any: then none is changed.
    """
    if not changed:
        return
    now = timezone.now()
    touched = {id for each in changed for id in each.changes}
    fields = [entity.fields[id] for id in touched]
    columns = {"updated_at", *(field.storage for field in fields)}
    if changes_words(entity, fields) or entity.shape.formulas:
        columns |= {"sort_key", "search", *([KEPT_IN] if entity.shape.formulas else [])}
    for each in changed:
        each.record.updated_at = now
        if "search" in columns:
            index(entity, each.record)
    with in_line(entity, [each.record.pk for each in changed], touched), constraints_told(entity):
        storing.update(entity, [each.record for each in changed], columns)
    write_many(lines(actor, entity, ((each.record, each.changes, each.line) for each in changed)))
    alike: dict[frozenset[str], list[int]] = defaultdict(list)
    for each in changed:
        alike[frozenset(each.changes)].append(each.record.pk)
    for ids, those in alike.items():
        pass_gates(actor, entity, "edit", those, ids)


def in_halves(
    items: Sequence[Item], do: Callable[[Sequence[Item]], None], refused: Callable[[Item, Refused], None]
) -> None:
    """Do it to all together; where one cannot be done, to halves, until what is refused stands alone."""
    if not items:
        return
    try:
        with transaction.atomic():
            do(items)
    except Refused as why:
        if len(items) == 1:
            refused(items[0], why)
            return
        middle = len(items) // 2
        in_halves(items[:middle], do, refused)
        in_halves(items[middle:], do, refused)


def change_many(actor: Actor, entity: Entity, ids: Sequence[int], values: Mapping[str, Any]) -> set[int]:
    """Set the same values on many rows that the caller has locked; answer the ids of those that differed.

    Only for fields of which `setting.is_uniform` holds. Raises Invalid if the database refuses any: then none is changed.
    """
    return _done(entity, Setting.of_values(actor, entity, values), ids, "edit", values)


def retag_many(
    actor: Actor, entity: Entity, ids: Sequence[int], field: str, added: Sequence[int], removed: Sequence[int]
) -> set[int]:
    """Add members to a list and take others out, on many locked rows; answer the ids of those that differed."""
    return _done(entity, Setting.of_members(actor, entity, field, added, removed), ids, "edit", [field])


def move_many(actor: Actor, entity: Entity, ids: Sequence[int], *, to_trash: bool) -> set[int]:
    """Put many locked rows into the trash or take them out; answer the ids of those that were not there yet."""
    return _done(entity, Setting.of_place(actor, entity, to_trash=to_trash), ids, "delete" if to_trash else "restore")


def _done(entity: Entity, setting: Setting, ids: Sequence[int], does: str, fields: Collection[str] = ()) -> set[int]:
    """Within a savepoint: where one of them is held, none was changed."""
    if not ids:
        return set()
    with in_line(entity, ids), constraints_told(entity), connection.cursor() as cursor:
        cursor.execute(*setting.statement(ids))
        done = {row[0] for row in cursor.fetchall()}
        pass_gates(setting.actor, entity, does, done, fields)
        return done
