"""What a noun is made of at one moment: its description, with the fields that administrators added and their arrangement.

Descriptions never change while a process runs; what administrators keep as data does. So everything that depends on it
lives in a `Shape`; which shapes are in force is in `shapes.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from concerto.kernel.entity.cleaning import Needed, Step
from concerto.kernel.entity.custom import CustomField
from concerto.kernel.entity.field import Field, in_both_languages
from concerto.kernel.fields.kind import Label

if TYPE_CHECKING:
    from concerto.kernel.entity.entity import Entity
    from concerto.kernel.entity.record import Record


@dataclass(frozen=True)
class Arranged:
    """A section as administrators arranged it: its label and ids of fields, in order."""

    label: Label
    fields: tuple[str, ...]


class Shape:
    """The fields of a noun, its own and the added ones, where they stand, how their values are cleaned and which are
    needed."""

    def __init__(
        self,
        entity: Entity,
        added: Sequence[CustomField] = (),
        arranged: Sequence[Arranged] = (),
        cleaning: Mapping[str, Sequence[Step]] | None = None,
        needed: Sequence[Needed] = (),
    ) -> None:
        self.entity, self.added, self.arranged = entity, tuple(added), tuple(arranged)
        self.cleaning, self.needed = cleaning or {}, tuple(needed)

    @cached_property
    def looking(self) -> Mapping[str, frozenset[str]]:
        """Fields whose values are cleaned by what stands in others → these others."""
        found = {id: frozenset[str]().union(*(step.looks for step in steps)) for id, steps in self.cleaning.items()}
        return {id: looks for id, looks in found.items() if looks}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field by id: those of the model in its order, then the added ones."""
        return {**self.entity.own_fields, **{field.id: field for field in self.added}}

    @cached_property
    def written(self) -> Mapping[str, Field]:
        return {id: field for id, field in self.fields.items() if field.column.editable and not field.derived}

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """Fields that no record may leave empty, before any policy of the company is asked."""
        return tuple(field for field in self.written.values() if field.required)

    @cached_property
    def links(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields.values() if field.is_link)

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        return (*self.entity.own_columns, *(field for field in self.added if field.in_list))

    @cached_property
    def searched(self) -> tuple[Field, ...]:
        return (*self.entity.own_searched, *(field for field in self.added if field.searched))

    @cached_property
    def sections(self) -> tuple[tuple[Label, tuple[Field, ...]], ...]:
        """As arranged; a field that the arrangement does not know stands where it stands without one."""
        if not self.arranged:
            return self.described_sections
        known = {id for section in self.arranged for id in section.fields}
        placed = [(part.label, [self.fields[id] for id in part.fields if id in self.fields]) for part in self.arranged]
        for label, fields in self.described_sections:
            _join(placed, label, [field for field in fields if field.id not in known])
        return tuple((label, tuple(fields)) for label, fields in placed if fields)

    @cached_property
    def described_sections(self) -> tuple[tuple[Label, tuple[Field, ...]], ...]:
        """The sections of the description; an added field joins the one it names, or one of its own."""
        placed: list[tuple[Label, list[Field]]] = [(label, list(fields)) for label, fields in self.entity.own_sections]
        for field in self.added:
            _join(placed, field.section, [field])
        return tuple((label, tuple(fields)) for label, fields in placed)

    @cached_property
    def formulas(self) -> tuple[CustomField, ...]:
        """Fields that are computed, each after those it builds on."""
        return tuple(field for field in self.added if field.formula)

    @cached_property
    def taken(self) -> tuple[CustomField, ...]:
        """Fields whose values come from other records."""
        return tuple(field for field in self.added if field.taken)

    def computed_from(self, ids: Collection[str]) -> set[str]:
        """The formulas whose values change with these fields."""
        return {each.id for each in self.formulas if not reached(self.fields, each.inputs).isdisjoint(ids)}

    @cached_property
    def follows_taken(self) -> frozenset[str]:
        """The fields that come from other records: those that are taken, and what is computed from them."""
        taken = {field.id for field in self.taken}
        return frozenset(taken | self.computed_from(taken))

    def compute(self, record: Record) -> None:
        """Set the computed fields of a record."""
        for field in self.formulas:
            assert field.formula
            field.keep(record, field.formula(record))

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """What a new record is given of added fields, as it is kept."""
        return {field.id: field.default for field in self.added if field.default is not None}


def reached(fields: Mapping[str, Field], ids: Iterable[str]) -> set[str]:
    """These fields and all that they are computed from."""
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            waiting += fields[id].inputs if id in fields else ()
    return found


def needed_of(entity: Entity, record: Record) -> Iterator[str]:
    """Ids of the fields that administrators do not let a record leave empty, where it stands now."""
    step = entity.steps.value(record) if entity.steps else ""
    for each in entity.shape.needed:
        if not each.steps or step in each.steps:
            yield from (id for id in each.fields if id in entity.written)


def _join(placed: list[tuple[Label, list[Field]]], label: Label, fields: list[Field]) -> None:
    """Put fields at the end of the section so called, or of a new one."""
    if not fields:
        return
    called = set(in_both_languages(label))
    found = next((there for name, there in placed if called & set(in_both_languages(name))), None)
    if found is None:
        placed.append((label, list(fields)))
    else:
        found.extend(fields)
