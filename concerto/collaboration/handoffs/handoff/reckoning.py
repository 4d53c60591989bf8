"""Promises follow the calendar they were made on: a holiday that is added moves what is still to come, and its ladder with it.

What fell due already stays as it was told; what a type says later holds for later offers.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from concerto.collaboration.handoffs.escalation.model import Clock
from concerto.collaboration.handoffs.handoff.clocks import due, set_ladder
from concerto.collaboration.handoffs.handoff.model import AT_WORK, Handoff, State
from concerto.collaboration.handoffs.turn import keeping as turns
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.change import change

RUNNING = Q(state=State.OFFERED, accept_by__gt=Now()) | Q(state__in=AT_WORK, finish_by__gt=Now())


def reckon_anew() -> int:
    """Work out every promise that is still to come; answer how many moved. One after the other, each locked while it moves."""
    ids = Handoff.everything.filter(RUNNING, trashed_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(_reckon(id) for id in ids)


def _reckon(id: int) -> bool:
    with transaction.atomic():
        found = Handoff.everything.select_for_update(no_key=True)
        handoff = found.filter(RUNNING, pk=id, trashed_at=None).first()
        return handoff is not None and _moved(handoff)


def _moved(handoff: Handoff) -> bool:
    if handoff.state == State.OFFERED:
        since, hours, field, clock = handoff.offered_at, handoff.accept_hours, "accept_by", Clock.ACCEPT
    else:
        since, hours, field, clock = handoff.accepted_at, handoff.finish_hours, "finish_by", Clock.FINISH
    assert since, "what runs has begun"
    by = due(handoff.receiving_id, since, hours)
    if by == getattr(handoff, field):
        return False
    change(SYSTEM.doing("reckon"), handoff, **{field: by})
    turns.reckoned(handoff)
    set_ladder(handoff, clock, by)
    return True
