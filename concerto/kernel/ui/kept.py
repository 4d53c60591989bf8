"""The favourites of a reader as the rail shows them."""

from __future__ import annotations

from dataclasses import dataclass

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, find
from concerto.kernel.ui.addresses import list_address, record_address
from concerto.kernel.ui.navigation import enterable
from concerto.kernel.ui.sight import sight_of
from concerto.kernel.views.favourites import favourites
from concerto.kernel.views.view.model import Layout, View

SIGNS = {Layout.TABLE: "layout-list", Layout.BOARD: "layout-kanban", Layout.CALENDAR: "calendar"}


@dataclass(frozen=True)
class Kept:
    """One line of the rail: its words, where it leads, and the icon before it."""

    title: str
    address: str
    icon: str


def kept(actor: Actor) -> list[Kept]:
    """In their order; a view of a list that the reader can no longer enter is left out."""
    lines = (_view(actor, row) if isinstance(row, View) else _record(actor, row) for row in favourites(actor))
    return [line for line in lines if line]


def _view(actor: Actor, view: View) -> Kept | None:
    entity = find(view.noun)
    if entity is None or not enterable(actor, entity):
        return None
    return Kept(view.name, list_address(entity, view=view.pk), SIGNS[Layout(view.layout)])


def _record(actor: Actor, record: Record) -> Kept | None:
    entity: Entity = entity_of(record)
    return Kept(sight_of(actor, entity).title_of(record), record_address(entity, record.pk), entity.icon)
