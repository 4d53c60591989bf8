"""Values that name fields of a noun: kept as their ids, shown and chosen by their names in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as say

from concerto.kernel.entity.registry import find
from concerto.kernel.fields import text
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.text import TextKind

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field

_BETWEEN = re.compile(r"[\s,，;；]+")
Among = Callable[["Field"], bool]


class NamingKind(TextKind):
    """Ids of fields of the noun `of`, else of the one that the record's own field `noun` says. `among`: which of them can be
    named."""

    in_place = False

    def __init__(self, among: Among, *, several: bool = False, of: str = "") -> None:
        self.among, self.several, self.of = among, several, of

    def words(self, field: Field, record: models.Model) -> str:
        labels = labels_of(self.of or str(vars(record).get(NOUN, "")))
        return say(", ").join(str(labels.get(id, id)) for id in ids_in(field.value(record)))

    def title(self, field: Field, record: models.Model) -> str:
        return self.words(field, record)


NOUN = "noun"  # the field of the same record that says of which noun


def one_field(label: Label, *, required: bool = False, among: Among = lambda _field: True, **more: Any) -> Any:
    """The id of a field of the noun that stands in `noun` of the same record."""
    return kept_as(NamingKind(among), text(label, required=required, longest=60, **more))


def several_fields(
    label: Label, *, required: bool = False, among: Among = lambda _field: True, of: str = "", **more: Any
) -> Any:
    """Any number of them; of the noun `of`, where that is always the same."""
    return kept_as(NamingKind(among, several=True, of=of), text(label, required=required, longest=500, **more))


def is_written(field: Field) -> bool:
    """Whether somebody writes it, at one door or another."""
    return bool(field.column.editable) and not field.derived


def labels_of(noun: str) -> Mapping[str, Label]:
    """Field → what it is called; nothing of a noun that is not there."""
    entity = find(noun)
    return {id: field.label for id, field in entity.fields.items()} if entity else {}


def ids_in(text: str) -> list[str]:
    """The ids in a text, each once, in order."""
    return list(dict.fromkeys(word for word in _BETWEEN.split(text or "") if word))
