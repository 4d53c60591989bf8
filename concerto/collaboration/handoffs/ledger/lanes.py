"""The open hand-offs in lanes by where they are, each with its first cards; and which of them a reader wants to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.card.building import LINKS, Card, cards
from concerto.collaboration.handoffs.handoff.entity import handoff as described
from concerto.collaboration.handoffs.handoff.model import OPEN, Handoff, State
from concerto.collaboration.handoffs.ledger.measuring import LATE
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.fields.kind import Label
from concerto.kernel.ui.addresses import list_address

SHOWN = 12
LANES = (State.OFFERED, State.ACCEPTED, State.PROGRESS, State.DELIVERED, State.RETURNED, State.DISPUTED)
SOONEST = {
    State.OFFERED: "accept_by",
    State.ACCEPTED: "finish_by",
    State.PROGRESS: "finish_by",
    State.DISPUTED: "decide_by",
}


@dataclass(frozen=True)
class Tab:
    id: str
    label: Label
    count: int


@dataclass(frozen=True)
class Lane:
    state: State
    count: int
    cards: Sequence[Card]
    url: str

    @property
    def label(self) -> Label:
        return self.state.label

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def wanted(actor: Actor) -> Mapping[str, tuple[Label, Q]]:
    """Tab → its words and which hand-offs it shows: who owes the next step decides whose they are. What stays within one's own
    departments is owed to nobody else."""
    here = sorted(actor.tree | ({actor.department} if actor.department else set()))
    ours, theirs = Q(receiving__in=here) & ~Q(giving__in=here), Q(giving__in=here) & ~Q(receiving__in=here)
    receivers_turn, givers_turn = Q(state__in=LANES[:3]), Q(state__in=LANES[3:5])
    return {
        "": (_("All"), Q()),
        "owe": (_("We owe others"), (receivers_turn & ours) | (givers_turn & theirs)),
        "owed": (_("Others owe us"), (receivers_turn & theirs) | (givers_turn & ours)),
        "mine": (
            _("Mine"),
            Q(giver=actor.person) | Q(receiver=actor.person) | Q(director=actor.person) | Q(decider=actor.person),
        ),
        "late": (_("Overdue"), LATE),
        "nobody": (_("Nobody took it"), Q(state=State.OFFERED, receiver=None)),
    }


def tabs(actor: Actor) -> list[Tab]:
    """All tabs with what each shows, counted in one query."""
    known = wanted(actor)
    counted = _open(actor).aggregate(
        **{f"n_{id}": Count("pk", filter=only) for id, (_label, only) in known.items() if id}, n=Count("pk")
    )
    return [Tab(id, label, counted[f"n_{id}" if id else "n"]) for id, (label, _only) in known.items()]


def lanes(actor: Actor, tab: str) -> list[Lane]:
    """Lanes with what is due soonest first. One query counts, one for each lane reads, and cards are built for all at once."""
    rows = _open(actor).filter(wanted(actor)[tab][1])
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    found = {state: _first(rows, state) for state in LANES if counts.get(state)}
    built = {
        card.handoff.pk: card for card in cards(actor, [each for some in found.values() for each in some], brief=True)
    }
    return [
        Lane(
            state,
            counts.get(state, 0),
            [built[each.pk] for each in found.get(state, ())],
            list_address(described, filter=f"state = {state}"),
        )
        for state in LANES
    ]


def _open(actor: Actor) -> QuerySet[Handoff]:
    return visible_to(actor, Handoff).filter(state__in=OPEN)


def _first(rows: QuerySet[Handoff], state: State) -> list[Any]:
    by = SOONEST.get(state)
    order = [F(by).asc(nulls_last=True), "pk"] if by else ["-updated_at", "-pk"]
    some = rows.filter(state=state).select_related(*LINKS).defer("search", *(f"{link}__search" for link in LINKS))
    return list(some.order_by(*order)[:SHOWN])
