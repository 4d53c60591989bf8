"""A field as everything derived sees it: id, label, kind, limits. Read off the model column, never written twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F, Q

from concerto.kernel.entity.policy import FieldRight
from concerto.kernel.fields.column import kind_of
from concerto.kernel.fields.kind import Kind, Label
from concerto.kernel.fields.link import LinkKind
from concerto.kernel.fields.text import LONGEST_TEXT


@dataclass(frozen=True)
class Field:
    """One described field of an entity. `derived` fields are kept by readers and cannot be written by anyone.

    Where its values are kept is known here alone: on a column of its own, or (see `CustomField`) among others.
    """

    column: models.Field[Any, Any]
    kind: Kind
    derived: bool = False

    @cached_property
    def id(self) -> str:
        return self.column.name

    @property
    def label(self) -> Label:
        return self.column.verbose_name

    @property
    def help(self) -> Label:
        return self.column.help_text

    @property
    def required(self) -> bool:
        return not self.column.blank

    @cached_property
    def attribute(self) -> str:
        """What queries call the stored value: `owner_id` for the link `owner`."""
        return self.column.attname

    @property
    def storage(self) -> str:
        """The attribute of a record that a write of this field saves."""
        return self.column.attname

    @property
    def is_custom(self) -> bool:
        """Whether an administrator added it, so that it has no column of its own."""
        return False

    @property
    def is_limited(self) -> bool:
        """Whether there are roles that may do less with it than the noun's access table says."""
        return False

    @property
    def column_name(self) -> str:
        """What the database calls the column."""
        return str(self.column.column)

    @property
    def longest(self) -> int:
        """Most characters that fit."""
        return self.column.max_length or LONGEST_TEXT

    @property
    def bounds(self) -> tuple[Any, Any]:
        """Least and most of a number."""
        bounds: tuple[Any, Any] = vars(self.column)["bounds"]
        return bounds

    @property
    def tree(self) -> bool:
        return bool(vars(self.column).get("tree"))

    @property
    def is_link(self) -> bool:
        return isinstance(self.kind, LinkKind)

    @property
    def target(self) -> type[models.Model]:
        """The model that a link points to."""
        model = self.column.related_model
        assert isinstance(model, type)
        return model

    @property
    def choices(self) -> Mapping[str, Label]:
        """Id → label, in the declared order; empty where the kind has none."""
        declared: Callable[[], Mapping[str, Label]] | None = vars(self.column).get("choices_from")
        if declared:
            return declared()
        return self._declared_choices

    @property
    def chooses_from_data(self) -> bool:
        """Whether its choices are kept as data, which documents for strangers say nothing of."""
        return "choices_from" in vars(self.column)

    @cached_property
    def _declared_choices(self) -> Mapping[str, Label]:
        column = getattr(self.column, "base_field", self.column)
        return {str(value): label for value, label in column.flatchoices}

    @property
    def closed(self) -> Mapping[str, str]:
        """Choices that nobody can choose any more, each with the one that stands for it now ("": none, records keep it)."""
        closed: Mapping[str, str] = vars(self.column).get("closed", {})
        return closed

    @property
    def offered(self) -> Mapping[str, Label]:
        """The choices that can be chosen."""
        return (
            {id: label for id, label in self.choices.items() if id not in self.closed} if self.closed else self.choices
        )

    def way_of(self, choice: str) -> Mapping[str, Label]:
        """The choices that make up the way on which one of them is a step, in their order: all, where nothing else is said."""
        way: Callable[[str], Collection[str]] | None = vars(self.column).get("way")
        choices = self.choices
        return {id: choices[id] for id in way(choice) if id in choices} if way else choices

    def hue_of(self, choice: str) -> str:
        """The colour of a choice; "" for the plain one."""
        return str(vars(self.column).get("hues", {}).get(choice, ""))

    def choice_words(self) -> Mapping[str, str]:
        """Casefolded label (in both languages) → id, for reading what people and files write."""
        return {word.casefold(): id for id, label in self.choices.items() for word in (id, *in_both_languages(label))}

    def value(self, record: models.Model) -> Any:
        return getattr(record, self.column.attname)

    def loaded(self, stored: Any) -> Any:
        """The value in what `storage` holds."""
        return stored

    def keep(self, record: models.Model, value: Any) -> None:
        """Set the value on a record, which is saved by its writer."""
        setattr(record, self.column.attname, value)

    def linked(self, record: models.Model) -> Any:
        """The record that a link leads to, as it was loaded with the row."""
        return getattr(record, self.id)

    @property
    def inputs(self) -> frozenset[str]:
        """Ids of the fields that it is computed from; none where it is not computed."""
        return frozenset()

    @property
    def far(self) -> tuple[tuple[str, str], ...]:
        """(noun, field) of everything in other nouns that its value is taken from."""
        return ()

    def follows_to(self, entity: Any) -> bool:
        """Whether what is taken from a noun is taken from the records that belong to this very one."""
        return False

    # -- as the database is asked -------------------------------------------------------------------------------
    def compared(self, value: Any) -> Any:
        """A value as the database compares it."""
        return value

    def where(self, lookup: str, value: Any) -> Q:
        """Rows whose value stands in this relation to `value` (to each of several, for `in` and `range`)."""
        return Q((f"{self.attribute}__{lookup}", value))

    def where_empty(self) -> Q:
        empty = self.kind.empty
        return Q((f"{self.attribute}__isnull", True)) if empty is None else Q((self.attribute, empty))

    def halves(self) -> tuple[Q, Q] | None:
        """Rows that have a value and rows that have none, each a range of an index; None where all have one."""
        if self.required:
            return None
        if self.kind.empty == "":
            return Q((f"{self.attribute}__gt", "")), Q((self.attribute, ""))
        if self.column.null:
            return Q((f"{self.attribute}__isnull", False)), Q((f"{self.attribute}__isnull", True))
        return None

    def amount(self) -> Any:
        """What is measured: the number that sums are made of, the day of which the first is sought."""
        return F(self.attribute)

    def grouped(self) -> Any:
        """What rows of one value have in common."""
        return F(self.attribute)

    # -- as access tables speak of it ---------------------------------------------------------------------------
    def right_of(self, role: str, declared: FieldRight) -> FieldRight:
        """The most a role may do with it, where the noun's access table says `declared`."""
        return declared

    def dump(self, record: models.Model) -> Any:
        return self.kind.dump(self, self.value(record))


def in_both_languages(label: Label) -> list[str]:
    """A label as each language of the interface writes it."""
    from django.conf import settings
    from django.utils import translation

    words = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words.append(str(label))
    return words


def described(column: models.Field[Any, Any], *, derived: bool = False) -> Field | None:
    """The description of a column, or None where it was not declared with one of our kinds."""
    kind = kind_of(column)
    return Field(column, kind, derived) if kind else None
