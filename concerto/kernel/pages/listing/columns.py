"""The columns of a list: which field, how wide, how aligned, and what is left of it on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import seen, writable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.ui.looks import look_of

WIDTHS = {
    "letter": "c-mark", "yes-no": "c-mark", "steps": "c-choice", "badge": "c-choice", "badges": "c-link", "money": "c-money",
    "whole": "c-number", "year": "c-number", "day": "c-date", "moment": "c-time", "email": "c-mail", "url": "c-link",
}  # fmt: skip
BESIDE, BELOW = "end", "sub"  # places on a phone: at the end of the title's line, or in the line under it
MOST_BELOW = 3
ENOUGH_IN_TRASH = 5


@dataclass(frozen=True)
class Column:
    """One column as one actor sees it. `narrow` is its place on a phone, "" where it is left out."""

    field: Field
    is_title: bool
    width: str
    narrow: str
    writable: bool

    @property
    def is_number(self) -> bool:
        return self.field.kind.align == "end"

    @property
    def classes(self) -> str:
        return "is-title" if self.is_title else "num" if self.is_number else ""

    @cached_property
    def attributes(self) -> Markup:
        """What every cell of the column carries."""
        given = {"class": self.classes, "data-field": self.field.id, "data-narrow": self.narrow}
        return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in given.items() if value)


def columns(actor: Actor, entity: Entity, *, trashed: bool = False) -> list[Column]:
    """The declared columns that exist for the actor, the title first whatever it is called. Nothing in the trash is written."""
    known, may_write = seen(actor, entity), {} if trashed else writable(actor, entity)
    fields = [
        entity.title,
        *(field for field in chosen(entity, trashed) if field != entity.title and field.id in known),
    ]
    places = narrow_places(fields[1:], with_one_beside=not trashed)
    return [
        Column(
            field,
            is_title=field == entity.title,
            width=width(entity, field),
            narrow=places.get(field.id, ""),
            writable=field.id in may_write and field != entity.title,
        )
        for field in fields
    ]


def chosen(entity: Entity, trashed: bool) -> Sequence[Field]:
    """All declared columns; of what is in the trash, since when, and the first few."""
    return (entity.fields["trashed_at"], *entity.columns[:ENOUGH_IN_TRASH]) if trashed else entity.columns


def width(entity: Entity, field: Field) -> str:
    if field == entity.title:
        return "c-title"
    if field.is_link:
        return "c-person" if entity_of(field.target).person is True else "c-link"
    return WIDTHS.get(look_of(field)) or WIDTHS.get(field.kind.id) or "c-text"


def narrow_places(fields: list[Field], *, with_one_beside: bool = True) -> Mapping[str, str]:
    """What a phone keeps: one value beside the title, and under it a few that say most."""
    short = (field for field in fields if field.kind.align == "end" or look_of(field) == "letter")
    beside = next(short, None) if with_one_beside else None
    below = [field for field in fields if field != beside and field.kind.id in ("choice", "link", "text", "moment")]
    return {field.id: BELOW for field in below[:MOST_BELOW]} | ({beside.id: BESIDE} if beside else {})
