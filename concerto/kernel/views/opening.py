"""Opening a view: by its number, or by the key of one that every list has."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.entity import Entity
from concerto.kernel.fields.kind import Label
from concerto.kernel.views.arrangement import Arrangement
from concerto.kernel.views.built_in import ALL, built_in
from concerto.kernel.views.fitting import NOTHING, LeftOut, fitted
from concerto.kernel.views.opening_with import opens_with
from concerto.kernel.views.view.model import Layout, View

NO_SUCH_VIEW = _("There is no such view of this list, or it is not shared with you.")


@dataclass(frozen=True)
class Opened:
    """A view as one reader has it. `saved` is None for a view that every list has."""

    key: str
    label: Label
    arrangement: Arrangement
    left_out: LeftOut = NOTHING
    saved: View | None = None
    trashed: bool = False


def opened(actor: Actor, entity: Entity, key: str) -> Opened:
    """The view called `key`, "" for all records. Raises NotThere, the same for one that is not shared and one that is not."""
    own = built_in(actor, entity).get(key or ALL)
    if own:
        return Opened(own.key, own.label, own.arrangement, trashed=own.trashed)
    view = _saved(actor, entity, key)
    arrangement, left_out = fitted(actor, entity, arrangement_of(view))
    return Opened(key, view.name, arrangement, left_out, view)


def usual(actor: Actor, entity: Entity) -> str:
    """The key of the view that the list opens with for the actor, as long as there is such a view."""
    key = opens_with(actor, entity.id) or ALL
    try:
        return opened(actor, entity, key).key
    except NotThere:
        return ALL


def arrangement_of(view: View) -> Arrangement:
    """What a view says, whoever may see it."""
    layout = "" if view.layout == Layout.TABLE else view.layout
    return Arrangement(view.filter, view.sort, view.columns, layout, view.by)


def _saved(actor: Actor, entity: Entity, key: str) -> View:
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
    view = visible_to(actor, View).defer("search").filter(pk=number, noun=entity.id).first()
    if view is None:
        raise NotThere(NO_SUCH_VIEW)
    return view
