"""What rows name: the record that a row itself is about, and the records that it links to; found for many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.naming import now, resolve_many
from concerto.kernel.actions.values import split_code
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.link import LARGEST_ID, Named
from concerto.kernel.imports.marks import Marks
from concerto.kernel.imports.rows import Row
from concerto.kernel.text.sentences import sentence


class Titles:
    """The titles in a file. Two that are alike by chance only make a row wait for a title that does not come."""

    def __init__(self, titles: Iterable[str]) -> None:
        self.marks = Marks()
        for title in titles:
            self.marks.add(_mark(title))

    def __contains__(self, title: str) -> bool:
        return _mark(title) in self.marks


def _mark(title: str) -> int:
    return hash(title.strip().casefold())


def find_codes(actor: Actor, entity: Entity, rows: Sequence[Row]) -> None:
    """Give each row that names its record by code the id; one that names none that the actor may see has a problem."""
    coded = [(row, split_code(entity, row.code)[0]) for row in rows if row.code]
    asked = {id for _row, id in coded if id and id <= LARGEST_ID}
    found = now(actor, entity, asked) if asked else {}
    for row, id in coded:
        row.id = found.get(id) if id else None
        if row.id is None:
            row.problems[""] = sentence(_("There is no record with the code “%(code)s”."), code=(row.code or "")[:40])


def find_links(actor: Actor, entity: Entity, rows: Sequence[Row], titles: Titles) -> None:
    """Turn what rows link to into ids; what another row of the file will answer is left for later."""
    for id in {id for row in rows for id in row.links}:
        field = entity.fields[id]
        own = entity_of(field.target) is entity
        linked = [row for row in rows if id in row.links]
        answers: Mapping[Any, Any] = resolve_many(actor, field, {row.links[id] for row in linked})
        for row in linked:
            value = row.links[id]
            answer = answers[value]
            if isinstance(answer, int):
                row.values[id] = answer
            elif own and isinstance(value, Named) and value.words in titles:
                row.later[id] = value.words
            else:
                row.problems[id] = answer
