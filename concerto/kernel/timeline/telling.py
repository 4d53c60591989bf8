"""From journal lines to what one reader may be told of them: who, what, and values in words. Set by set, never line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import field_right, seen
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import FieldRight
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.fields.kind import Json
from concerto.kernel.journal.model import Entry
from concerto.kernel.query.veil import is_veiled
from concerto.kernel.statements.kept import Kept, among

MASK = "•••"


@dataclass(frozen=True)
class Changed:
    """One field's change in words; a masked field tells only that it changed."""

    field: Field
    before: str
    after: str


@dataclass(frozen=True)
class Happening:
    """A journal line as one reader sees it. `who` is None for the system itself; `record` is the row as it is now."""

    line: Entry
    entity: Entity
    record: Record | None
    who: Person | None
    changed: tuple[Changed, ...]


Titles = Mapping[tuple[str, int], str]


def told(actor: Actor, lines: Sequence[Entry], *, root: Record) -> list[Happening]:
    """What `actor` may know of `lines`, all of which concern `root` or what belongs to it. Unseen rows and fields are left out."""
    records = _records(actor, lines, root)
    people = _people(lines)
    titles = _titles(actor, lines, [*records.values(), *people.values(), *_linked(root)])
    happenings = (
        _happening(actor, line, records.get((line.entity, line.record)), people, titles)
        for line in lines
        if (line.entity, line.record) in records
    )
    return [happening for happening in happenings if happening.changed or not _only_changes(happening)]


def _happening(
    actor: Actor, line: Entry, record: Record | None, people: Mapping[int, Person], titles: Titles
) -> Happening:
    entity = named(line.entity)
    changed = tuple(_changed(actor, entity, line, titles))
    return Happening(line, entity, record, people.get(line.actor or 0), changed)


def _only_changes(happening: Happening) -> bool:
    """A line that would say nothing once every unseen field is taken from it."""
    return bool(happening.line.changes) and happening.line.verb != "create"


def _changed(actor: Actor, entity: Entity, line: Entry, titles: Titles) -> Iterable[Changed]:
    for id, field in seen(actor, entity).items():
        if id not in line.changes:
            continue
        before, after = line.changes[id]
        if field_right(actor, entity, field) is FieldRight.MASKED:
            yield Changed(field, MASK, MASK)
        else:
            yield Changed(field, in_words(field, before, titles), in_words(field, after, titles))


def in_words(field: Field, stored: Json, titles: Titles) -> str:
    """A journalled value as a person reads it."""
    if stored is None:
        return ""
    if field.is_link:
        return titles.get((entity_of(field.target).id, int(str(stored))), MASK)
    return field.kind.show(field, field.kind.load(field, stored))


def _records(actor: Actor, lines: Sequence[Entry], root: Record) -> dict[tuple[str, int], Record]:
    """The visible rows that lines speak of, one query per noun; the root is known already."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        wanted[line.entity].add(line.record)
    found: dict[tuple[str, int], Record] = {(entity_of(root).id, root.pk): root}
    for name, ids in wanted.items():
        if ids - ({root.pk} if name == entity_of(root).id else set()):
            found |= {(name, row.pk): row for row in _visible(actor, named(name)).rows(ids=list(ids))}
    return found


@kept
def _visible(actor: Actor, entity: Entity) -> QuerySet[Record]:
    return visible_to(actor, entity.model).filter(among("ids")).defer("search")


def _people(lines: Sequence[Entry]) -> dict[int, Person]:
    ids = {line.actor for line in lines if line.actor}
    return {person.pk: person for person in _known().rows(ids=list(ids))} if ids else {}


@cache
def _known() -> Kept[Person]:
    return Kept(Person.everything.filter(among("ids")).select_related("department").defer("search"))


def _linked(record: Record) -> Iterable[Record]:
    """The records that a row was loaded with; those out of the reader's sight were veiled then."""
    loaded = (getattr(record, link.id) for link in entity_of(record).links if link.id in record._state.fields_cache)
    return (linked for linked in loaded if linked and not is_veiled(linked))


def _titles(actor: Actor, lines: Sequence[Entry], known: Iterable[Record]) -> dict[tuple[str, int], str]:
    """(noun, id) → title of every visible record that a change links to; of those not `known` yet one query per noun."""
    titles = {
        (entity_of(record).id, record.pk): entity_of(record).title_of(record)
        for record in known
        if not record.trashed_at
    }
    wanted: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        for field in named(line.entity).links:
            name = entity_of(field.target).id
            wanted[name] |= {
                int(value) for value in line.changes.get(field.id, ()) if value and (name, int(value)) not in titles
            }
    for name, ids in wanted.items():
        entity = named(name)
        for row in _visible(actor, entity).rows(ids=list(ids)) if ids else ():
            titles[name, row.pk] = entity.title_of(row)
    return titles
