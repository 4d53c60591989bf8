"""Who directs a hand-off and who decides a dispute about it, by its mode; asked once, when it is offered, accepted or disputed."""

from __future__ import annotations

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.mode.modes import Mode
from concerto.collaboration.sides import first_above, head_of, superiors_of
from concerto.kernel.entity.registry import meant


def director_of(mode: str, receiving: int, subject: str) -> int | None:
    """Who directs what is offered to a department about a record; None where nobody does beside who does it."""
    match mode:
        case Mode.VERTICAL | Mode.PROJECT:
            return head_of(receiving)
        case Mode.MATRIX:
            return owner_of(subject)
        case _:
            return None


def decider_of(handoff: Handoff) -> int | None:
    """Who decides whether it is to be done, where the two sides do not agree; None where nobody stands above them."""
    head = head_of(handoff.receiving_id)
    match handoff.mode:
        case Mode.PARALLEL:
            return head
        case Mode.VERTICAL:
            above = superiors_of(head)
        case Mode.MATRIX:
            return first_above(handoff.director_id or handoff.giver_id, head)
        case _:
            above = superiors_of(handoff.giver_id)
    return above[0] if above else None


def owner_of(code: str) -> int | None:
    """The person who looks after the record of a code."""
    known = meant(code)
    if known is None or (owner := known[0].owner) is None:
        return None
    return known[0].model.everything.filter(pk=known[1]).values_list(owner, flat=True).first()
