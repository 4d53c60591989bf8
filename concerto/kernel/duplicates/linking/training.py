"""Linking a whole noun with Splink on DuckDB: trained without labels, then every pair of the blocks is weighed.

Splink and DuckDB are heavy, so they are imported here alone, by the process that needs them. The model is Fellegi and
Sunter's (JASA 64, 1969): the weight of an agreement is log2(m/u), and weights add up.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concerto.kernel.duplicates.linking.comparing import COMPARISONS, OTHER, Comparison
from concerto.kernel.duplicates.linking.learning import Shares, case, declared, learnt
from concerto.kernel.duplicates.linking.weights import Weights

if TYPE_CHECKING:
    import duckdb
    import polars as pl
    from splink import Linker

SEED = 20260101
MEMORY, THREADS = "1100MB", 2
RANDOM_PAIRS = 2e6
LENIENT = 3.0  # weight by which rarity may change what was predicted without it
LEAST_LEFT = 0.02  # of a sampled share, whatever pairs that are the same explain of it
MISSED = 1.5  # for each pair that shares a key, so many are the same
MOST_ALIKE = 60  # records that share a point; one of more tells nothing
MOST_COMMON = 20_000
COMMON = 3  # records that bear a name before it counts as common
Tell = Callable[[str, float], None]
BLOCKS = {"k_core": 60, "k_front": 25, "k_back": 25, "k_place": 25, "host": 60}  # key → most records that may share it
_KEYS = {
    "k_core": "within || stem",
    "k_front": "within || left(core, 9)",
    "k_back": "within || right(core, 9)",
    "k_place": "within || left(core, 5) || place",
}


def connection(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database that keeps to its memory and goes to a file where that is too small."""
    import duckdb

    settings = {
        "memory_limit": MEMORY,
        "threads": THREADS,
        "temp_directory": str(folder),
        "preserve_insertion_order": False,
    }
    return duckdb.connect(config=settings)  # type: ignore[arg-type]  # numbers and booleans are fine


def linked(features: Path, least: float, folder: Path, tell: Tell) -> tuple[pl.DataFrame, Weights]:
    """Pairs (one, other, weight, level and weight of each comparison) of at least `least` weight, and what was learnt."""
    tell("blocks", 0.1)
    db = connection(folder)
    blocked(db, features)
    tell("training", 0.25)
    weights = trained(db)
    tell("weighing", 0.45)
    pairs = linker_of(db, weights).inference.predict(threshold_match_weight=least - LENIENT)
    tell("writing", 0.8)
    return told(db, pairs.physical_name, weights, least), weights


def blocked(db: duckdb.DuckDBPyConnection, features: Path) -> None:
    """The features, a Parquet file, with the keys by which records are put together, without those that too many share."""
    keys = ", ".join(f"{sql} as {key}" for key, sql in _KEYS.items())
    db.execute(
        f"create table keyed as select * replace (case when len(host) > 0 then host end as host), {keys} from read_parquet('{features}')"
    )
    for key, most in BLOCKS.items():
        db.execute(
            f"create table many as select {key} as key from keyed group by 1 having count(*) > {most} and key is not null"
        )
        db.execute(f"update keyed set {key} = null where {key} in (select key from many)")
        db.execute("drop table many")
    db.execute(
        "create table many as select point from (select unnest(points) as point from keyed) group by 1"
        f" having count(*) > {MOST_ALIKE}"
    )
    db.execute(
        "create table records as select keyed.*, kept.points as k_points, kept.points[1] as k_point from keyed left join"
        " (select unique_id, list(point order by point) as points from (select unique_id, unnest(points) as point from keyed)"
        "  where point not in (select point from many) group by 1) kept using (unique_id)"
    )
    db.execute("drop table keyed")


def linker_of(db: duckdb.DuckDBPyConnection, weights: Weights | None = None) -> Linker:
    """Splink over the blocks, with these weights, or untrained."""
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_settings(comparison, weights) for comparison in COMPARISONS],
        blocking_rules_to_generate_predictions=[
            *(block_on(key) for key in BLOCKS),
            block_on("k_points", "within", arrays_to_explode=["k_points"]),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        probability_two_random_records_match=weights.prior if weights else 1e-6,
    )
    return Linker(DuckDBAPI(db).register("records"), settings, log_level=logging.ERROR)


def _settings(comparison: Comparison, weights: Weights | None) -> Any:
    from splink import comparison_level_library as levels
    from splink import comparison_library as comparisons

    def known(level: str) -> dict[str, Any]:
        if weights is None:
            return {}
        return {"m_probability": weights.m[comparison.id][level], "u_probability": weights.u[comparison.id][level]}

    nothing = " or ".join(f"{column}_l is null or {column}_r is null" for column in comparison.known)
    made: list[Any] = [
        levels.CustomLevel(nothing, "unknown").configure(is_null_level=True),
        *(levels.CustomLevel(level.sql, level.id).configure(**known(level.id)) for level in comparison.levels),
        levels.CustomLevel("else", OTHER).configure(**known(OTHER)),
    ]
    return comparisons.CustomComparison(made, output_column_name=comparison.id)


