"""The rights of one role as cells: what holds, what was declared, and what a posted form makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from concerto.kernel.access.policy import Kept, begun, effective, known_acts, scopes_of
from concerto.kernel.access.words import ACT_WORDS, RIGHT_WORDS, SCOPE_WORDS
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act, FieldRight, Scope
from concerto.kernel.entity.registry import entities
from concerto.kernel.fields.kind import Label

RIGHTS = {right.name.lower(): RIGHT_WORDS[right] for right in FieldRight}


@dataclass(frozen=True)
class Cell:
    """One choice of the form. `part` is "rows" or "fields", `of` an act or a field."""

    entity: Entity
    part: str
    of: str
    label: Label
    value: str
    default: str
    choices: Mapping[str, Label]

    @property
    def name(self) -> str:
        return f"{self.part}.{self.entity.id}.{self.of}"

    @property
    def differs(self) -> bool:
        return self.value != self.default


def rows_of(role: Kept, entity: Entity) -> list[Cell]:
    """A cell for each act that anybody may be given on the noun."""
    default = begun(role, entity)
    now = effective(role, entity) or default
    choices = {scope.value: SCOPE_WORDS[scope] for scope in scopes_of(entity)}
    return [
        Cell(entity, "rows", id, ACT_WORDS[act], now.scope(act).value, default.scope(act).value, choices)
        for id, act in known_acts(entity).items()
    ]


def fields_of(role: Kept, entity: Entity) -> list[Cell]:
    """A cell for each field of the noun."""
    default = begun(role, entity)
    now = effective(role, entity) or default
    return [
        Cell(
            entity,
            "fields",
            id,
            field.label,
            now.field_right(id).name.lower(),
            default.field_right(id).name.lower(),
            RIGHTS,
        )
        for id, field in entity.fields.items()
    ]


def cells_of(role: Kept) -> Iterator[Cell]:
    return (cell for entity in entities() for cell in (*rows_of(role, entity), *fields_of(role, entity)))


def as_posted(role: Kept, post: Mapping[str, Any]) -> Kept:
    """The role with what a form says; a cell that is as declared is no difference. What the form does not show stays.

    Raises Invalid for what is none of a cell's choices.
    """
    differences: dict[str, dict[str, dict[str, str]]] = {}
    for cell in cells_of(role):
        value = str(post.get(cell.name, cell.value))
        if value not in cell.choices:
            raise Invalid({"rules": _("“%(place)s” is not there, or cannot be set so.") % {"place": cell.name}})
        if value != cell.default:
            differences.setdefault(cell.entity.id, {}).setdefault(cell.part, {})[cell.of] = value
    return replace(role, differences=differences)


@dataclass(frozen=True)
class Changed:
    """One cell before and after, in words; whether more is possible than before."""

    noun: Label
    label: Label
    before: Label
    after: Label
    wider: bool


def compared(before: Kept, after: Kept) -> list[Changed]:
    """The cells in which two states of a role differ."""
    pairs = zip(cells_of(before), cells_of(after), strict=True)
    return [
        Changed(new.entity.plural, new.label, old.choices[old.value], new.choices[new.value], _wider(old, new))
        for old, new in pairs
        if old.value != new.value
    ]


def _wider(old: Cell, new: Cell) -> bool:
    order = [scope.value for scope in Scope] if old.part == "rows" else list(RIGHTS)
    return order.index(new.value) > order.index(old.value)


ACTS = [(act.value, ACT_WORDS[act]) for act in Act]
