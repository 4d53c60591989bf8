"""Which step suits a promise now, and whose it is. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from concerto.collaboration.promises.promise.model import Promise, State
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.holding import is_administrator

FROM: Mapping[str, tuple[State, ...]] = {  # verb → from where it goes on
    "keep": (State.OPEN,),
    "break": (State.OPEN,),
    "release": (State.OPEN,),
    "reopen": (State.KEPT, State.BROKEN, State.RELEASED),
}


def suits(verb: str, actor: Actor, promise: Promise) -> bool:
    """Whether the step can be taken from where the promise is, by this actor."""
    return promise.state in FROM[verb] and is_theirs(actor, promise)


def is_theirs(actor: Actor, promise: Promise) -> bool:
    """Whoever keeps it, whoever made it, whom the first reports to, and who looks after the whole house."""
    if is_administrator(actor):
        return True
    concerned = {promise.owner_id, promise.maker_id, promise.owner.manager_id}
    return actor.person is not None and actor.person in concerned
