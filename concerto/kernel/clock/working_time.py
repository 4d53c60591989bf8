"""Working time as arithmetic: when somebody is at work, and how much of it lies between two moments.

Pure: a calendar's hours and exceptions in, moments out. Hours are wall-clock time of the calendar's zone, so a day on
which the clocks change is an hour shorter or longer, as it is for the people who work it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[tuple[time, time], ...]  # from, until; in order, not touching; a day ends at time.max
FARTHEST = 800  # days to look for working time; whoever never works is told so

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至到]\s*(\d{1,2}):(\d{2})")
_BETWEEN = re.compile(r"[\s,;，；、]*")


class NeverAtWork(ValueError):
    """A calendar has no working time for as far as one looks."""


@dataclass(frozen=True)
class WorkingTime:
    """Hours of each weekday (Monday first) in a zone, and the days on which they are others: none is a day off."""

    zone: ZoneInfo
    week: tuple[Hours, ...]
    days: Mapping[date, Hours] = field(default_factory=dict)

    def on(self, day: date) -> Hours:
        """The hours of a day."""
        return self.days.get(day, self.week[day.weekday()])

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is at work at a moment."""
        here = moment.astimezone(self.zone)
        return any(begin <= moment < end for begin, end in self._spans(here.date()))

    def after(self, moment: datetime, needed: timedelta) -> datetime:
        """The moment at which `needed` working time has passed since `moment`, in UTC. Raises NeverAtWork.

        Nothing needed is due at once, whatever the hour; all else falls within working time, at its end at the latest.
        """
        if needed <= timedelta():
            return moment.astimezone(UTC)
        for begin, end in self._from(moment):
            if end - begin >= needed:
                return begin + needed
            needed -= end - begin
        raise NeverAtWork

    def before(self, moment: datetime, needed: timedelta) -> datetime:
        """When `needed` working time must begin to be over by `moment`, in UTC. Raises NeverAtWork."""
        if needed <= timedelta():
            return moment.astimezone(UTC)
        for begin, end in self._until(moment):
            if end - begin >= needed:
                return end - needed
            needed -= end - begin
        raise NeverAtWork

    def opening(self, moment: datetime, days: int) -> datetime:
        """When work begins on the `days`-th working day after the one of `moment`, in UTC. Raises NeverAtWork."""
        first = self._day(moment)
        for number in range(1, FARTHEST):
            spans = self._spans(first + timedelta(days=number))
            days -= bool(spans)
            if not days:
                return spans[0][0]
        raise NeverAtWork

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; negative where the second is the earlier one."""
        if end < begin:
            return -self.between(end, begin)
        passed = timedelta()
        day, last = self._day(begin), self._day(end)
        while day <= last:
            passed += sum(
                (max(timedelta(), min(until, end) - max(since, begin)) for since, until in self._spans(day)),
                timedelta(),
            )
            day += timedelta(days=1)
        return passed

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        return [(self._moment(day, begin), self._moment(day, end)) for begin, end in self.on(day)]

    def _moment(self, day: date, at: time) -> datetime:
        """In UTC. The end of the day is the beginning of the next."""
        if at == time.max:
            day, at = day + timedelta(days=1), time()
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def _from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = self._day(moment)
        for number in range(FARTHEST):
            for begin, end in self._spans(first + timedelta(days=number)):
                if end > moment:
                    yield max(begin, moment.astimezone(UTC)), end

    def _until(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = self._day(moment)
        for number in range(FARTHEST):
            for begin, end in reversed(self._spans(first - timedelta(days=number))):
                if begin < moment:
                    yield begin, min(end, moment.astimezone(UTC))


def read_hours(words: str) -> Hours:
    """Hours as people write them, `09:00-12:00, 13:30-18:00`; nothing written is a day off. Raises ValueError."""
    spans, at = [], 0
    for found in _SPAN.finditer(words):
        _only_between(words[at : found.start()])
        hour, minute, until_hour, until_minute = map(int, found.groups())
        spans.append((time(hour, minute), _until(until_hour, until_minute)))
        at = found.end()
    _only_between(words[at:])
    edges = [edge for span in spans for edge in span]
    if edges != sorted(set(edges)):
        raise ValueError("spans end before they begin, or overlap")
    return tuple(spans)


def write_hours(hours: Hours) -> str:
    """The same, as they are kept."""
    return ", ".join(f"{begin:%H:%M}-{'24:00' if end == time.max else f'{end:%H:%M}'}" for begin, end in hours)


def _until(hour: int, minute: int) -> time:
    return time.max if (hour, minute) == (24, 0) else time(hour, minute)


def _only_between(words: str) -> None:
    if not _BETWEEN.fullmatch(words):
        raise ValueError(f"not hours: {words!r}")
