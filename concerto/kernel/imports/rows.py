"""A row of a file on its way in: what it says, what is wrong with it, what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as say

from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports.beside import Given
from concerto.kernel.imports.targets import called


@dataclass(slots=True)
class Row:
    """A row on its way in. What becomes of it is told by `end` once that is decided.

    values   by field id; links are in `links`, as they are named, until they are found
    code     the record that the row itself names; `id` once it is found
    later    link field → words that another row of this file will answer
    keys     what it can be recognised by, strongest first: which Match of the noun, and the folded value
    fresh    the record that it would make
    twin     the row before it in the file, whose new record it is about
    given    field → its cell, where what is kept reads otherwise
    beside   what belongs to its record: phones, mail addresses
    """

    number: int
    cells: Sequence[str | None]
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
    code: str | None = None
    id: int | None = None
    later: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Label] = field(default_factory=dict)
    keys: Sequence[tuple[int, str]] = ()
    fresh: Record | None = None
    twin: Row | None = None
    end: str = ""
    given: dict[str, str] = field(default_factory=dict)
    beside: Sequence[Given] = ()

    def reason(self, entity: Entity) -> str:
        """The problems as one text for the error file."""
        named = ((called(entity, id), text) for id, text in self.problems.items())
        told = say("%(field)s: %(problem)s")
        return " ".join(told % {"field": label, "problem": text} if label else str(text) for label, text in named)
