"""What was learnt, as it is kept: the weight of every agreement, and the same arithmetic for a few records at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Any

from concerto.kernel.duplicates.linking.comparing import COMPARISONS, Comparison, Features
from concerto.kernel.duplicates.linking.learning import declared

Parts = dict[str, tuple[str, float]]  # comparison → (level, weight)


@dataclass(frozen=True)
class Weights:
    """`m` and `u` by comparison and level; `prior`, the share of all pairs that are the same; `common`, the share of
    records that bear a name which many bear."""

    m: Mapping[str, Mapping[str, float]]
    u: Mapping[str, Mapping[str, float]]
    prior: float
    common: Mapping[str, float] = field(default_factory=dict)

    def of(self, comparison: Comparison, level: str) -> float:
        """log2(m/u): what this agreement says for the two being the same."""
        return log2(self.m[comparison.id][level] / self.u[comparison.id][level])

    @property
    def begin(self) -> float:
        """The weight before anything is compared."""
        return log2(self.prior / (1 - self.prior))

    def rarity(self, comparison: Comparison, level: str, one: Features, two: Features) -> float:
        """Less where many bear the name."""
        told = next((each for each in comparison.levels if each.id == level), None)
        share = max(self.common.get(side["core"] or "", 0.0) for side in (one, two))
        return log2(self.u[comparison.id][level] / share) if told and told.by_rarity and share else 0.0

    def weigh(self, one: Features, two: Features) -> tuple[float, Parts]:
        """The weight of two records being the same, and what each comparison says of it."""
        parts: Parts = {}
        for comparison in COMPARISONS:
            level = comparison.level(one, two)
            if level is not None:
                weight = self.of(comparison, level) + self.rarity(comparison, level, one, two)
                parts[comparison.id] = (level, weight)
        return self.begin + sum(weight for _level, weight in parts.values()), parts

    def as_json(self) -> dict[str, Any]:
        return {"m": self.m, "u": self.u, "prior": self.prior, "common": self.common}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Weights:
        return cls(kept["m"], kept["u"], kept["prior"], kept["common"])


def before_learning(records: int) -> Weights:
    """What is believed as long as nothing was learnt: one record in ten has another like it."""
    believed = {each.id: declared(each) for each in COMPARISONS}
    m = {id: {level: pair[0] for level, pair in levels.items()} for id, levels in believed.items()}
    u = {id: {level: pair[1] for level, pair in levels.items()} for id, levels in believed.items()}
    return Weights(m, u, min(0.1, 0.2 / max(records, 2)))


def probability(weight: float) -> float:
    """The probability that a weight stands for."""
    return 1 / (1 + 2 ** -max(min(weight, 60.0), -60.0))
