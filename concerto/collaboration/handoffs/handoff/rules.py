"""Which step suits a hand-off now, and whose it is. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from concerto.collaboration.handoffs.handoff.model import AT_WORK, Handoff, State
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.holding import is_administrator

GIVER, RECEIVER = "giver", "receiver"

# verb → from which states it goes on, and whose step it is
STEPS: Mapping[str, tuple[tuple[State, ...], str]] = {
    "offer": ((State.DRAFT, State.RETURNED), GIVER),
    "accept": ((State.OFFERED,), RECEIVER),
    "return": ((State.OFFERED,), RECEIVER),
    "start": ((State.ACCEPTED,), RECEIVER),
    "deliver": (AT_WORK, RECEIVER),
    "pass-on": (AT_WORK, RECEIVER),
    "confirm": ((State.DELIVERED,), GIVER),
    "send-back": ((State.DELIVERED,), GIVER),
    "withdraw": ((State.DRAFT, State.OFFERED, State.RETURNED, *AT_WORK), GIVER),
}


def suits(verb: str, actor: Actor, handoff: Handoff) -> bool:
    """Whether the step can be taken from where the hand-off is, by this actor."""
    states, side = STEPS[verb]
    return handoff.state in states and is_on(side, actor, handoff)


def is_on(side: str, actor: Actor, handoff: Handoff) -> bool:
    """Whether the actor is the person on that side, or belongs to the department on it, or looks after the whole house."""
    if is_administrator(actor):
        return True
    person, department = _side(side, handoff)
    return actor.person == person or department in actor.above | actor.tree


def _side(side: str, handoff: Handoff) -> tuple[int | None, int | None]:
    if side == GIVER:
        return handoff.giver_id, handoff.giving_id
    return handoff.receiver_id, handoff.receiving_id
