"""Taking rows out: those of a list, as far as the actor may export them, with the fields the actor may read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, readable
from concerto.kernel.actions.change import add
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.actions.values import write_link
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.exports.batch.model import Export
from concerto.kernel.query.language import parse
from concerto.kernel.query.listing import Asked, chosen, with_links
from concerto.kernel.query.veil import is_veiled, veil

CSV, XLSX = "csv", "xlsx"
CHUNK = 2000


@dataclass(frozen=True)
class Outgoing:
    """What goes out: headings, and rows of text that reads back to the same values."""

    headings: list[str]
    rows: Iterator[list[str]]


def outgoing(actor: Actor, entity: Entity, asked: Asked, *, format: str) -> Outgoing:
    """Begin an export and note it in the journal. Raises Forbidden, or Unclear for a filter that cannot be asked."""
    if not may(actor, entity, Act.EXPORT):
        raise Forbidden(_("You may not take these records out."))
    chosen(
        actor, entity, asked, parse(asked.filter), Act.EXPORT
    )  # an unclear filter is told before anything is written
    fields = columns(actor, entity)
    with transaction.atomic():
        add(actor.doing("create"), Export(noun=entity.id, format=format, filter=asked.filter, person_id=actor.person))
    return Outgoing([str(_("Code")), *(str(field.label) for field in fields)], _rows(actor, entity, asked, fields))


def columns(actor: Actor, entity: Entity) -> Sequence[Field]:
    """Readable fields in the order of the record page, then the moments that every record has."""
    allowed = readable(actor, entity)
    placed = [field for _label, fields in entity.sections for field in fields if field.id in allowed]
    return [*placed, *(allowed[id] for id in ("created_at", "updated_at"))]


def _rows(actor: Actor, entity: Entity, asked: Asked, fields: Sequence[Field]) -> Iterator[list[str]]:
    for record in records(actor, entity, asked):
        yield [entity.code(record.pk), *(written(field, record) for field in fields)]


def records(actor: Actor, entity: Entity, asked: Asked) -> Iterator[Record]:
    """All rows of a list in the order of their ids, a chunk at a time, so that memory stays flat however many there are."""
    rows = with_links(entity, chosen(actor, entity, asked, parse(asked.filter), Act.EXPORT)).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield from veil(actor, entity, chunk)
        last = chunk[-1].pk


def written(field: Field, record: Record) -> str:
    """A value as text; a link as "Acme [C-00012]"."""
    if field.is_link:
        linked = field.linked(record)
        return "" if linked is None or is_veiled(linked) else write_link(entity_of(field.target), linked)
    return field.kind.write(field, field.value(record))
