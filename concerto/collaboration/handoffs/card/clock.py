"""How much of a promise's time is left, as a ring and in words, on the calendar of who made it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.utils.translation import gettext as _

from concerto.collaboration.handoffs.handoff.model import AT_WORK, Handoff, State
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.clock.working_time import WorkingTime

WORKDAY = timedelta(hours=8)
SOON = 0.3  # the share of the time from which on it is amber
LEFT, NEARLY, OVER, KEPT = "", "is-soon", "is-over", "is-done"
Work = Callable[[int | None], WorkingTime]


@dataclass(frozen=True)
class Clock:
    """`tone` is the class it is drawn with; `left` and `used` are shares of the whole in per cent; `by` is the moment promised."""

    words: str
    tone: str
    left: int
    by: datetime

    @property
    def used(self) -> int:
        return 100 - self.left


def calendars() -> Work:
    """Working times, each read once for all hand-offs of a page."""
    return cache(working_time_of)


def clock_of(handoff: Handoff, work: Work, now: datetime) -> Clock | None:
    """The clock that runs, or how the last one ended; None where nothing was promised, or it came to nothing."""
    if handoff.state == State.OFFERED and handoff.accept_by and handoff.offered_at:
        return running(work(handoff.receiving_id), handoff.offered_at, handoff.accept_by, now)
    if handoff.state in AT_WORK and handoff.finish_by and handoff.accepted_at:
        return running(work(handoff.receiving_id), handoff.accepted_at, handoff.finish_by, now)
    if handoff.state == State.DISPUTED and handoff.decide_by and handoff.disputed_at:
        return running(work(handoff.receiving_id), handoff.disputed_at, handoff.decide_by, now)
    if handoff.state in (State.DELIVERED, State.CONFIRMED) and handoff.finish_by and handoff.delivered_at:
        return ended(work(handoff.receiving_id), handoff.finish_by, handoff.delivered_at)
    return None


def running(work: WorkingTime, since: datetime, by: datetime, now: datetime) -> Clock:
    if now > by:
        return Clock(_("over by %(time)s") % {"time": spoken(work.between(by, now))}, OVER, 0, by)
    whole, rest = work.between(since, by), work.between(now, by)
    share = rest / whole if whole else 0.0
    return Clock(_("%(time)s left") % {"time": spoken(rest)}, NEARLY if share < SOON else LEFT, round(share * 100), by)


def ended(work: WorkingTime, by: datetime, at: datetime) -> Clock:
    if at > by:
        return Clock(_("late by %(time)s") % {"time": spoken(work.between(by, at))}, OVER, 0, by)
    return Clock(_("in time"), KEPT, 0, by)


def spoken(span: timedelta) -> str:
    """Working time in words: minutes, hours and minutes, or working days of eight hours."""
    minutes = int(span.total_seconds() // 60)
    if span >= WORKDAY:
        days, rest = divmod(minutes, 480)
        hours = rest // 60
        return (
            _("%(days)s d %(hours)s h") % {"days": days, "hours": hours} if hours else _("%(days)s d") % {"days": days}
        )
    if minutes >= 60:
        return f"{minutes // 60}:{minutes % 60:02d}"
    return _("%(minutes)s min") % {"minutes": minutes}
