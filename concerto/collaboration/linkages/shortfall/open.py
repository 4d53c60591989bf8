"""The shortfalls that have not ended: where departments are helping each other now."""

from __future__ import annotations

from concerto.collaboration.linkages.shortfall.entity import shortfall
from concerto.collaboration.linkages.shortfall.model import Shortfall
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.pages.panels import Line
from concerto.kernel.ui.addresses import record_address

SHOWN = 5
ARE_OPEN = "ended_at is empty"  # in the words of filters


def open_ones(actor: Actor) -> list[Line]:
    """The newest of them, as far as the actor may see them."""
    found = visible_to(actor, Shortfall).filter(ended_at=None).order_by("-began_at", "-pk").defer("search")
    return [Line(shortfall.title_of(each), record_address(shortfall, each.pk)) for each in found[:SHOWN]]
