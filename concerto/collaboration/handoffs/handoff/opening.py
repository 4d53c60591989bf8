"""What is handed over is opened to who receives it: to the person, or to the department, for as long as it is not withdrawn."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.actions.change import add, change
from concerto.kernel.entity.registry import entity_of


def open_to_receiver(actor: Actor, handoff: Handoff) -> None:
    """Share the record with the receiving department, as a grant that `why` and the record's own list of grants tell of."""
    if handoff.grant_id:
        return
    code = entity_of(handoff).code(handoff.pk)
    grant = Grant(
        subject=handoff.subject, department_id=handoff.receiving_id, given_by_id=actor.person,
        reason=code,
    )  # fmt: skip
    kept = add(actor, grant)
    Handoff.everything.filter(pk=handoff.pk).update(grant=kept)
    handoff.grant_id = kept.pk


def shut(actor: Actor, handoff: Handoff) -> None:
    """End the grant of a hand-off that is no longer asked for."""
    grants = Grant.everything.select_for_update().filter(until=None)
    for grant in grants.filter(pk=handoff.grant_id) if handoff.grant_id else ():
        change(replace(actor, reason=""), grant, until=timezone.now())
