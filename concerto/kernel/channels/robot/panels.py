"""Beside a robot: its last cards and what became of them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.kernel.channels.robot.model import Card, Robot
from concerto.kernel.notices.kinds import kinds
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.looks import moment_in_words
from concerto.kernel.webhooks.delivery.model import State

LAST = 12
SIGNS = {
    State.DELIVERED: "circle-check",
    State.FAILED: "circle-x",
    State.WITHHELD: "eye-off",
    State.WAITING: "clock-pause",
}


@panel(on=Robot)
def cards(look: Look) -> Panel | None:
    """Each with its kind and its fate; a card holds no words, so none are shown."""
    if not isinstance(look.record, Robot) or not look.record.goes_to:
        address = f"{record_address(look.entity, look.record.pk)}/actions/connect"
        note = _("Until it is connected, nothing is posted")
        return Panel(
            "cards",
            _("Cards"),
            [Line(_("Connect to the group"), address, icon="link", note=note)],
            Count(1, exact=True),
        )
    found = list(Card.objects.filter(robot=look.record.pk).order_by("-pk")[:LAST])
    return Panel("cards", _("Cards"), [_line(look, card) for card in found], Count(len(found), exact=len(found) < LAST))


def _line(look: Look, card: Card) -> Line:
    state, kind = State(card.state), kinds().get(card.kind)
    title = str(kind.label) if kind else _("Test card")
    note = f"{moment_in_words(card.tried_at or card.made_at)} · {card.problem}".removesuffix(" · ")
    return Line(title, record_address(look.entity, look.record.pk), icon=SIGNS[state], note=note, end=str(state.label))
