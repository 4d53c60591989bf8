"""Records as a reader may have them: what is hidden is absent, what is masked is null and named, links carry a title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable, seen
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Json
from concerto.kernel.query.compiling import asked
from concerto.kernel.query.linked import Titles, titles_of_links

OF_EVERY_RECORD: dict[str, Callable[[Entity, Record], Json]] = {
    "id": lambda _entity, record: record.pk,
    "code": lambda entity, record: entity.code(record.pk),
    "version": lambda _entity, record: record.version,
}


@dataclass(frozen=True)
class Shape:
    """What an item of a noun holds for one reader."""

    entity: Entity
    own: tuple[str, ...]
    fields: tuple[Field, ...]
    masked: tuple[str, ...] | None  # None where the reader chose the fields: then nothing masked is among them


def shape(actor: Actor, entity: Entity, chosen: str = "") -> Shape:
    """All that `actor` may see, or the comma-separated `chosen`. Raises Unclear for a field that cannot be read."""
    if not chosen:
        may_read = readable(actor, entity)
        masked = tuple(id for id in seen(actor, entity) if id not in may_read)
        return Shape(entity, tuple(OF_EVERY_RECORD), tuple(may_read.values()), masked)
    ids = dict.fromkeys(["id", *(id.strip() for id in chosen.split(","))])
    own = tuple(id for id in ids if id in OF_EVERY_RECORD)
    return Shape(entity, own, tuple(asked(actor, entity, id) for id in ids if id not in own), None)


def items(actor: Actor, shape: Shape, records: Sequence[Record]) -> list[dict[str, Json]]:
    """Each record in this shape; as many queries for one as for all."""
    titles = titles_of_links(actor, [field for field in shape.fields if field.is_link], records)
    write = writer(shape, titles)
    return [write(record) for record in records]


def writer(shape: Shape, titles: Titles) -> Callable[[Record], dict[str, Json]]:
    """A function from record to item. What does not depend on the record is settled once, for lists are long."""
    entity = shape.entity
    own = [(id, OF_EVERY_RECORD[id]) for id in shape.own]
    values = [(field.id, field.value, dumper(field, titles)) for field in shape.fields]
    masked: dict[str, Json] = (
        {} if shape.masked is None else {**dict.fromkeys(shape.masked), "masked": list(shape.masked)}
    )

    def write(record: Record) -> dict[str, Json]:
        item = {id: of(entity, record) for id, of in own}
        for id, value, dump in values:
            item[id] = dump(value(record))
        return item | masked

    return write


def dumper(field: Field, titles: Titles) -> Callable[[Any], Json]:
    """How a field's values become JSON."""
    return partial(linked, entity_of(field.target).id, titles) if field.is_link else partial(field.kind.dump, field)


def linked(noun: str, titles: Titles, id: int | None) -> Json:
    """A linked record; its title is null where it is out of the reader's sight."""
    return None if id is None else {"id": id, "title": titles.get((noun, id))}
