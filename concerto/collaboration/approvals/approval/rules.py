"""Which verb suits an approval now, and whose it is."""

from __future__ import annotations

from django.utils import timezone

from concerto.collaboration.approvals.approval.model import Approval, State
from concerto.collaboration.approvals.steps import stage_of, waiting_for
from concerto.collaboration.approvals.verdict.model import Verdict
from concerto.collaboration.my_work.standing_in import standing_in
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.holding import is_administrator

AGAIN = (State.STUCK, State.REFUSED, State.RETURNED, State.WITHDRAWN, State.LAPSED)


def own_verdict(actor: Actor, approval: Approval) -> Verdict | None:
    """What the actor is still to say on the step it is on, for themselves or for somebody who is away."""
    if approval.state != State.ASKED or actor.person is None:
        return None
    waiting = {each.person_id: each for each in waiting_for(approval)}
    if actor.person in waiting or not _may_stand_in(actor, approval):
        return waiting.get(actor.person)
    absent = sorted(standing_in(actor.person, timezone.now()) & waiting.keys())
    return waiting[absent[0]] if absent else None


def _may_stand_in(actor: Actor, approval: Approval) -> bool:
    return actor.person != approval.asked_by_id or stage_of(approval).own_too


def decides(actor: Actor, approval: Approval) -> bool:
    return own_verdict(actor, approval) is not None


def passes_on(actor: Actor, approval: Approval) -> bool:
    """Whoever is to decide; for somebody who cannot be reached, an administrator."""
    return decides(actor, approval) or (approval.state == State.ASKED and is_administrator(actor))


def withdraws(actor: Actor, approval: Approval) -> bool:
    return approval.state == State.ASKED and (_asked(actor, approval) or is_administrator(actor))


def asks_again(actor: Actor, approval: Approval) -> bool:
    return approval.state in AGAIN and _asked(actor, approval)


def _asked(actor: Actor, approval: Approval) -> bool:
    return actor.person is not None and actor.person == approval.asked_by_id
