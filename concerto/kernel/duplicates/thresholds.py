"""From which weight two records are shown to people, and from which they may be merged by the heap; kept as data."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from concerto.kernel.duplicates.threshold.model import Threshold
from concerto.kernel.entity.entity import Entity

REVIEW, ACCEPT = 20, 99  # per cent, where administrators say nothing


@dataclass(frozen=True)
class Thresholds:
    """Probabilities in per cent."""

    review: int = REVIEW
    accept: int = ACCEPT

    @property
    def least(self) -> float:
        return weight_of(self.review)

    @property
    def certain(self) -> float:
        return weight_of(self.accept)


def weight_of(per_cent: int) -> float:
    """The weight that a probability stands for."""
    share = min(max(per_cent, 0.01), 99.99) / 100
    return log2(share / (1 - share))


def thresholds_of(entity: Entity) -> Thresholds:
    kept = Threshold.everything.filter(noun=entity.id, trashed_at=None).first()
    if not isinstance(kept, Threshold):
        return Thresholds()
    return Thresholds(kept.review or REVIEW, kept.accept or ACCEPT)
