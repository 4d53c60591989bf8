"""How one reader wants weeks, days and amounts, where it differs from what the language does: set for each request, as language and zone are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

WEEKS = {"monday": 0, "sunday": 6, "saturday": 5}  # weekdays count from Monday
STEPS = {"wan": "zh", "thousand": "en"}  # the language whose steps they are


@dataclass(frozen=True)
class Habits:
    """Empty: as the language has it. `dates` is the order of year, month and day: ymd, dmy, mdy."""

    week: str = ""
    dates: str = ""
    amounts: str = ""


_habits: ContextVar[Habits] = ContextVar("habits", default=Habits())  # noqa: B039 (it is frozen)


def habits() -> Habits:
    """Those of whoever is answered now."""
    return _habits.get()


@contextmanager
def with_habits(wanted: Habits) -> Iterator[None]:
    token = _habits.set(wanted)
    try:
        yield
    finally:
        _habits.reset(token)


def in_order(day: date, order: str) -> str:
    """2026-11-26, 26/11/2026 or 11/26/2026."""
    year, month, of_month = f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"
    if order == "ymd":
        return f"{year}-{month}-{of_month}"
    return "/".join((of_month, month, year) if order == "dmy" else (month, of_month, year))
