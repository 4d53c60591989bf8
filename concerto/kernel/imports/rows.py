"""A row of a file on its way in: what it says, what is wrong with it, what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports.beside import Given

Told = tuple[
    Any, Label, str, Sequence[tuple[str, str]]
]  # value, problem, the cell where it reads otherwise, what it fills


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
    looking  field → what its cell says once it is known which record the row is about, which says how it is cleaned
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
    looking: dict[str, Callable[[Record | None], Told]] = field(default_factory=dict)

    def settle(self, record: Record | None) -> None:
        """Read what waited for the record that the row is about; None where it makes one."""
        for id, told in self.looking.items():
            value, problem, given, _fills = told(record)
            self.given.pop(id, None)
            if problem:
                self.problems[id] = problem
                continue
            self.values[id] = value
            if given:
                self.given[id] = given
