"""What the columns of a file probably become, and how their cells are read: by what stands in the first rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.imports import ways
from concerto.kernel.imports.batch.model import Policy
from concerto.kernel.imports.reading.suggest import Suggestion, suggest
from concerto.kernel.imports.reading.table import Table, open_table
from concerto.kernel.imports.targets import choices, targets

SAMPLE = 50


@dataclass(frozen=True)
class Plan:
    """How a file is brought in. `mapping`: column → what it becomes; `ways`: column → how its cells are read;
    `match`: the field that records are recognised by, where somebody chose one."""

    mapping: Mapping[str, str]
    ways: Mapping[str, str] = field(default_factory=dict)
    policy: str = Policy.UPDATE
    match: str = ""
    reading: Mapping[str, Any] = field(default_factory=dict)
    profile: int | None = None

    def of_columns(self) -> dict[str, Any]:
        return {"mapping": dict(self.mapping), "ways": dict(self.ways), "policy": self.policy, "match": self.match}


def opened(path: Path, name: str, reading: Mapping[str, Any]) -> Table:
    """The table in a file, whose first rows can be read. Raises Refused."""
    try:
        table = open_table(path, name=name, **reading)
        table.sample(SAMPLE)
    except Unreadable as unreadable:
        raise Refused(unreadable.message) from unreadable
    return table


def guessed(actor: Actor, entity: Entity, table: Table) -> list[Suggestion]:
    """Every column with its best guess."""
    return suggest(table.columns, [row.cells for row in table.sample(SAMPLE)], targets(actor, entity))


def guessed_plan(actor: Actor, entity: Entity, table: Table) -> Plan:
    mapping = {guess.column: guess.target for guess in guessed(actor, entity, table) if guess.target}
    return Plan(mapping, guessed_ways(actor, entity, table, mapping))


def guessed_ways(actor: Actor, entity: Entity, table: Table, mapping: Mapping[str, str]) -> dict[str, str]:
    """Column → the way in which its cells are to be read, where they say so themselves."""
    kinds = {choice.id: choice.kind for choice in choices(actor, entity)}
    rows = [row.cells for row in table.sample(SAMPLE) if not row.problem]
    found = {
        column: ways.guessed(kinds.get(mapping.get(column, ""), ""), [cell for row in rows if (cell := row[place])])
        for place, column in enumerate(table.columns)
    }
    return {column: way for column, way in found.items() if way}
