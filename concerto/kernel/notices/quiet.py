"""When a person is left in peace, and when their digest comes, as arithmetic.

Pure: hours are wall-clock time of the person's zone, so a night in which the clocks change is an hour shorter or longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from concerto.kernel.clock.working_time import WorkingTime

FARTHEST = 60  # steps of looking: whoever is never to be disturbed is reached after that many days off


@dataclass(frozen=True)
class Peace:
    """`begins` after `ends` is a night. `work` says which days are off, where these are quiet too."""

    zone: ZoneInfo
    begins: time | None = None
    ends: time | None = None
    work: WorkingTime | None = None
    digest_at: Sequence[int] = (9,)

    def free(self, moment: datetime) -> datetime:
        """The first moment from `moment` on at which the person may be disturbed, in UTC."""
        for _step in range(FARTHEST):
            later = self._after_day_off(moment) or self._after_hours(moment)
            if later is None:
                break
            moment = later
        return moment.astimezone(UTC)

    def digest_before(self, moment: datetime) -> datetime | None:
        """The last moment up to `moment` for which a digest was due, in UTC; None where there never is one."""
        here = moment.astimezone(self.zone)
        days = (here.date(), here.date() - timedelta(days=1))
        slots = [
            datetime.combine(day, time(hour), self.zone).astimezone(UTC) for day in days for hour in self.digest_at
        ]
        return max((slot for slot in slots if slot <= moment), default=None)

    def _after_day_off(self, moment: datetime) -> datetime | None:
        here = moment.astimezone(self.zone)
        if self.work is None or self.work.on(here.date()):
            return None
        return datetime.combine(here.date() + timedelta(days=1), time(), self.zone).astimezone(UTC)

    def _after_hours(self, moment: datetime) -> datetime | None:
        if self.begins is None or self.ends is None:
            return None
        here = moment.astimezone(self.zone)
        now, day = here.time(), here.date()
        is_night = self.begins > self.ends
        if is_night and now >= self.begins:
            day += timedelta(days=1)
        elif not (now < self.ends if is_night else self.begins <= now < self.ends):
            return None
        end = datetime.combine(day, self.ends, self.zone)
        if end.astimezone(UTC) <= moment:  # the hour that comes twice: its second coming is meant
            end = end.replace(fold=1)
        return max(end.astimezone(UTC), moment.astimezone(UTC) + timedelta(seconds=1))
