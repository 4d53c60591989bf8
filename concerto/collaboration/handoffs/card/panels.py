"""The hand-offs of a record beside it, and the button that begins one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.collaboration.handoffs.card.building import LINKS, cards
from concerto.collaboration.handoffs.handoff.entity import handoff as described
from concerto.collaboration.handoffs.handoff.model import Handoff, State
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.panels import Drawing, Line, Panel, Place, begins, draws_entries, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.statements.kept import Slot
from concerto.kernel.ui.addresses import list_address

SHOWN = 5
PATH = "hand-off"  # the page on which one begins a hand-off, below a record's own
ENDED = (State.CONFIRMED, State.WITHDRAWN)


def may_hand_off(look: Look) -> bool:
    return described.can_be_attached_to(look.entity) and may(look.actor, described, Act.CREATE)


begins(PATH, gettext_lazy("Hand off"), "arrows-exchange", "h", may_hand_off)


@panel(on=None)
def handoffs(look: Look) -> Panel | None:
    """The open ones first, then the newest of those that ended."""
    if not described.can_be_attached_to(look.entity) or not look.has(described):
        return None
    found = _of(look.actor, look.entity).rows(id=look.record.pk)
    if not found:
        return None
    told = cards(look.actor, found[:SHOWN], [look.record], brief=True)
    return Panel(
        "handoffs",
        _("Hand-offs"),
        [Line(card.handoff.title, card.address) for card in told],
        Count(len(told), exact=len(found) <= SHOWN),
        all=list_address(described, filter=f'subject = "{look.code}"'),
        template="handoffs/beside.html",
        shown=told,
    )


@panel(on=Handoff, place=Place.TOP)
def itself(look: Look) -> Panel:
    """The card of a hand-off on its own page."""
    assert isinstance(look.record, Handoff)
    told = cards(look.actor, [look.record])
    return Panel(
        "handoff", "", [Line(look.title, look.address)], Count(1, exact=True), template="handoffs/top.html", shown=told
    )


@draws_entries(described)
def on_timelines(look: Look, records: Sequence[Handoff]) -> Mapping[int, Drawing]:
    """The card where a hand-off was last spoken of."""
    loaded = list(visible_to(look.actor, Handoff).filter(pk__in=[each.pk for each in records]).select_related(*LINKS))
    return {card.handoff.pk: Drawing("handoffs/entry.html", card) for card in cards(look.actor, loaded, [look.record])}


@kept
def _of(actor: Actor, entity: Entity) -> QuerySet[Handoff]:
    rows = visible_to(actor, Handoff, above=entity).filter(prefix=entity.prefix, number=Slot("id"))
    rows = rows.select_related(*LINKS).defer("search", *(f"{link}__search" for link in LINKS))
    ended = Case(When(state__in=ENDED, then=1), default=0)
    return rows.order_by(ended, "-pk")[: SHOWN + 1]
