"""A field that an administrator added: the same to everything derived, but kept under its id in one JSON column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from concerto.kernel.entity.field import Field
from concerto.kernel.entity.linked import Lookup, RollUp
from concerto.kernel.entity.policy import FieldRight
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from concerto.kernel.entity.entity import Entity

KEPT_IN = "custom"  # the column; an empty value has no key in it


@dataclass(frozen=True)
class CustomField(Field):
    """`column` belongs to no table: it carries label, limits and choices, as a column would.

    limits    role id → the most that role may do with it; roles that are not named may write it
    formula   record → value, for a computed field; `inputs` are the fields it reads
    default   what new records are given, as it is kept
    taken     what is taken from other records; `far` are the fields there, as (noun, field)
    """

    target_noun: str = ""
    section: Label = ""
    in_list: bool = False
    searched: bool = False
    limits: Mapping[str, FieldRight] = field(default_factory=dict, compare=False)
    formula: Callable[[models.Model], Any] | None = None
    inputs: frozenset[str] = frozenset()
    dated: bool = False
    default: Any = field(default=None, compare=False)
    taken: Lookup | RollUp | None = None
    far: tuple[tuple[str, str], ...] = ()

    def follows_to(self, entity: Entity) -> bool:
        roll_up = isinstance(self.taken, RollUp) and self.taken.noun == entity.id
        return roll_up and entity.follows is not None and entity.follows.id == self.taken.link  # type: ignore[union-attr]

    @property
    def looks_into(self) -> frozenset[str]:
        """The nouns that its value comes from, its own apart."""
        return frozenset(noun for noun, _field in self.far)

    @property
    def attribute(self) -> str:
        return f"{KEPT_IN}__{self.id}"

    @property
    def storage(self) -> str:
        return KEPT_IN

    @property
    def is_custom(self) -> bool:
        return True

    @property
    def target(self) -> type[models.Model]:
        return named(self.target_noun).model

    def value(self, record: models.Model) -> Any:
        return self.loaded(getattr(record, KEPT_IN))

    def loaded(self, stored: Any) -> Any:
        kept = stored.get(self.id)
        return self.kind.empty if kept is None else self.kind.load(self, kept)

    def keep(self, record: models.Model, value: Any) -> None:
        values = getattr(record, KEPT_IN)
        if self._is_nothing(value):
            values.pop(self.id, None)
        else:
            values[self.id] = self.kind.kept(self, value)

    def linked(self, record: models.Model) -> Any:
        return vars(record).get(self.id)

    def compared(self, value: Any) -> Any:
        return self.kind.kept(self, value)

    def where(self, lookup: str, value: Any) -> Q:
        """Never unknown, so that its opposite is everything else: a record without the field included."""
        if self._is_nothing(value):
            return self.where_empty()
        compared = [self.compared(one) for one in value] if lookup in ("in", "range") else self.compared(value)
        return Q((f"{self.attribute}__isnull", False)) & Q((f"{self.attribute}__{lookup}", compared))

    def where_empty(self) -> Q:
        return Q((f"{self.attribute}__isnull", True))

    def halves(self) -> tuple[Q, Q] | None:
        return Q((f"{self.attribute}__isnull", False)), self.where_empty()

    def amount(self) -> Any:
        """What is measured, as the database reckons with it: what is kept as text or JSON, of its own kind."""
        kinds: dict[str, models.Field[Any, Any]] = {"day": models.DateField(), "moment": models.DateTimeField()}
        amount = models.DecimalField(max_digits=30, decimal_places=6)
        return Cast(KT(self.attribute), kinds.get(self.kind.id, amount))

    def grouped(self) -> Any:
        """A no has no key, and yet it is a no."""
        if self.kind.id != "yes-no":
            return super().grouped()
        return Case(When(self.where_empty(), then=Value(False)), default=Value(True))

    @property
    def is_limited(self) -> bool:
        return any(right < FieldRight.WRITE for right in self.limits.values())

    def right_of(self, role: str, declared: FieldRight) -> FieldRight:
        return min(self.limits.get(role, FieldRight.WRITE), declared)

    def _is_nothing(self, value: Any) -> bool:
        return value is False or self.kind.is_empty(value)
