"""The alarms of a promise: a working day before it is due, and when it is overdue."""

from __future__ import annotations

from datetime import datetime, timedelta

from concerto.collaboration.promises.promise.model import Promise, State
from concerto.kernel.alarms.setting import call_off, set_alarm
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.clock.working_time import NeverAtWork

SOON, LATE = "promise.soon", "promise.late"
AHEAD = timedelta(hours=8)  # of working time


def set_alarms(promise: Promise) -> None:
    """As the promise is now; setting them again moves them. Within the caller's transaction."""
    key = str(promise.pk)
    if promise.state != State.OPEN or promise.trashed_at or promise.due is None:
        call_off(SOON, key)
        call_off(LATE, key)
        return
    set_alarm(LATE, key, promise.due, promise=promise.pk)
    soon = _soon(promise, promise.due)
    if promise.created_at and soon > promise.created_at:
        set_alarm(SOON, key, soon, promise=promise.pk)
    else:  # who has just promised it knows
        call_off(SOON, key)


def _soon(promise: Promise, due: datetime) -> datetime:
    try:
        return working_time_of(promise.owner.department_id).before(due, AHEAD)
    except NeverAtWork:
        return due - timedelta(days=1)
