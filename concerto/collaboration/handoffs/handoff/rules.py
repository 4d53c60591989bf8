"""Which step suits a hand-off now, and whose it is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from concerto.collaboration.handoffs.handoff.model import AT_WORK, Handoff, State
from concerto.collaboration.handoffs.mode.modes import DECIDER, DIRECTOR, GIVER, OTHERWISE, RECEIVER
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.holding import is_administrator

# verb → from which states it goes on, and whose step it is unless the mode has it otherwise
STEPS: Mapping[str, tuple[tuple[State, ...], str]] = {
    "offer": ((State.DRAFT, State.RETURNED), GIVER),
    "accept": ((State.OFFERED,), RECEIVER),
    "return": ((State.OFFERED,), RECEIVER),
    "start": ((State.ACCEPTED,), RECEIVER),
    "deliver": (AT_WORK, RECEIVER),
    "pass-on": (AT_WORK, RECEIVER),
    "dispute": ((State.RETURNED,), GIVER),
    "decide": ((State.DISPUTED,), DECIDER),
    "confirm": ((State.DELIVERED,), GIVER),
    "send-back": ((State.DELIVERED,), GIVER),
    "withdraw": ((State.DRAFT, State.OFFERED, State.RETURNED, State.DISPUTED, *AT_WORK), GIVER),
}


def suits(verb: str, actor: Actor, handoff: Handoff) -> bool:
    """Whether the step can be taken from where the hand-off is, by this actor."""
    return handoff.state in STEPS[verb][0] and takes(verb, actor, handoff)


def takes(verb: str, actor: Actor, handoff: Handoff) -> bool:
    """Whether the step is this actor's, wherever the hand-off is."""
    return any(is_on(side, actor, handoff) for side in sides(verb, handoff))


def sides(verb: str, handoff: Handoff) -> Sequence[str]:
    """Whose step it is in the mode of the hand-off. What nobody directs goes on as if its mode had nothing to say."""
    usual = [STEPS[verb][1]]
    return OTHERWISE.get(handoff.mode, {}).get(verb, usual) if handoff.director_id else usual


def is_on(side: str, actor: Actor, handoff: Handoff) -> bool:
    """Whether the actor is the person on that side, or belongs to the department on it, or looks after the whole house."""
    if is_administrator(actor):
        return True
    person, department = _side(side, handoff)
    return (actor.person is not None and actor.person == person) or department in actor.above | actor.tree


def _side(side: str, handoff: Handoff) -> tuple[int | None, int | None]:
    return {
        GIVER: (handoff.giver_id, handoff.giving_id),
        RECEIVER: (handoff.receiver_id, handoff.receiving_id),
        DIRECTOR: (handoff.director_id, None),
        DECIDER: (handoff.decider_id, None),
    }[side]
