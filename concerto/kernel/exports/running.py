"""Taking rows out: those of a list, as far as the actor may export them, with the fields the actor may read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.actions.change import add
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.exports.batch.model import Export
from concerto.kernel.exports.rows import headings, rows_out
from concerto.kernel.query.language import parse
from concerto.kernel.query.listing import Asked, chosen

CSV, XLSX = "csv", "xlsx"


@dataclass(frozen=True)
class Outgoing:
    """What goes out: headings, and text that reads back to the same values, some rows at a time, column by column."""

    headings: list[str]
    chunks: Iterator[Sequence[Sequence[str]]]

    @property
    def rows(self) -> Iterator[Sequence[str]]:
        """The same row by row."""
        return (row for columns in self.chunks for row in zip(*columns, strict=True))


def outgoing(actor: Actor, entity: Entity, asked: Asked, *, format: str) -> Outgoing:
    """Begin an export that is sent at once, and note it in the journal. Raises what `check` does."""
    check(actor, entity, asked)
    with transaction.atomic():
        add(actor.doing("create"), noted(actor, entity, format, asked.filter))
    return written_out(actor, entity, asked)


def noted(actor: Actor, entity: Entity, format: str, filter: str) -> Export:
    """Who takes out what, not yet saved; it goes by the name of its noun."""
    export = Export(noun=entity.id, format=format, filter=filter, person_id=actor.person)
    for attribute, language in (("name", "en"), ("name_zh", "zh-hans")):
        with translation.override(language):
            setattr(export, attribute, str(entity.plural))
    return export


def check(actor: Actor, entity: Entity, asked: Asked) -> None:
    """Raises Forbidden, or Unclear for a filter that cannot be asked, before anything is written."""
    if not may(actor, entity, Act.EXPORT):
        raise Forbidden(_("You may not take these records out."))
    chosen(actor, entity, asked, parse(asked.filter), Act.EXPORT)


def written_out(actor: Actor, entity: Entity, asked: Asked, *, ahead: bool = False) -> Outgoing:
    """`ahead` is for a worker, for whom a second connection is there."""
    return Outgoing(headings(actor, entity), rows_out(actor, entity, asked, ahead=ahead))
