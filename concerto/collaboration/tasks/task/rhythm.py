"""When a task that comes again is due the next time. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

from concerto.collaboration.tasks.task.model import Unit
from concerto.kernel.clock.working_time import FARTHEST, WorkingTime


def next_planned(before: datetime, every: int, unit: str, on_day: int, now: datetime, work: WorkingTime) -> datetime:
    """The first time of the rhythm after `before` that is still to come: what was missed meanwhile is not caught up on.

    The hour stays what it is on the wall, also where clocks change.
    """
    here = before.astimezone(work.zone)
    steps = 1
    while (found := _stepped(here, every * steps, unit, on_day)) <= now:
        steps += 1
    return found


def _stepped(here: datetime, count: int, unit: str, on_day: int) -> datetime:
    if unit == Unit.MONTHS:
        return datetime.combine(_month(here.date(), count, on_day), here.timetz())
    return here + timedelta(days=count * (7 if unit == Unit.WEEKS else 1))


def _month(day: date, count: int, on_day: int) -> date:
    """So many months on; the 31st is the last day where there is no 31st, and the 31st again where there is one."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(on_day, monthrange(year, month + 1)[1]))


def on_working_day(planned: datetime, work: WorkingTime) -> datetime:
    """The same hour on the next day that somebody works; where nobody ever does, as it was planned."""
    here = planned.astimezone(work.zone)
    days = (here + timedelta(days=number) for number in range(FARTHEST))
    return next((day for day in days if work.on(day.date())), here)
