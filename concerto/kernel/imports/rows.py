"""From a file's row to values a record may keep, or to the reason why not. Links are found a chunk at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.values import onwards, parse, resolve, split_code
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label, Unreadable
from concerto.kernel.fields.link import Named
from concerto.kernel.imports.targets import CODE


@dataclass
class Row:
    """A row on its way in: values by field id, links still to be made, and what is wrong with it."""

    number: int
    cells: Sequence[str | None]
    values: dict[str, Any] = field(default_factory=dict)
    id: int | None = None  # the record that the row itself names by code
    later: dict[str, str] = field(default_factory=dict)  # link field → words that another row of this file will answer
    problems: dict[str, Label] = field(default_factory=dict)

    def reason(self, entity: Entity) -> str:
        """The problems as one text for the error file."""
        named = ((entity.fields[id].label if id in entity.fields else "", text) for id, text in self.problems.items())
        told = say("%(field)s: %(problem)s")
        return " ".join(told % {"field": label, "problem": text} if label else str(text) for label, text in named)


class RowReader:
    """Reads the rows of one file for one actor. Remembers which words it has already looked up."""

    def __init__(
        self, actor: Actor, entity: Entity, columns: Sequence[str], mapping: Mapping[str, str], titles: frozenset[str]
    ) -> None:
        self.actor, self.entity, self.titles = actor, entity, titles
        self.targets = [(position, mapping[column]) for position, column in enumerate(columns) if mapping.get(column)]
        self.known: dict[tuple[str, str], int | Label] = {}

    def read(self, number: int, cells: Sequence[str | None], problem: Label | None) -> Row:
        """One row; an empty cell says nothing about its field."""
        row = Row(number, cells)
        if problem:
            row.problems[""] = problem
            return row
        raw = {id: cell for position, id in self.targets if (cell := cells[position]) not in (None, "")}
        self._code(row, raw.pop(CODE, None))
        row.values, row.problems = parse(self.actor, self.entity, raw) if not row.problems else ({}, row.problems)
        self._links(row)
        return row

    def _code(self, row: Row, code: str | None) -> None:
        if code is None:
            return
        id, _title = split_code(self.entity, code.strip())
        if id is not None and not visible_to(self.actor, self.entity.model).filter(pk=id).exists():
            id = next(iter(onwards(self.actor, self.entity, id)), None)  # merged into another, it lands there
        if id is None:
            row.problems[""] = _("There is no record with the code “%(code)s”.") % {"code": code[:40]}
        row.id = id

    def _links(self, row: Row) -> None:
        for id, value in list(row.values.items()):
            if not self.entity.fields[id].is_link or value is None:
                continue
            answer = self._found(id, value)
            if isinstance(answer, int):
                row.values[id] = answer
            elif self._comes_later(id, value):
                row.later[id] = value.words
                del row.values[id]
            else:
                row.problems[id] = answer

    def _found(self, id: str, value: int | Named) -> int | Label:
        key = (id, value.words.casefold() if isinstance(value, Named) else str(value))
        if key not in self.known or not isinstance(self.known[key], int):
            try:
                self.known[key] = resolve(self.actor, self.entity.fields[id], value)
            except Unreadable as unreadable:
                self.known[key] = unreadable.message
        return self.known[key]

    def _comes_later(self, id: str, value: int | Named) -> bool:
        """Whether a link to the same noun names a title that stands somewhere in this file."""
        own = entity_of(self.entity.fields[id].target) is self.entity
        return own and isinstance(value, Named) and value.words.casefold() in self.titles
