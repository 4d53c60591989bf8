"""How much is to be done, for the rail of every page: remembered for a moment, told anew by the page itself."""

from __future__ import annotations

from time import monotonic

from django.db import connection

from concerto.collaboration.my_work.owed import count
from concerto.kernel.access.actor import Actor

MOMENT = 15.0  # seconds for which a number may be an old one
PEOPLE = 2000  # whose numbers a process remembers
_remembered: dict[tuple[str, int | None], tuple[float, int]] = {}


def to_do(actor: Actor) -> int:
    """How much the actor has to do."""
    key = (str(connection.settings_dict["NAME"]), actor.person)
    at, found = _remembered.get(key, (-MOMENT, 0))
    return found if monotonic() - at < MOMENT else remember(actor, count(actor))


def remember(actor: Actor, found: int) -> int:
    """That it is so many by now."""
    if len(_remembered) >= PEOPLE:
        _remembered.clear()
    _remembered[str(connection.settings_dict["NAME"]), actor.person] = monotonic(), found
    return found
