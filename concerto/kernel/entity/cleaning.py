"""What is done to a value before it is read, and which values may not be missing: kept as data, in force with a shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from concerto.kernel.text.standard import steps
from concerto.kernel.text.standard.countries import region
from concerto.kernel.text.standard.places import Place, place

if TYPE_CHECKING:
    from concerto.kernel.entity.entity import Entity
    from concerto.kernel.entity.field import Field
    from concerto.kernel.entity.record import Record

Beside: TypeAlias = Callable[[str], Any]  # field → what stands in it, in the record that a value is given for
PARTS = ("province", "city", "district", "postcode")  # of an address


@dataclass(frozen=True)
class Step:
    """One cleaning rule as it is applied.

    fills    part of an address → the field that is set by it
    only     whether it is applied, by what stands in other fields of the record
    country  the field that says in which country a phone is dialled
    looks    the fields that it looks at for these two
    """

    kind: str
    find: str = ""
    by: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)
    rule: int = 0
    only: Callable[[Beside], bool] | None = None
    country: str = ""
    looks: frozenset[str] = frozenset()

    def apply(self, text: str, beside: Beside) -> str:
        if not self.applies(beside):
            return text
        return steps.apply(self.kind, text, self.find, self.by, self._region(beside))

    def applies(self, beside: Beside) -> bool:
        return self.only is None or self.only(beside)

    def _region(self, beside: Beside) -> str:
        """Where nothing says in which country, it is the one at home."""
        said = str(beside(self.country) or "") if self.country else ""
        return region(said) if said else steps.HOME


@dataclass(frozen=True)
class Needed:
    """Fields that may not be empty; where `steps` are named, only for records that have come so far."""

    fields: tuple[str, ...]
    steps: frozenset[str] = frozenset()


def read(entity: Entity, described: Field, raw: Any, beside: Beside | None = None) -> Any:
    """A value as every door reads it: cleaned by the rules of its field, then read by its kind. `beside`: what stands in the
    other fields, without it what stands there in a new record. Raises Unreadable."""
    return described.kind.parse(described, cleaned(entity, described.id, raw, beside))


def reading(entity: Entity, described: Field) -> Callable[[str], Any]:
    """`read` for very many texts of one field: what its rules are is asked once."""
    parse = described.kind.parse
    if described.id not in entity.shape.cleaning:
        return lambda text: parse(described, text)
    return lambda text: read(entity, described, text)


def cleaned(entity: Entity, id: str, raw: Any, beside: Beside | None = None) -> Any:
    """What the rules of a field make of a text; anything else stays."""
    rules: Sequence[Step] = entity.shape.cleaning.get(id, ())
    if not isinstance(raw, str) or not rules:
        return raw
    beside = beside or standing_beside(entity, {})
    for step in rules:
        raw = step.apply(raw, beside)
    return raw


def standing_beside(entity: Entity, values: Mapping[str, Any], record: Record | None = None) -> Beside:
    """What stands in the fields of a record: `values` that are given with it, else what it has, or begins with."""

    def value(id: str) -> Any:
        nonlocal record
        if id in values:
            return values[id]
        record = record or entity.model(custom=dict(entity.shape.defaults))
        return entity.fields[id].value(record) if id in entity.fields else None

    return value


def filled_by(entity: Entity, id: str, raw: Any, beside: Beside | None = None) -> Iterator[tuple[str, str]]:
    """(field, text) of what a given value says of other fields: the city that an address lies in."""
    rules: Sequence[Step] = entity.shape.cleaning.get(id, ())
    if not isinstance(raw, str) or not fills(entity, id):
        return
    beside = beside or standing_beside(entity, {})
    found = place(cleaned(entity, id, raw, beside))
    for step in (each for each in rules if each.applies(beside)):
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
