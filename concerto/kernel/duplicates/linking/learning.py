"""How often records that are the same agree, learnt without labels: expectation and maximisation over patterns of agreement.

Winkler, ASA Survey Research Methods (1988). Pairs that share one key are looked at, and what they are found by is left out,
so that it cannot prove itself. Where there is little to learn from, what a comparison was declared with weighs as `BELIEF`
pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from concerto.kernel.duplicates.linking.comparing import COMPARISONS, OTHER, Comparison

if TYPE_CHECKING:
    import duckdb

BELIEF, ROUNDS = 40.0, 40
LEAST_OTHER = 0.03  # whatever was learnt, so often do records that are the same differ: people move, and mistype
Pattern = tuple[str | None, ...]
Shares = Mapping[str, Mapping[str, float]]  # comparison → level → share of pairs


def declared(comparison: Comparison) -> dict[str, tuple[float, float]]:
    """Level → (m, u) as the comparison begins with."""
    return {level.id: (level.m, level.u) for level in comparison.levels} | {OTHER: comparison.other}


def case(comparison: Comparison, one: str = "l", two: str = "r") -> str:
    """SQL of the level on which two rows agree; null where there is nothing to compare."""
    nothing = " or ".join(f"{column}_{side} is null" for column in comparison.known for side in (one, two))
    levels = " ".join(f"when {level.sql} then '{level.id}'" for level in comparison.levels)
    return f"case when {nothing} then null {levels} else '{OTHER}' end"


def patterns(db: duckdb.DuckDBPyConnection, key: str, compared: Sequence[Comparison]) -> dict[Pattern, int]:
    """How many pairs that share `key` agree in each way."""
    columns = "name", "core", "stem", "also", "place", "host", "points"
    sides = (f"{side}.{column} as {column}_{side}" for column in columns for side in ("l", "r"))
    levels = ", ".join(case(comparison) for comparison in compared)
    pairs = (
        f"select {', '.join(sides)} from records l join records r"
        f" on l.{key} = r.{key} and l.within = r.within and l.unique_id < r.unique_id"
    )
    rows = db.execute(f"select {levels}, count(*) from ({pairs}) group by all order by all").fetchall()
    return {tuple(row[:-1]): row[-1] for row in rows}


def learnt(db: duckdb.DuckDBPyConnection, u: Shares) -> tuple[dict[str, dict[str, float]], float]:
    """(m of every comparison, how many pairs are the same at least), from pairs by name and pairs by number or address."""
    found: dict[str, dict[str, float]] = {}
    matches = 0.0
    for key, blocked in (("k_point", "points"), ("k_core", "name")):
        compared = [each for each in COMPARISONS if each.id != blocked]
        counts, expected = maximised(compared, patterns(db, key, compared), u)
        matches = max(matches, expected)
        for id, levels in counts.items():
            kept = found.setdefault(id, defaultdict(float))
            for level, count in levels.items():
                kept[level] += count
    return {each.id: shares(each, found[each.id]) for each in COMPARISONS}, matches


def shares(comparison: Comparison, counts: Mapping[str, float]) -> dict[str, float]:
    """Counts as shares, held by what was declared."""
    begun = {level: BELIEF * m + counts.get(level, 0.0) for level, (m, _u) in declared(comparison).items()}
    begun[OTHER] = max(begun[OTHER], LEAST_OTHER * sum(begun.values()))
    total = sum(begun.values())
    return {level: count / total for level, count in begun.items()}


def maximised(
    compared: Sequence[Comparison], counted: Mapping[Pattern, int], u: Shares
) -> tuple[dict[str, dict[str, float]], float]:
    """Expected counts of agreements among pairs that are the same, and how many such pairs there are."""
    m: dict[str, dict[str, float]] = {each.id: shares(each, {}) for each in compared}
    counts: dict[str, dict[str, float]] = {each.id: {} for each in compared}
    total, matches = sum(counted.values()), 0.0
    share = 0.5
    for _round in range(ROUNDS if total else 0):
        counts, matches = {each.id: defaultdict(float) for each in compared}, 0.0
        for pattern, count in counted.items():
            same, other = share, 1 - share
            for each, level in zip(compared, pattern, strict=True):
                if level is not None:
                    same, other = same * m[each.id][level], other * u[each.id][level]
            weight = count * same / (same + other)
            matches += weight
            for each, level in zip(compared, pattern, strict=True):
                if level is not None:
                    counts[each.id][level] += weight
        m = {each.id: shares(each, counts[each.id]) for each in compared}
        share = min(max(matches / total, 1e-6), 1 - 1e-6)
    return counts, matches
