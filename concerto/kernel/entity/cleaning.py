"""What is done to a value before it is read, and which values may not be missing: kept as data, in force with a shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from concerto.kernel.text.standard import steps
from concerto.kernel.text.standard.places import Place, place

if TYPE_CHECKING:
    from concerto.kernel.entity.entity import Entity
    from concerto.kernel.entity.field import Field

PARTS = ("province", "city", "district", "postcode")  # of an address


@dataclass(frozen=True)
class Step:
    """One cleaning rule as it is applied. `fills`: part of an address → the field that is set by it."""

    kind: str
    find: str = ""
    by: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)
    rule: int = 0

    def apply(self, text: str) -> str:
        return steps.apply(self.kind, text, self.find, self.by)


@dataclass(frozen=True)
class Needed:
    """Fields that may not be empty; where `steps` are named, only for records that have come so far."""

    fields: tuple[str, ...]
    steps: frozenset[str] = frozenset()


def read(entity: Entity, described: Field, raw: Any) -> Any:
    """A value as every door reads it: cleaned by the rules of its field, then read by its kind. Raises Unreadable."""
    return described.kind.parse(described, cleaned(entity, described.id, raw))


def reading(entity: Entity, described: Field) -> Callable[[str], Any]:
    """`read` for very many texts of one field: what its rules are is asked once."""
    parse = described.kind.parse
    if described.id not in entity.shape.cleaning:
        return lambda text: parse(described, text)
    return lambda text: read(entity, described, text)


def cleaned(entity: Entity, id: str, raw: Any) -> Any:
    """What the rules of a field make of a text; anything else stays."""
    if isinstance(raw, str):
        for step in entity.shape.cleaning.get(id, ()):
            raw = step.apply(raw)
    return raw


def filled_by(entity: Entity, id: str, raw: Any) -> Iterator[tuple[str, str]]:
    """(field, text) of what a given value says of other fields: the city that an address lies in."""
    rules: Sequence[Step] = entity.shape.cleaning.get(id, ())
    if not isinstance(raw, str) or not fills(entity, id):
        return
    found = place(cleaned(entity, id, raw))
    for step in rules:
        yield from ((target, words) for part, target in step.fills.items() if (words := _part(found, part)))


def _part(found: Place, part: str) -> str:
    return str(getattr(found, part))


KEPT_AS_GIVEN = ("text", "email", "url", "phone", "day", "number", "money", "whole")
LONGEST = 300  # characters kept of what was given


def given(entity: Entity, raw: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """Field → what was given, where what is kept reads otherwise. Links, choices and long texts are kept without."""
    return {id: legible(raw[id]) for id, value in values.items() if differs(entity.fields[id], raw.get(id), value)}


def legible(raw: str) -> str:
    """What was given, as far as the database can keep it."""
    return raw[:LONGEST].replace("\x00", "�").encode("utf-8", "replace").decode()


def fills(entity: Entity, id: str) -> bool:
    """Whether a value given for a field may say something of others."""
    return any(step.fills for step in entity.shape.cleaning.get(id, ()))


def differs(described: Field, raw: Any, value: Any) -> bool:
    """Whether a text that was given is kept as another one."""
    if described.kind.id not in KEPT_AS_GIVEN or not isinstance(raw, str) or not raw.strip():
        return False
    return raw != described.kind.write(described, value)
