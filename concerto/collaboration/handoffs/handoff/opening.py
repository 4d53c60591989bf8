"""What is handed over is opened to whom it concerns: the receiving department, who directs it, who decides; until it is withdrawn."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.actions.change import add, change
from concerto.kernel.entity.registry import entity_of


def open_to(actor: Actor, handoff: Handoff, *, person: int | None = None, department: int | None = None) -> None:
    """Share the record with whom the hand-off concerns, once, as a grant that `why` and the record's own list of grants tell of."""
    whom = {"person_id": person} if person else {"department_id": department}
    code = entity_of(handoff).code(handoff.pk)
    known = Grant.everything.filter(subject=handoff.subject, reason=code, until=None, **whom)
    if (person or department) and not known.exists():
        add(actor, Grant(subject=handoff.subject, given_by_id=actor.person, reason=code, **whom))


def shut(actor: Actor, handoff: Handoff) -> None:
    """End what was opened for a hand-off that is no longer asked for."""
    opened = Grant.everything.select_for_update().filter(
        subject=handoff.subject, reason=entity_of(handoff).code(handoff.pk), until=None
    )
    for grant in opened.order_by("pk"):
        change(replace(actor, reason=""), grant, until=timezone.now())
