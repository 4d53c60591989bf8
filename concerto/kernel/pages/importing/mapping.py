"""What the page of columns shows: each column with what it becomes, and real cells as they are and as they would be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports import profiles
from concerto.kernel.imports.batch.model import Import, Policy
from concerto.kernel.imports.columns import Column as Reader
from concerto.kernel.imports.guessing import SAMPLE, guessed
from concerto.kernel.imports.matching import can_match
from concerto.kernel.imports.reading.encoding import OFFERED
from concerto.kernel.imports.reading.row import Description
from concerto.kernel.imports.reading.suggest import Suggestion
from concerto.kernel.imports.row_reader import RowReader
from concerto.kernel.imports.running import reopened
from concerto.kernel.imports.targets import CODE, choices, offered
from concerto.kernel.imports.ways import Way, ways_for

DELIMITERS = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}
EXAMPLES = 2


@dataclass(frozen=True)
class Example:
    """A cell, what would be kept where that reads otherwise, and what is wrong with it."""

    cell: str
    kept: str = ""
    problem: Label = ""


@dataclass(frozen=True)
class Column:
    """A column of the file. `ways` are those in which cells of what it becomes can be read."""

    name: str
    examples: Sequence[Example]
    target: str
    way: str
    ways: Sequence[Way]
    guess: Suggestion


def mapping_page(actor: Actor, batch: Import, mapping: Mapping[str, str]) -> dict[str, Any]:
    entity, table = named(batch.noun), reopened(batch)
    offers = choices(actor, entity)
    known = profiles.offered(actor, entity)
    return {
        "batch": batch,
        "entity": entity,
        "columns": list(_columns(actor, entity, batch, mapping)),
        "targets": offers,
        "policies": Policy.choices,
        "keys": [field for field in offered(actor, entity) if can_match(entity, field.id)],
        "usual": [match.on.field.verbose_name for match in entity.match],
        "profiles": known,
        "profile": next((each for each in known if each.pk == batch.profile), None),
        "reading": understood(table.description),
        "description": table.description,
        "encodings": OFFERED,
        "delimiters": DELIMITERS,
    }


def _columns(actor: Actor, entity: Entity, batch: Import, mapping: Mapping[str, str]) -> Iterator[Column]:
    table = reopened(batch)
    kinds = {choice.id: choice.kind for choice in choices(actor, entity) if choice.id != CODE}
    sure = {guess.column: guess for guess in guessed(actor, entity, table)}
    readers = {each.position: each for each in RowReader(actor, entity, table.columns, mapping, batch.ways).columns()}
    rows = [row.cells for row in table.sample(SAMPLE) if not row.problem]
    for place, name in enumerate(table.columns):
        cells = dict.fromkeys(cell for row in rows if (cell := row[place]))
        target = mapping.get(name, "")
        told = [_example(entity, readers.get(place), cell) for cell in islice(cells, EXAMPLES)]
        ways = ways_for(kinds.get(target, ""))
        yield Column(name, told, target, batch.ways.get(name, ""), ways, sure[name])


def _example(entity: Entity, reader: Reader | None, cell: str) -> Example:
    if reader is None or reader.id == CODE:
        return Example(cell)
    value, problem, _given, _fills = reader.told(cell)
    if problem or (entity.fields[reader.id].is_link if reader.id in entity.fields else False):
        return Example(cell, problem=problem)
    said = _shown(entity, reader.id, value) if reader.is_field else " · ".join(str(one.value) for one in value)
    return Example(cell, kept=said if said != cell.strip() else "")


def _shown(entity: Entity, id: str, value: Any) -> str:
    return entity.fields[id].kind.show(entity.fields[id], value)


def understood(description: Description) -> str:
    """How the file was read: its encoding and what stands between its cells, or its sheet."""
    between = DELIMITERS.get(description.delimiter, description.delimiter)
    return " · ".join(str(part) for part in (description.encoding, between, description.sheet) if part)
