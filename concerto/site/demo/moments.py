"""When things took place: minutes of the past year's office hours, the recent ones more likely."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from django.utils import timezone

YEAR, OPENS, CLOSES, EVERY = 365, 9, 18, 3  # days, hours, and minutes between two moments
SATURDAY = 5


class Moments:
    """Every moment there is, oldest first; a place in them is a whole number."""

    def __init__(self, today: datetime) -> None:
        days = (today - timedelta(days=back) for back in range(YEAR, 0, -1))
        self.all = [
            day.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(
                UTC
            )  # as what comes from the database
            for day in days
            if day.weekday() < SATURDAY
            for hour in range(OPENS, CLOSES)
            for minute in range(0, 60, EVERY)
        ]

    @classmethod
    def until_now(cls) -> Moments:
        return cls(timezone.localtime())

    def early(self, random: Random) -> int:
        """A place at which something may begin and still have a past: older is more likely."""
        return int(len(self.all) * 0.95 * random.random() ** 2)

    def since(self, random: Random, place: int) -> int:
        """A place after that one: recent is more likely."""
        return place + int((len(self.all) - place) * random.random() ** 0.6)
