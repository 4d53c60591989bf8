"""How two records are compared: comparisons of ordered levels, told to the database of the batch in SQL and in Python for a
few records at once. Both say the same; a test holds them against each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from concerto.kernel.duplicates.linking.nearness import jaro_winkler

Features = Mapping[str, Any]
NEAR, SIMILAR = 0.95, 0.88  # shares of letters, by Jaro and Winkler


@dataclass(frozen=True)
class Level:
    """`m` and `u` are where training begins: how often records that are the same, or are not, agree to this degree."""

    id: str
    sql: str
    holds: Callable[[Features, Features], bool]
    m: float
    u: float
    by_rarity: bool = False  # agreeing on a rare name says more than on a common one


@dataclass(frozen=True)
class Comparison:
    """Levels from most to least alike; where `known` is empty on either side nothing is said."""

    id: str
    known: tuple[str, ...]
    levels: tuple[Level, ...]
    other: tuple[float, float]  # m and u of everything else

    def level(self, one: Features, two: Features) -> str | None:
        """The level on which two records agree, "other" where on none, None where there is nothing to compare."""
        if any(not side.get(column) for side in (one, two) for column in self.known):
            return None
        return next((level.id for level in self.levels if level.holds(one, two)), OTHER)


OTHER = "other"


def _also(one: Features, two: Features) -> bool:
    return (
        one["core"] == two.get("also")
        or one.get("also") == two["core"]
        or bool(one.get("also") and one.get("also") == two.get("also"))
    )


def _near(least: float) -> Callable[[Features, Features], bool]:
    return lambda one, two: jaro_winkler(one["core"], two["core"]) >= least


COMPARISONS = (
    Comparison(
        "name",
        ("core", "name"),
        (
            Level("same", "name_l = name_r", lambda one, two: one["name"] == two["name"], 0.4, 5e-6, by_rarity=True),
            Level("reading", "core_l = core_r", lambda one, two: one["core"] == two["core"], 0.2, 1e-5, by_rarity=True),
            Level("stem", "stem_l = stem_r", lambda one, two: one["stem"] == two["stem"], 0.1, 1e-5, by_rarity=True),
            Level("also", "core_l = also_r or also_l = core_r or also_l = also_r", _also, 0.05, 1e-6),
            Level("near", f"jaro_winkler_similarity(core_l, core_r) >= {NEAR}", _near(NEAR), 0.1, 1e-5),
            Level("similar", f"jaro_winkler_similarity(core_l, core_r) >= {SIMILAR}", _near(SIMILAR), 0.09, 4e-4),
        ),
        (0.06, 0.9996),
    ),
    Comparison(
        "points",
        ("points",),
        (Level("shared", "list_has_any(points_l, points_r)", lambda one, two: not set(one["points"]).isdisjoint(two["points"]), 0.7, 1e-6),),
        (0.3, 0.999999),
    ),
    Comparison(
        "host",
        ("host",),
        (Level("same", "host_l = host_r", lambda one, two: one["host"] == two["host"], 0.8, 1e-5),),
        (0.2, 0.99999),
    ),
    Comparison(
        "place",
        ("place",),
        (Level("same", "place_l = place_r", lambda one, two: one["place"] == two["place"], 0.9, 0.05),),
        (0.1, 0.95),
    ),
)  # fmt: skip
