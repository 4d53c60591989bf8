"""The picture of one journey: where everything stands, in the units of the picture. What stands there is drawn by its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from concerto.customers.customer.model import Stage
from concerto.customers.event_kind.model import Feeling
from concerto.customers.journey.course import DAY, Course, Visit
from concerto.customers.stay.entity import stay as described
from concerto.kernel.access.department.model import Hue
from concerto.kernel.pages.record.steps import in_words
from concerto.kernel.ui.addresses import record_address

WIDTH, LEFT, RIGHT = 1000, 104, 8
TOP, BAND, LANE, GAP = 24, 30, 40, 6
STEP, RADIUS, HIGHEST = 9.0, 3.6, 4  # marks side by side, their size, and how many stand on each other
NARROWEST = 44  # a band that has room for words
LETTER = 7.2  # about the width of one; Chinese ones count twice
MONTHS = (1, 2, 3, 6, 12, 24, 60)
MOST_TICKS = 9


@dataclass(frozen=True)
class Band:
    """A stay. `late` is where it became longer than its target, as (x, width)."""

    x: float
    width: float
    stage: str
    label: str
    words: str
    url: str
    late: tuple[float, float] | None


@dataclass(frozen=True)
class Lane:
    y: float
    label: str
    hue: str


@dataclass(frozen=True)
class Mark:
    """`sort` is touch, plain, good or bad. `more` counts those that found no room above it."""

    x: float
    y: float
    sort: str
    hue: str
    words: str
    url: str
    more: int = 0


@dataclass(frozen=True)
class Silence:
    x: float
    width: float
    label: str


@dataclass(frozen=True)
class Picture:
    height: float
    bands: Sequence[Band]
    lanes: Sequence[Lane]
    marks: Sequence[Mark]
    silences: Sequence[Silence]
    ticks: Sequence[tuple[float, str]]
    width: int = WIDTH
    left: int = LEFT
    band_height: int = BAND
    lane_height: int = LANE


class Scale:
    """From moments to places."""

    def __init__(self, since: datetime, until: datetime) -> None:
        self.since, self.until = since, max(until, since + DAY)

    def x(self, at: datetime) -> float:
        share = (at - self.since) / (self.until - self.since)
        return round(LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - RIGHT), 1)


def draw(course: Course) -> Picture | None:
    """None where nothing happened yet."""
    if course.since is None:
        return None
    scale = Scale(course.since, course.until)
    lanes = list(lanes_of(course))
    bottom = TOP + BAND + GAP + LANE * (len(lanes) + bool(course.silences))
    return Picture(
        height=bottom + 6,
        bands=[band(course, each, scale) for each in course.stays],
        lanes=lanes,
        marks=list(marks_of(course, lanes, scale)),
        silences=[silence(one, other, scale) for one, other in course.silences],
        ticks=ticks(scale),
    )


def lanes_of(course: Course) -> Iterator[Lane]:
    """The departments by how much they had to do with the customer, then the customer."""
    hues = [hue for hue, _count in course.departments]
    for at, hue in enumerate([*hues, *([""] if course.events else [])]):
        yield Lane(TOP + BAND + GAP + at * LANE, str(Hue(hue).label) if hue else _("Customer"), hue)


def band(course: Course, stay: Visit, scale: Scale) -> Band:
    x, end = scale.x(stay.since), scale.x(stay.until or course.until)
    due = course.delayed_from(stay)
    label, spent = str(Stage(stay.stage).label), in_words((stay.until or course.until) - stay.since)
    width = max(end - x, 2.0)
    return Band(
        x, width, stay.stage, shortened(label, spent, width), f"{label} · {spent}", record_address(described, stay.id),
        (scale.x(due), max(end - scale.x(due), 1.0)) if due else None,
    )  # fmt: skip


def shortened(label: str, spent: str, width: float) -> str:
    """As much of the words as fits."""
    whole = f"{label} {spent}"
    return next((words for words in (whole, label) if long(words) < width - 10), "")


def long(words: str) -> float:
    return sum(LETTER * (1.7 if ord(letter) > 0x2E80 else 1) for letter in words)


def silence(one: datetime, other: datetime, scale: Scale) -> Silence:
    x, width = scale.x(one), scale.x(other) - scale.x(one)
    label = in_words(other - one)
    return Silence(x, width, label if long(label) < width - 6 else "")


def marks_of(course: Course, lanes: Sequence[Lane], scale: Scale) -> Iterator[Mark]:
    """Marks of a lane that would lie on each other stand on each other; those that find no room are counted."""
    places = {lane.hue: lane.y for lane in lanes}
    heaps: dict[tuple[str, int], list[Mark]] = defaultdict(list)
    for touch in course.touches:
        _heap(heaps, touch.hue, Mark(scale.x(touch.at), 0, "touch", touch.hue, touch.words, touch.url))
    for event in course.events:
        sort = Feeling(event.feeling).value
        _heap(heaps, "", Mark(scale.x(event.at), 0, sort, "", event.words, event.url))
    for (hue, column), heap in heaps.items():
        yield from _stacked(heap, places[hue] + LANE - 8, LEFT + column * STEP + STEP / 2)


def _heap(heaps: dict[tuple[str, int], list[Mark]], hue: str, mark: Mark) -> None:
    heaps[hue, int((mark.x - LEFT) / STEP)].append(mark)


def _stacked(heap: list[Mark], bottom: float, x: float) -> Iterator[Mark]:
    """What hurt stands lowest, so that it is never among those left out."""
    heap.sort(key=lambda mark: mark.sort != "bad")
    x = min(x, WIDTH - RIGHT)
    for at, mark in enumerate(heap[:HIGHEST]):
        more = len(heap) - HIGHEST if at == HIGHEST - 1 else 0
        yield Mark(x, bottom - at * (2 * RADIUS + 1), mark.sort, mark.hue, mark.words, mark.url, more)


def ticks(scale: Scale) -> list[tuple[float, str]]:
    """The first days of months, so far apart that their names have room."""
    span = (scale.until - scale.since) / timedelta(days=30.44)
    step = next((months for months in MONTHS if span / months <= MOST_TICKS), MONTHS[-1])
    first = timezone.localtime(scale.since).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = []
    month = first.year * 12 + first.month - 1
    month += -month % step
    while (at := first.replace(year=month // 12, month=month % 12 + 1)) <= scale.until:
        if at >= scale.since:
            found.append((scale.x(at), date_format(at, "YEAR_MONTH_FORMAT")))
        month += step
    return found
