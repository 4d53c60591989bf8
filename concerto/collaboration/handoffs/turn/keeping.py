"""Turns follow the steps of their hand-off, in the transaction of each step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.turn.model import Answer, Kept, Turn
from concerto.kernel.clock.finding import working_time_of


def begun(handoff: Handoff) -> None:
    """It was offered."""
    now = timezone.now()
    assert handoff.giving_id and handoff.receiving_id, "what is offered has two sides"
    Turn.everything.create(
        handoff=handoff, number=handoff.turn, type_id=handoff.type_id, mode=handoff.mode, giving_id=handoff.giving_id,
        receiving_id=handoff.receiving_id, receiver_id=handoff.receiver_id, offered_at=handoff.offered_at,
        accept_by=handoff.accept_by, created_at=now, updated_at=now,
    )  # fmt: skip


def answered(handoff: Handoff, answer: Answer, reason: str = "") -> None:
    """It was accepted, returned, or withdrawn before either."""
    now = timezone.now()
    known: dict[str, Any] = {"answered_at": now, "answer": answer, "reason": reason, "receiver": handoff.receiver_id}
    if answer is not Answer.WITHDRAWN and handoff.offered_at and handoff.accept_by:
        known["accept_minutes"] = _minutes(handoff, handoff.offered_at, now)
        known["accept_kept"] = kept(handoff.accept_by, now)
    _keep(handoff, finish_by=handoff.finish_by if answer is Answer.ACCEPTED else None, **known)


def delivered(handoff: Handoff) -> None:
    """What came back first counts; if it is sent back, what comes after it does."""
    if handoff.accepted_at and handoff.delivered_at and handoff.finish_by:
        minutes = _minutes(handoff, handoff.accepted_at, handoff.delivered_at)
        done = kept(handoff.finish_by, handoff.delivered_at)
        _keep(handoff, delivered_at=handoff.delivered_at, finish_minutes=minutes, finish_kept=done)


def sent_back(handoff: Handoff) -> None:
    _keep(handoff, delivered_at=None, finish_minutes=None, finish_kept="", sent_back=F("sent_back") + 1)


def disputed(handoff: Handoff) -> None:
    """The giver does not agree that it was returned."""
    _keep(handoff, disputed_at=handoff.disputed_at)


def decided(handoff: Handoff) -> None:
    """Somebody above both decided."""
    if handoff.disputed_at:
        minutes = _minutes(handoff, handoff.disputed_at, timezone.now())
        _keep(handoff, decide_minutes=minutes, finish_by=handoff.finish_by, receiver=handoff.receiver_id)


def reckoned(handoff: Handoff) -> None:
    """Its promises moved with the calendar."""
    _keep(handoff, accept_by=handoff.accept_by, finish_by=handoff.finish_by)


def confirmed(handoff: Handoff) -> None:
    _keep(handoff, confirmed_at=handoff.closed_at)


def kept(by: datetime, at: datetime) -> Kept:
    return Kept.KEPT if at <= by else Kept.BROKEN


def _minutes(handoff: Handoff, since: datetime, until: datetime) -> int:
    return int(working_time_of(handoff.receiving_id).between(since, until).total_seconds() // 60)


def _keep(handoff: Handoff, **values: Any) -> None:
    Turn.everything.filter(handoff=handoff, number=handoff.turn or 0).update(
        updated_at=timezone.now(), version=F("version") + 1, **values
    )
