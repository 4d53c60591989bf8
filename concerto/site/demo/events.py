"""Invented events: what customers look at, buy and say, and what goes wrong; more of it the further they have come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from concerto.site.demo.moments import Moments

PRODUCTS = (
    "Heat pump HP-40",
    "Quiet kit",
    "Service plan",
    "Heat recovery unit",
    "暖泵 HP-40",
    "静音套件",
    "年度维保",
    "热回收机组",
)
FAIRS = ("Hall 4, spring fair", "Open day at the plant", "春季展会", "工厂开放日")
BUYING = ("convert", "retain", "refer")
LATE, COMPLAINS, COMPLAINS_WHEN_LATE, REVIEWS, REFUNDS = 0.12, 0.05, 0.3, 0.45, 0.03  # of all purchases


@dataclass(frozen=True)
class Path:
    """The stages of a customer, each with the place in the moments at which it began."""

    stages: tuple[tuple[str, int], ...]

    @property
    def bought_from(self) -> int | None:
        """From when on they bought."""
        return next((place for stage, place in self.stages if stage in BUYING), None)

    @property
    def last(self) -> str:
        return self.stages[-1][0]


def events(random: Random, path: Path, moments: Moments) -> Iterator[dict[str, Any]]:
    """The events of one customer as values by field id, in no order."""
    yield from _looking(random, path, moments)
    if path.bought_from is None:
        return
    most = {"convert": 1, "retain": 5, "refer": 7}[path.last]
    for _purchase in range(random.randint(most > 1, most)):
        yield from _buying(random, moments, moments.since(random, path.bought_from))


def _looking(random: Random, path: Path, moments: Moments) -> Iterator[dict[str, Any]]:
    first = path.stages[0][1]
    if random.random() < 0.5:
        yield _event("page-view", moments.all[moments.since(random, first)], random.choice(PRODUCTS))
    if len(path.stages) > 1 and random.random() < 0.3:
        yield _event("registration", moments.all[path.stages[1][1]], random.choice(FAIRS))


def _buying(random: Random, moments: Moments, place: int) -> Iterator[dict[str, Any]]:
    """A purchase and what came of it. Who waited is less content."""
    product, late = random.choice(PRODUCTS), random.random() < LATE
    yield _event("purchase", moments.all[place], product, amount=Decimal(int(1000 * random.lognormvariate(2, 0.8))))
    if late:
        yield _event("late-delivery", _later(moments, place, 180 * 6), product)
    if random.random() < (COMPLAINS_WHEN_LATE if late else COMPLAINS):
        yield _event("complaint", _later(moments, place, 180 * 8), product)
    if random.random() < REVIEWS:
        stars = random.choice((1, 2, 2, 3, 4) if late else (3, 4, 4, 5, 5, 5))
        yield _event("review", _later(moments, place, 180 * 10), product, score=stars)
    if random.random() < REFUNDS:
        yield _event("refund", _later(moments, place, 180 * 12), product, amount=Decimal(random.randrange(200, 2000)))


def _later(moments: Moments, place: int, steps: int) -> datetime:
    return moments.all[min(place + steps, len(moments.all) - 1)]


def _event(kind: str, at: datetime, what: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "at": at, "what": what, **more}
