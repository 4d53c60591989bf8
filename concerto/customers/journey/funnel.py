"""The picture of a journey of many: a column for each stage, the way from one to the next, and how many it loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from concerto.customers.journey.measuring import Journey, Step

WIDTH, HEIGHT, FLOOR, COLUMN = 1000, 210, 150, 96
TALLEST, LEAST = 118.0, 2.0
SMALLEST, LARGEST = 11.0, 18.0  # radius of the circle of what hurt


@dataclass(frozen=True)
class Column:
    """`x` and `middle` of the column, `top` of those who reached it, `stay` of those who stopped there, which lie above."""

    step: Step
    x: float
    middle: float
    top: float
    height: float
    bubble: float


@dataclass(frozen=True)
class Way:
    """From one column to the next: the corners of its shape, and where its words stand."""

    points: str
    x: float
    step: Step


@dataclass(frozen=True)
class Funnel:
    columns: Sequence[Column]
    ways: Sequence[Way]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    column: int = COLUMN


def funnel(journey: Journey) -> Funnel:
    most = max((step.reached for step in journey.steps), default=0) or 1
    hurt = max((step.hurt for step in journey.steps), default=0) or 1
    apart = (WIDTH - COLUMN) / (len(journey.steps) - 1)
    columns = [column(step, at * apart, most, hurt) for at, step in enumerate(journey.steps)]
    return Funnel(columns, [way(one, other) for one, other in pairwise(columns)])


def column(step: Step, x: float, most: int, hurt: int) -> Column:
    height = max(TALLEST * step.reached / most, LEAST if step.reached else 0.0)
    bubble = max(SMALLEST, LARGEST * sqrt(step.hurt / hurt))
    return Column(
        step, round(x, 1), round(x + COLUMN / 2, 1), round(FLOOR - height, 1), round(height, 1), round(bubble, 1)
    )


def way(one: Column, other: Column) -> Way:
    """As high at its beginning as those who went on, which is as high as the next column."""
    left, right = one.x + COLUMN, other.x
    points = f"{left},{other.top} {right},{other.top} {right},{FLOOR} {left},{FLOOR}"
    return Way(points, round((left + right) / 2, 1), one.step)
