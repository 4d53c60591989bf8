"""The columns of a list: which field, how wide, how aligned, and what is left of it on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import seen, writable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.query.language import Unclear
from concerto.kernel.ui.looks import look_of
from concerto.kernel.views.arrangement import columns_in

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
    pixels: int | None = None  # where somebody set a width

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


def columns(actor: Actor, entity: Entity, *, trashed: bool = False, asked: str = "") -> list[Column]:
    """The columns `asked` for, else the declared ones that exist for the actor; the title first whatever it is called.

    Nothing in the trash is written. Raises Unclear for a column that is not there for the actor.
    """
    wanted = {column.field: column.width for column in columns_in(asked)}
    may_write = {} if trashed else writable(actor, entity)
    shown = asked_for(actor, entity, wanted) if wanted else declared(actor, entity, trashed)
    fields = [entity.title, *(field for field in shown if field != entity.title)]
    places = narrow_places(fields[1:], with_one_beside=not trashed)
    return [
        Column(
            field,
            is_title=field == entity.title,
            width=width(entity, field),
            narrow=places.get(field.id, ""),
            writable=field.id in may_write and field != entity.title and field.kind.in_place,
            pixels=wanted.get(field.id),
        )
        for field in fields
    ]


def asked_for(actor: Actor, entity: Entity, ids: Iterable[str]) -> list[Field]:
    """The fields called so; one that is hidden is as one that is not there."""
    known = seen(actor, entity)
    for id in ids:
        if id not in known:
            raise Unclear(_("There is no column called “%(column)s” here.") % {"column": id})
    return [known[id] for id in ids]


def declared(actor: Actor, entity: Entity, trashed: bool) -> list[Field]:
    """All declared columns; of what is in the trash, since when, and the first few. What stands as the title already is no column besides."""
    twice = entity.title_zh if (get_language() or "").startswith("zh") else None
    fields = (entity.fields["trashed_at"], *entity.columns[:ENOUGH_IN_TRASH]) if trashed else entity.columns
    known = seen(actor, entity)
    return [field for field in fields if field.id in known and field != twice]


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