def trained(db: duckdb.DuckDBPyConnection) -> Weights:
    """How often any two records agree, from pairs at random; how often two that are the same do, from pairs of the blocks."""
    linker = linker_of(db)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    records = int(db.sql("select count(*) from records").limit(1).fetchall()[0][0])
    u = {each.id: _sampled(each, seen, records) for each, seen in zip(COMPARISONS, _levels(linker), strict=True)}
    m, prior = _learnt(db, u, records)
    u = {id: without_same(levels, m[id], prior) for id, levels in u.items()}
    m, prior = _learnt(db, u, records)
    return Weights(m, u, prior, frequent(db))


def _learnt(db: duckdb.DuckDBPyConnection, u: Shares, records: int) -> tuple[dict[str, dict[str, float]], float]:
    """m of every comparison, and the share of all pairs that are the same."""
    m, matches = learnt(db, u)
    return m, min(max(matches * MISSED, 1.0) / max(records * (records - 1) / 2, 2.0), 0.1)


def without_same(sampled: Mapping[str, float], m: Mapping[str, float], prior: float) -> dict[str, float]:
    """Agreement of pairs that are not the same: pairs at random hold some that are, the more of them the fewer records."""
    return {level: max(share - prior * m[level], share * LEAST_LEFT) for level, share in sampled.items()}


def _levels(linker: Linker) -> Iterator[dict[str, Any]]:
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        yield {level["label_for_charts"]: level.get("u_probability") for level in comparison["comparison_levels"]}


def _sampled(comparison: Comparison, seen: dict[str, Any], records: int) -> dict[str, float]:
    """Shares of pairs at random; what none of them agreed in is as rare as was declared, or rarer: one in the sample, and
    one in ten records by chance."""
    rare = min(1 / RANDOM_PAIRS, 0.1 / max(records, 1))
    return {level: float(seen.get(level) or min(u, rare)) for level, (_m, u) in declared(comparison).items()}


def frequent(db: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Names that many bear, with the share of records that bear them."""
    rows = db.execute(
        "select core, count(*) / (select count(core) from records) from records where core is not null"
        f" group by 1 having count(*) > {COMMON} order by 2 desc, 1 limit {MOST_COMMON}"
    ).fetchall()
    return dict(rows)


def told(db: duckdb.DuckDBPyConnection, table: str, weights: Weights, least: float) -> pl.DataFrame:
    """The predicted pairs with the level and the weight of each comparison, and names that many bear counting for less."""
    import polars as pl

    columns = "name", "core", "stem", "also", "place", "host", "points"
    sides = ", ".join(f"{side}.{column} as {column}_{side}" for column in columns for side in ("l", "r"))
    levels = ", ".join(f"{case(each)} as {each.id}" for each in COMPARISONS)
    found = db.sql(
        f"select one, other, core_l, core_r, {levels} from (select least(pair.unique_id_l, pair.unique_id_r) as one,"
        f" greatest(pair.unique_id_l, pair.unique_id_r) as other, {sides} from {table} pair"
        " join records l on l.unique_id = pair.unique_id_l join records r on r.unique_id = pair.unique_id_r)"
    ).to_arrow_table()
    pairs = pl.DataFrame(pl.from_arrow(found)).unique(["one", "other"])
    return (
        weighed(pairs, weights)
        .filter(pl.col("weight") >= least)
        .sort("weight", "one", "other", descending=[True, False, False])
    )


def weighed(pairs: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """Levels as weights: `w_` and the comparison, and their sum."""
    import polars as pl

    parts = []
    for each in COMPARISONS:
        known = {level: weights.of(each, level) for level in declared(each)}
        weight = pl.col(each.id).replace_strict(known, default=None, return_dtype=pl.Float64)
        parts.append((weight + _rarity(each, weights) if each.id == "name" else weight).alias(f"w_{each.id}"))
    made = pairs.with_columns(parts)
    total = pl.sum_horizontal(pl.col(f"w_{each.id}").fill_null(0.0) for each in COMPARISONS)
    return made.with_columns((total + weights.begin).alias("weight")).drop("core_l", "core_r")


def _rarity(comparison: Comparison, weights: Weights) -> pl.Expr:
    import polars as pl

    def share(column: str) -> pl.Expr:
        return pl.col(column).replace_strict(dict(weights.common), default=None, return_dtype=pl.Float64)

    if not weights.common:
        return pl.lit(0.0)
    share_of = pl.max_horizontal(share("core_l"), share("core_r"))
    u = {level.id: weights.u[comparison.id][level.id] for level in comparison.levels if level.by_rarity}
    rare = pl.col(comparison.id).replace_strict(u, default=None, return_dtype=pl.Float64)
    return (rare / share_of).log(2).fill_null(0.0)
