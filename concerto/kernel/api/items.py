"""Records as a reader may have them: what is hidden is absent, what is masked is null and named, links carry a title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable, seen
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Json
from concerto.kernel.query.compiling import asked, no_such_field
from concerto.kernel.query.linked import Titles, titles_of_links

OF_EVERY_RECORD: dict[str, Callable[[Entity, Record], Json]] = {
    "id": lambda _entity, record: record.pk,
    "code": lambda entity, record: entity.code(record.pk),
    "version": lambda _entity, record: record.version,
}


@dataclass(frozen=True)
class Hop:
    """What is told of a linked record beside its title: `owner.name`, `owner.code`."""

    link: Field
    own: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def target(self) -> Entity:
        return entity_of(self.link.target)


@dataclass(frozen=True)
class Shape:
    """What an item of a noun holds for one reader."""

    entity: Entity
    own: tuple[str, ...]
    fields: tuple[Field, ...]
    masked: tuple[str, ...] | None  # None where the reader chose the fields: then nothing masked is among them
    hops: tuple[Hop, ...] = ()


def shape(actor: Actor, entity: Entity, chosen: str = "") -> Shape:
    """All that `actor` may see, or the comma-separated `chosen`. Raises Unclear for a field that cannot be read."""
    if not chosen:
        may_read = readable(actor, entity)
        masked = tuple(id for id in seen(actor, entity) if id not in may_read)
        return Shape(entity, tuple(OF_EVERY_RECORD), tuple(may_read.values()), masked)
    ids = dict.fromkeys(["id", *(id.strip() for id in chosen.split(","))])
    own = tuple(id for id in ids if id in OF_EVERY_RECORD)
    plain = dict.fromkeys(id.partition(".")[0] for id in ids if id not in own)
    fields = tuple(asked(actor, entity, id) for id in plain)
    dotted = [id for id in ids if "." in id]
    return Shape(
        entity, own, fields, None, tuple(hop(actor, field, dotted) for field in fields if goes_on(field, dotted))
    )


def goes_on(field: Field, dotted: Sequence[str]) -> bool:
    return any(id.partition(".")[0] == field.id for id in dotted)


def hop(actor: Actor, link: Field, dotted: Sequence[str]) -> Hop:
    """The fields of a linked record that were asked for. One that cannot be read is as one that is not there."""
    ids = [rest for first, _dot, rest in (id.partition(".") for id in dotted) if first == link.id]
    if not link.is_link:
        raise no_such_field(f"{link.id}.{ids[0]}")
    may_read = readable(actor, entity_of(link.target))
    for id in ids:
        if id not in may_read and id not in OF_EVERY_RECORD:
            raise no_such_field(f"{link.id}.{id}")
    own = tuple(id for id in ids if id in OF_EVERY_RECORD)
    return Hop(link, own, tuple(may_read[id] for id in ids if id not in own))


def items(actor: Actor, shape: Shape, records: Sequence[Record]) -> list[dict[str, Json]]:
    """Each record in this shape; as many queries for one as for all."""
    titles = titles_of_links(actor, [field for field in shape.fields if field.is_link], records)
    write = writer(shape, titles)
    found = [write(record) for record in records]
    for each in shape.hops:
        told = beyond(actor, each, records)
        for item, record in zip(found, records, strict=True):
            id = each.link.value(record)
            if id is not None:
                item[each.link.id] = {**item[each.link.id], **told.get(id, nothing_of(each))}  # type: ignore[dict-item]
    return found


def beyond(actor: Actor, hop: Hop, records: Sequence[Record]) -> dict[int, dict[str, Json]]:
    """Id → what was asked of each linked record within the actor's sight; two queries and one for each noun linked to."""
    ids = {id for record in records if (id := hop.link.value(record)) is not None}
    rows = list(visible_to(actor, hop.target.model).filter(pk__in=ids).defer("search")) if ids else []
    links = [field for field in hop.fields if field.is_link]
    write = writer(Shape(hop.target, hop.own, hop.fields, None), titles_of_links(actor, links, rows))
    return {row.pk: write(row) for row in rows}


def nothing_of(hop: Hop) -> dict[str, Json]:
    """What is told of a record out of sight: that it has an id, which the link says already."""
    return dict.fromkeys(id for id in (*hop.own, *(field.id for field in hop.fields)) if id != "id")


def writer(shape: Shape, titles: Titles) -> Callable[[Record], dict[str, Json]]:
    """A function from record to item. What does not depend on the record is settled once, for lists are long."""
    entity = shape.entity
    own = [(id, OF_EVERY_RECORD[id]) for id in shape.own]
    values = [(field.id, field.attribute, dumper(field, titles)) for field in shape.fields]
    masked: dict[str, Json] = (
        {} if shape.masked is None else {**dict.fromkeys(shape.masked), "masked": list(shape.masked)}
    )

    def write(record: Record) -> dict[str, Json]:
        item = {id: of(entity, record) for id, of in own}
        for id, attribute, dump in values:
            item[id] = dump(getattr(record, attribute))
        return item | masked

    return write


def dumper(field: Field, titles: Titles) -> Callable[[Any], Json]:
    """How a field's values become JSON."""
    return partial(linked, entity_of(field.target).id, titles) if field.is_link else partial(field.kind.dump, field)


def linked(noun: str, titles: Titles, id: int | None) -> Json:
    """A linked record; its title is null where it is out of the reader's sight."""
    return None if id is None else {"id": id, "title": titles.get((noun, id))}
