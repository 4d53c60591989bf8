"""The first rows of a file as an import would read them: values in words, problems at their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports.rows import Row


@dataclass(frozen=True)
class Preview:
    """What the preview table shows; nothing of it is stored."""

    entity: Entity
    rows: Sequence[Row]
    places: Mapping[str, int]  # field id → position of its cell in a row

    @property
    def fields(self) -> list[Field]:
        return [self.entity.fields[id] for id in self.places if id in self.entity.fields]

    def value(self, field: Field, row: Row) -> str:
        """A cell as it will be kept; a link by what the file calls it."""
        if field.is_link:
            return self.written(field, row)
        return field.kind.show(field, row.values[field.id]) if field.id in row.values else self.written(field, row)

    def written(self, field: Field, row: Row) -> str:
        """What stands in the file for a field."""
        return str(row.cells[self.places[field.id]] or "")

    def problem(self, field: Field, row: Row) -> Label:
        return row.problems.get(field.id, "")

    @property
    def troubled(self) -> int:
        """How many of these rows would be rejected."""
        return sum(bool(row.problems) for row in self.rows)
