"""The two writes that everything else is made of: a new row, and a change of a row, each with its journal line.

Both work inside the caller's transaction on a row that the caller has locked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from concerto.kernel.access.actor import UNDO, Actor
from concerto.kernel.actions.gates import pass_gates
from concerto.kernel.actions.refusal import Invalid, Unproved
from concerto.kernel.actions.trees import refuse_loop
from concerto.kernel.actions.values import missing
from concerto.kernel.actions.violated import problems_of
from concerto.kernel.entity import registry
from concerto.kernel.entity.custom import KEPT_IN
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.journal.quiet import is_quiet
from concerto.kernel.journal.writing import Line, write
from concerto.kernel.overlay.linked.keeping import begun, in_line
from concerto.kernel.search.words import sort_key_of, vector_of

Noun = TypeVar("Noun", bound=Record)
Place = tuple[str | None, int | None]  # the noun and the id of a record; both None where there is none
Above = Callable[[str | None, int | None], Place]


def change(actor: Actor, record: Record, **values: Any) -> int | None:
    """Set fields (links by id, as `owner=7`) and tell the journal; answer its id, or None where nothing differs."""
    entity = entity_of(record)
    changes = put(entity, record, values)
    if not changes:
        return None
    refuse_wrong(actor, entity, record, changes)
    guard(actor, entity, record, changes)
    update(entity, record, changes)
    pass_gates(actor, entity, "edit", [record.pk], changes)
    return write(line(actor, entity, record, changes))


def put(entity: Entity, record: Record, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set values on a record in memory; answer what differs, as the journal writes it: field → [before, now]."""
    before = {id: entity.fields[id].dump(record) for id in values}
    for id, value in values.items():
        entity.fields[id].keep(record, value)
    return {id: [was, now] for id, was in before.items() if was != (now := entity.fields[id].dump(record))}


def differs(record: Record, values: Mapping[str, Any]) -> bool:
    """Whether `change` with these values would change anything."""
    fields = entity_of(record).fields
    return any(fields[id].value(record) != value for id, value in values.items())


def add(actor: Actor, record: Noun) -> Noun:
    """Keep a new record and tell the journal what it was given."""
    entity = entity_of(record)
    record.created_at = record.updated_at = timezone.now()
    refuse_wrong(actor, entity, record, entity.fields)
    guard(actor, entity, record, filled(entity, record))
    index(entity, record)
    with constraints_told(entity):
        record.save(force_insert=True)
    if begun(entity, [record.pk]):
        record.refresh_from_db(fields=[KEPT_IN])
    write(line(actor, entity, record, filled(entity, record)))
    pass_gates(actor, entity, "create", [record.pk])
    return record


def update(entity: Entity, record: Record, changes: Mapping[str, Any]) -> None:
    """Write the changed columns of a locked row, with its version, its moment and what search and sorting need."""
    record.updated_at = timezone.now()
    index(entity, record)
    columns = {entity.fields[id].storage for id in changes} | {"updated_at", "sort_key", "search"}
    if entity.shape.formulas:
        columns.add(KEPT_IN)
    with in_line(entity, [record.pk], changes), constraints_told(entity):
        entity.model.everything.filter(pk=record.pk).update(
            version=F("version") + 1, **{column: getattr(record, column) for column in columns}
        )
    record.version += 1
    if entity.shape.taken:
        record.refresh_from_db(fields=[KEPT_IN])


def index(entity: Entity, record: Record) -> None:
    """Refresh what a record keeps for finding and sorting it, and what is computed from its fields."""
    entity.shape.compute(record)
    record.sort_key = sort_key_of(entity, record)
    record.search = vector_of(entity, record)


def filled(entity: Entity, record: Record) -> dict[str, Any]:
    """The changes of a new record: every field that is not empty."""
    found: dict[str, Any] = {}
    for id, field in entity.written.items():
        value = field.value(record)
        if value is not None and value != "" and not field.kind.is_empty(value):
            found[id] = [None, field.kind.dump(field, value)]
    return found


def refuse_wrong(actor: Actor, entity: Entity, record: Record, touched: Mapping[str, Any]) -> None:
    """Raise Invalid with everything that is wrong with a record about to be written."""
    refuse_incomplete(actor, entity, record, touched)
    for field in entity.links:
        if field.tree and field.id in touched:
            refuse_loop(entity, field, record)


