"""Which layouts a noun's fields allow, by which fields, and the switch between them in the head of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.listing.asking import BOARD, CALENDAR, Opening, Shown
from concerto.kernel.pages.listing.filters import MOMENTS, in_order
from concerto.kernel.query.compiling import asked as asked_field
from concerto.kernel.query.language import Unclear

LAYOUTS = {"": (_("Table"), "table"), BOARD: (_("Board"), "layout-kanban"), CALENDAR: (_("Calendar"), "calendar")}
NO_LAYOUT = {BOARD: _("No field of this list makes a board."), CALENDAR: _("No field of this list makes a calendar.")}
WRONG_FIELD = {
    BOARD: _("“%(field)s” makes no columns: a board stands by a choice, a link, or yes or no."),
    CALENDAR: _("“%(field)s” is no date: a calendar goes by a day or a moment."),
}


@dataclass(frozen=True)
class Layout:
    """One entry of the switch."""

    label: Label
    icon: str
    address: str
    here: bool


@dataclass(frozen=True)
class By:
    """One field that the present layout can go by."""

    field: Field
    address: str
    here: bool


def makes(layout: str, field: Field) -> bool:
    """Whether a layout can go by a field."""
    return bool(field.kind.steps) and ("day" in field.kind.steps) == (layout == CALENDAR)


def fields_for(actor: Actor, entity: Entity, layout: str) -> list[Field]:
    """The fields of the noun that a layout can go by, the usual one first; no layout rests on when a record was made alone."""
    known = readable(actor, entity)
    usual = entity.steps if layout == BOARD else entity.happened
    ids = dict.fromkeys(([usual.id] if usual else []) + list(in_order(entity)))
    found = [known[id] for id in ids if id in known and makes(layout, known[id])]
    choices_first = sorted(found, key=lambda field: (field != usual, field.is_link))
    more = [known[id] for id in MOMENTS if id in known] if found and layout == CALENDAR else []
    return [*choices_first, *(field for field in more if field not in found)]


def field_by(actor: Actor, entity: Entity, asked: Shown) -> Field:
    """The field that the layout goes by. Raises Unclear where it is none, or hidden, or nothing to go by."""
    if asked.by:
        field = asked_field(actor, entity, asked.by)
        if not makes(asked.layout, field):
            raise Unclear(WRONG_FIELD[asked.layout] % {"field": field.label})
        return field
    field_or_none = next(iter(fields_for(actor, entity, asked.layout)), None)
    if field_or_none is None:
        raise Unclear(NO_LAYOUT[asked.layout])
    return field_or_none


def layouts(actor: Actor, opening: Opening) -> list[Layout]:
    """The layouts that this actor has of the noun; none where there is but the table."""
    there = [layout for layout in (BOARD, CALENDAR) if fields_for(actor, opening.entity, layout)]
    return [
        Layout(
            *LAYOUTS[layout],
            opening.address(layout=layout, by="", month="", week=""),
            layout == opening.asked.layout,
        )
        for layout in (["", *there] if there and not opening.asked.trashed else [])
    ]


def ways(actor: Actor, opening: Opening) -> list[By]:
    """By which fields the present layout could go."""
    entity, asked = opening.entity, opening.asked
    if not asked.layout:
        return []
    here = field_by(actor, entity, asked)
    fields: Iterable[Field] = dict.fromkeys([*fields_for(actor, entity, asked.layout), here])
    return [By(field, opening.address(by=field.id), field == here) for field in fields]
