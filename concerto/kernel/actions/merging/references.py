"""Everything that leads to a record, found from the descriptions: links, added links, codes. Nothing is listed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entities


@dataclass(frozen=True)
class Reference:
    """A field of a noun by which its records lead to records of another."""

    entity: Entity
    field: Field
    by_code: bool = False

    def value(self, target: Entity, id: int) -> Any:
        """What the field holds where it leads to `id`."""
        return target.code(id) if self.by_code else id

    def rows(self, target: Entity, id: int) -> list[int]:
        """Ids of the records that lead to `id`, in the trash or not. Codes are looked up by their parts, which are indexed."""
        leads = Q(prefix=target.prefix, number=id) if self.by_code else self.field.where("exact", id)
        return list(self.entity.model.everything.filter(leads).order_by("pk").values_list("pk", flat=True))

    @property
    def may_be_empty(self) -> bool:
        return not self.field.required


def references_to(target: Entity) -> Iterator[Reference]:
    """Every field of every noun that can lead to records of `target`; what readers keep, they bring in line themselves."""
    for entity in entities():
        for field in entity.links:
            if field.target is target.model and not field.derived:
                yield Reference(entity, field)
        if names_records(entity) and (not entity.attached or entity.can_be_attached_to(target)):
            yield Reference(entity, entity.fields["subject"], by_code=True)


def names_records(entity: Entity) -> bool:
    """Whether its records name a record of any noun by its code, which the database takes apart."""
    columns = {column.name: column for column in entity.model._meta.concrete_fields}
    return {"subject", "prefix", "number"} <= columns.keys() and getattr(columns["number"], "generated", False)


# -- what is kept beside records, by noun and id -----------------------------------------------------------------------
Carry = Callable[[str, int, int], Any]  # noun, loser, winner → what to remember, as JSON
BringBack = Callable[[str, int, int, Any], None]


@dataclass(frozen=True)
class Keeper:
    """How something that is no record itself, such as who follows, goes along and comes back."""

    carry: Carry
    bring_back: BringBack


_keepers: dict[str, Keeper] = {}


def goes_along(name: str, keeper: Keeper) -> None:
    """Say how something kept by noun and id goes along when records are merged; `name` never changes."""
    _keepers[name] = keeper


def keepers() -> Mapping[str, Keeper]:
    return _keepers
