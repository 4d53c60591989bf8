"""What stands above the rows: the views as tabs, what can be done with the one that is open, order and columns to choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable, seen
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.listing.asking import TRASHED, VIEW, Opening
from concerto.kernel.pages.listing.filters import MOMENTS, in_order
from concerto.kernel.pages.listing.table import Table, within_reach
from concerto.kernel.query.sorting import Order
from concerto.kernel.ui.addresses import list_address
from concerto.kernel.views.built_in import built_in
from concerto.kernel.views.fitting import LeftOut
from concerto.kernel.views.offered import offered
from concerto.kernel.views.opening_with import opens_with
from concerto.kernel.views.view.actions import may_publish
from concerto.kernel.views.view.model import View

SIGNS = {Sharing.PRIVATE: "", Sharing.TEAM: "users", Sharing.EVERYONE: "world"}


@dataclass(frozen=True)
class Tab:
    """One view; `sign` is the icon that tells with whom it is shared."""

    label: Label
    address: str
    current: bool
    sign: str = ""
    built_in: bool = False


@dataclass(frozen=True)
class SortLine:
    """One field to sort by, in the menu; `direction` is that of the list, "" where it goes by another."""

    label: Label
    address: str
    direction: str


def tabs(actor: Actor, opening: Opening) -> list[Tab]:
    """Those that every list has, then the saved ones, the trash behind them."""
    own = [
        _built_in(opening, key, view.label, trashed=view.trashed)
        for key, view in built_in(actor, opening.entity).items()
    ]
    saved = [_saved(opening, view) for view in views_offered(actor, opening)]
    trash = [tab for tab in own if "trashed=" in tab.address]
    return [*(tab for tab in own if tab not in trash), *saved, *trash]


def views_offered(actor: Actor, opening: Opening) -> list[View]:
    """With the one that is open, which a link may have led to."""
    views, here = offered(actor, opening.entity), opening.view.saved
    return views if here is None or any(view.pk == here.pk for view in views) else [*views, here]


def _built_in(opening: Opening, key: str, label: Label, *, trashed: bool) -> Tab:
    address = list_address(opening.entity, **({"trashed": TRASHED} if trashed else {VIEW: key}))
    return Tab(label, address, key == opening.view.key, built_in=True)


def _saved(opening: Opening, view: View) -> Tab:
    key = str(view.pk)
    address = list_address(opening.entity, view=key)
    return Tab(view.name, address, key == opening.view.key, SIGNS[Sharing(view.shared_with)])


def arranging(actor: Actor, opening: Opening) -> dict[str, Any]:
    """What can be done with the open view."""
    saved, view_entity = opening.view.saved, entity_of(View)
    mine = bool(saved and saved.pk in within_reach(actor, view_entity, [saved], Act.EDIT, trashed=False))
    return {
        "mine": mine,
        "opens_here": opens_with(actor, opening.entity.id) == opening.view.key,
        "sharings": [(each.value, each.label) for each in Sharing if each != Sharing.EVERYONE or may_publish(actor)],
        "notice": told(opening.view.left_out),
    }


def ordering(actor: Actor, opening: Opening, table: Table, order: Order) -> dict[str, Any]:
    """By what a table can be sorted, and which columns it could have."""
    return {
        "sorted_by": order.first.field.label,
        "sorts": list(sort_lines(actor, opening, table, order)),
        "columns_offered": columns_offered(actor, opening, table),
    }


def told(left_out: LeftOut) -> str:
    """How much of a view was left out, never which fields it was about; "" where nothing was."""
    if left_out.whole_filter:
        return _("The filter of this view could not be read and was left out.")
    if not left_out:
        return ""
    counted = (
        (left_out.conditions, ngettext("%(n)s condition", "%(n)s conditions", left_out.conditions)),
        (left_out.columns, ngettext("%(n)s column", "%(n)s columns", left_out.columns)),
        (left_out.orders, ngettext("%(n)s sort order", "%(n)s sort orders", left_out.orders)),
    )
    parts = _(", ").join(words % {"n": n} for n, words in counted if n)
    return _("This view asks for fields that you cannot see or that no longer exist. Left out: %(parts)s.") % {
        "parts": parts
    }


def sort_lines(actor: Actor, opening: Opening, table: Table, order: Order) -> Iterator[SortLine]:
    """The columns that the list can be sorted by, and when something began and changed; choosing the one it goes by turns it."""
    known = readable(actor, opening.entity)
    here = {key.field.id: "descending" if key.descending else "ascending" for key in order.keys}
    for id in dict.fromkeys((*(column.field.id for column in table.columns), *MOMENTS)):
        field = known.get(id)
        if field and field.kind.sortable:
            turned = f"-{id}" if here.get(id) == "ascending" else id
            yield SortLine(field.label, opening.address(sort=turned), here.get(id, ""))


def columns_offered(actor: Actor, opening: Opening, table: Table) -> list[dict[str, Any]]:
    """Every field there could be a column for: those shown first, in their order."""
    known = seen(actor, opening.entity)
    shown = {column.field.id: column for column in table.columns}
    ids = [*shown, *(id for id in _ids(opening) if id in known and id not in shown)]
    return [
        {
            "id": id,
            "label": str(known[id].label),
            "shown": id in shown,
            "width": shown[id].pixels if id in shown else None,
            "fixed": id == opening.entity.title.id,
        }
        for id in ids
    ]


def _ids(opening: Opening) -> list[str]:
    return list(dict.fromkeys((*in_order(opening.entity), *MOMENTS)))
