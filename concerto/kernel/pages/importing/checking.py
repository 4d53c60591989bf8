"""What the report of an import shows so that somebody can say it is right: sums side by side, and samples cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.batches.beginning import is_standing
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.imports.running import columns_of
from concerto.kernel.query.listing import with_links
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.sight import sight_of


@dataclass(frozen=True)
class Sum:
    """A column's sum over the rows that came in, and the sum over the records that they are about."""

    field: Field
    of_file: str
    kept: str
    alike: bool


@dataclass(frozen=True)
class Sample:
    """A row of the file next to its record: (heading, cell, what is kept)."""

    line: int
    title: str
    address: str
    cells: list[tuple[str, str, str]]


def checked(actor: Actor, batch: Import) -> dict[str, Any]:
    if not batch.finished_at:
        return {}
    entity = named(batch.noun)
    return {
        "beside": [(named(noun), count) for noun, count in batch.verified.get("beside", {}).items()],
        "sums": sums(actor, entity, batch),
        "samples": samples(actor, entity, batch),
        "taken_back": bool(batch.taken_back_by_id and is_standing(batch.taken_back_by_id)),
    }


def sums(actor: Actor, entity: Entity, batch: Import) -> list[Sum]:
    known, kept = readable(actor, entity), batch.verified.get("kept", {})
    told = [(known[id], Decimal(said), Decimal(kept[id])) for id, said in batch.verified.get("sums", {}).items()
            if id in known and id in kept]  # fmt: skip
    return [Sum(field, field.kind.show(field, said), field.kind.show(field, is_kept), said == is_kept)
            for field, said, is_kept in told]  # fmt: skip


def samples(actor: Actor, entity: Entity, batch: Import) -> list[Sample]:
    """Those of which the record can still be seen."""
    kept = batch.verified.get("samples", [])
    rows = with_links(entity, visible_to(actor, entity.model).filter(pk__in=[each["record"] for each in kept]))
    found = {row.pk: row for row in rows}
    sight = sight_of(actor, entity, list(found.values()))
    names = columns_of(batch) if found else []
    return [
        Sample(each["line"], sight.title_of(record), record_address(entity, record.pk),
               _cells(actor, entity, batch, names, each["cells"], record))
        for each in kept if (record := found.get(each["record"]))
    ]  # fmt: skip


def _cells(
    actor: Actor, entity: Entity, batch: Import, names: list[str], cells: list[str | None], record: Record
) -> list[tuple[str, str, str]]:
    known = readable(actor, entity)
    return [
        (name, cell, shown(entity, known[id], record))
        for name, cell in zip(names, cells, strict=False)
        if cell and (id := batch.mapping.get(name, "")) in known
    ]


def shown(entity: Entity, field: Field, record: Record) -> str:
    if not field.is_link:
        return field.kind.show(field, field.value(record))
    linked = field.linked(record)
    return entity_of(linked).title_of(linked) if linked else ""
