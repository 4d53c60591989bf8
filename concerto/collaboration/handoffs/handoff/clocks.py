"""The two promises of a hand-off in time: when each is due on the receiver's calendar, and the ladder of who is told otherwise.

Alarms are set in the transaction of the step they follow from, so that a step and its clock stand or fall together.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.escalation.model import Clock, Escalation
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.alarms.setting import call_off, set_alarm
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.clock.working_time import NeverAtWork

KIND = "handoff.escalation"


def due(department: int | None, since: datetime, hours: Decimal | None) -> datetime:
    """When so many working hours of a department have passed. Raises Refused where it never works."""
    try:
        return working_time_of(department).after(since, timedelta(hours=float(hours or 0)))
    except NeverAtWork:
        raise Refused(_("The calendar of the receiver has no working time. An administrator must mend it.")) from None


def set_ladder(handoff: Handoff, clock: Clock, due_at: datetime) -> None:
    """Let every step of the ladder ring at its time; setting it again moves it."""
    work = working_time_of(handoff.receiving_id)
    for step in _steps(handoff, clock):
        hours = timedelta(hours=abs(float(step.after or 0)))
        try:
            at = work.after(due_at, hours) if (step.after or 0) >= 0 else work.before(due_at, hours)
        except NeverAtWork:  # so many hours are farther away than anybody looks: nobody waits for that step
            continue
        set_alarm(KIND, _key(handoff, step), at, handoff=handoff.pk, step=step.pk, turn=handoff.turn)


def call_off_ladder(handoff: Handoff, clock: Clock) -> None:
    """The promise was kept, or is no longer owed."""
    for step in _steps(handoff, clock):
        call_off(KIND, _key(handoff, step))


def _steps(handoff: Handoff, clock: Clock) -> list[Escalation]:
    steps = Escalation.everything.filter(type=handoff.type_id, clock=clock, trashed_at=None)
    return list(steps.defer("search").order_by("pk"))


def _key(handoff: Handoff, step: Escalation) -> str:
    return f"{handoff.pk}-{handoff.turn}-{step.pk}"