def refuse_incomplete(actor: Actor, entity: Entity, record: Record, touched: Mapping[str, Any]) -> None:
    """Raise Invalid with everything that can be told from the record alone.

    A field that administrators made needed later does not stand in the way of who changes another one, unless that
    is the step from which on it is needed; nor in the way of who takes a change back to what was so before.
    """
    going_back = actor.verb == UNDO
    problems = wrong_with(entity, record)
    later = {added.id for added in entity.shape.added}
    if entity.shape.needed and (going_back or not (entity.steps and entity.steps.id in touched)):
        later |= {id for each in entity.shape.needed for id in each.fields if not entity.fields[id].required}
    for id in later if going_back else later - touched.keys():
        problems.pop(id, None)
    if problems:
        raise Invalid(problems)


def guard(actor: Actor, entity: Entity, record: Record, changes: Mapping[str, Any]) -> None:
    """Ask the noun's guards whether this actor may write that; they raise Refused. Raises Unproved."""
    if record.pk:
        refuse_unproved(actor, entity, changes)
    for may_write in entity.guards:
        may_write(actor, record, changes)


def refuse_unproved(actor: Actor, entity: Entity, fields: Iterable[str]) -> None:
    """Raise Unproved where one of these fields asks for more than a session that may have been stolen."""
    if not actor.proved and not entity.proof.isdisjoint(fields):
        raise Unproved()


def wrong_with(entity: Entity, record: Record) -> dict[str, Label]:
    """Field id → sentence for everything that can be told from the record alone."""
    problems = missing(entity, record)
    for check in entity.checks:
        problems |= check(record)
    return problems


def line(
    actor: Actor,
    entity: Entity,
    record: Record,
    changes: Mapping[str, Any],
    number: int | None = None,
    above: Above | None = None,
) -> Line:
    """The journal line of a change: the actor says who, by which door and why; the entity says on whose timeline.

    `number` is the line of the file that says it, where it is not the actor's; `above` finds what stands above a topic.
    """
    topic_entity, topic = topic_of(entity, record, actor.verb)
    root_entity, root = (None, None) if entity.aside else (above or root_above)(topic_entity, topic)
    happened = (
        entity.happened.value(record) if entity.happened else record.created_at if actor.verb == "create" else None
    )
    return Line(
        actor=actor.person,
        door=actor.door,
        verb=actor.verb,
        entity=entity.id,
        record=record.pk,
        changes=changes,
        topic_entity=topic_entity,
        topic=topic,
        root_entity=root_entity,
        root=root,
        happened_at=happened or timezone.now(),
        batch=actor.batch,
        line=actor.line if number is None else number,
        because=actor.because,
        reason=actor.reason,
        given={id: record.typed[id] for id in changes if id in record.typed} or None if record.typed else None,
    )


def topic_of(entity: Entity, record: Record, verb: str) -> tuple[str | None, int | None]:
    """The record on whose timeline a line stands: the one followed, or itself; none for the later edits of an entry.

    What is quiet names it all the same: pages that show it are told.
    """
    above = entity.above(record)
    if above is None:
        return entity.id, record.pk
    if entity.entry and verb != "create" and not is_quiet(verb):
        return None, None
    return above[0].id, above[1]


def lines(actor: Actor, entity: Entity, told: Iterable[tuple[Record, Mapping[str, Any], int | None]]) -> list[Line]:
    """Those of many changes: what stands above is asked once for each topic, and before any of them is written."""
    above = cache(root_above)
    return [line(actor, entity, record, changes, number, above) for record, changes, number in told]


def root_above(noun: str | None, id: int | None) -> Place:
    """The record that stands for itself, where the one on whose timeline a line stands belongs to another; else none."""
    root: Place = (None, None)
    while noun and id:
        above = above_row(registry.named(noun), id)
        if above is None or above[1] is None:
            break
        noun, id = root = above[0].id, above[1]
    return root


def above_row(entity: Entity, id: int) -> tuple[Entity, int] | None:
    """What the row of this id belongs to; asked of the database only where the noun can belong to anything."""
    if not (entity.follows or entity.attached):
        return None
    row = entity.model.everything.only((entity.follows or entity.attached).attribute).filter(pk=id).first()  # type: ignore[union-attr]
    return entity.above(row) if row else None


@contextmanager
def constraints_told(entity: Entity) -> Iterator[None]:
    """Runs a write in a savepoint and tells a broken database constraint as the problem of a field."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Invalid(problems_of(entity, error)) from error
