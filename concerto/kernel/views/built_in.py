"""The views that every list has by itself, from the description of its noun alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, readable, seen
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.compiling import ME
from concerto.kernel.query.language import conditions, parse
from concerto.kernel.views.arrangement import USUAL, Arrangement, ColumnAsked, written

ALL, MINE, RECENT, TRASH = "all", "mine", "recent", "trash"
CHANGED = "updated_at"


@dataclass(frozen=True)
class BuiltIn:
    """`key` names it in an address; `trashed` shows what lies in the trash instead."""

    key: str
    label: Label
    arrangement: Arrangement = USUAL
    trashed: bool = False


def built_in(actor: Actor, entity: Entity) -> dict[str, BuiltIn]:
    """Those that make sense for the actor, by key, in the order they are offered."""
    return {view.key: view for view in _views(actor, entity)}


def _views(actor: Actor, entity: Entity) -> Iterator[BuiltIn]:
    known = readable(actor, entity)
    yield BuiltIn(ALL, _("All"))
    owner = owner_of(entity)
    if owner and owner.id in known:
        yield BuiltIn(MINE, _("Mine"), Arrangement(filter=f"{owner.id} = {ME}"))
    for each in entity.ready:
        if all(asked.field in known for asked in conditions(parse(each.filter))):
            yield BuiltIn(each.key, each.label, Arrangement(filter=each.filter, sort=each.sort))
    if CHANGED in known:
        yield BuiltIn(
            RECENT, _("Recently changed"), Arrangement(sort=f"-{CHANGED}", columns=_with_changed(actor, entity))
        )
    if may(actor, entity, Act.DELETE):
        yield BuiltIn(TRASH, _("Trash"), trashed=True)


def owner_of(entity: Entity) -> Field | None:
    """The link to whom a record belongs; None where it belongs to nobody, and of people, who belong to themselves."""
    return next((link for link in entity.links if link.attribute == entity.owner), None)


def _with_changed(actor: Actor, entity: Entity) -> str:
    """The declared columns that exist for the actor, with the moment of the last change right behind the title."""
    known = seen(actor, entity).keys() - {entity.title.id, CHANGED}
    others = [field.id for field in entity.columns if field.id in known]
    return written(ColumnAsked(id) for id in (entity.title.id, CHANGED, *others))
