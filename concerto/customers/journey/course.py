"""The journey of one customer as one reader may see it: stages, touches by department, events, and what hurt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.customers.pain_point.model import PainPoint

SILENT = timedelta(days=30)  # without a touch, from which on it is worth a mark
SILENCES = 4
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Visit:
    """A stay of the customer in a stage, by the id of its row; without an end it is the present one."""

    id: int
    stage: str
    since: datetime
    until: datetime | None
    reason: str

    def days(self, now: datetime) -> int:
        return ((self.until or now) - self.since).days


@dataclass(frozen=True)
class Touch:
    """Something that passed between a department, drawn in its hue, and the customer."""

    at: datetime
    hue: str
    words: str
    url: str


@dataclass(frozen=True)
class Done:
    """Something that the customer did, or that happened to them. `feeling` says whether that was good or bad."""

    at: datetime
    feeling: str
    words: str
    url: str


@dataclass(frozen=True)
class Course:
    """All of it, oldest first. `until` is now."""

    until: datetime
    stays: Sequence[Visit]
    stages: Mapping[str, LifecycleStage]
    touches: Sequence[Touch]
    events: Sequence[Done]
    pains: Sequence[PainPoint]

    @property
    def since(self) -> datetime | None:
        begun = [stay.since for stay in self.stays]
        begun += [touch.at for touch in self.touches] + [event.at for event in self.events]
        return min(begun, default=None)

    @property
    def silences(self) -> list[tuple[datetime, datetime]]:
        """The longest times without a touch, in their order; the last may not be over."""
        moments = [*(touch.at for touch in self.touches), self.until]
        gaps = [gap for gap in pairwise(moments) if gap[1] - gap[0] >= SILENT]
        return sorted(sorted(gaps, key=lambda gap: gap[0] - gap[1])[:SILENCES])

    @property
    def between(self) -> float | None:
        """Days from one touch to the next, the median."""
        gaps = [(later.at - one.at) / DAY for one, later in pairwise(self.touches)]
        return median(gaps) if gaps else None

    @property
    def departments(self) -> list[tuple[str, int]]:
        """Hue → touches, the most first."""
        return Counter(touch.hue for touch in self.touches).most_common()

    def delayed_from(self, stay: Visit) -> datetime | None:
        """When a stay became longer than its target; None where it did not."""
        stage = self.stages.get(stay.stage)
        if stage is None or stage.target_days is None:
            return None
        due = stay.since + timedelta(days=stage.target_days)
        return due if due < (stay.until or self.until) else None
