"""A field as everything derived sees it: id, label, kind, limits. Read off the model column, never written twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from concerto.kernel.fields.column import kind_of
from concerto.kernel.fields.kind import Kind, Label
from concerto.kernel.fields.link import LinkKind
from concerto.kernel.fields.text import LONGEST_TEXT


@dataclass(frozen=True)
class Field:
    """One described field of an entity. `derived` fields are kept by readers and cannot be written by anyone."""

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
        """Where the stored value stands on a record: `owner_id` for the link `owner`."""
        return self.column.attname

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

    def choice_words(self) -> Mapping[str, str]:
        """Casefolded label (in both languages) → id, for reading what people and files write."""
        return {word.casefold(): id for id, label in self.choices.items() for word in (id, *in_both_languages(label))}

    def value(self, record: models.Model) -> Any:
        return getattr(record, self.attribute)

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
