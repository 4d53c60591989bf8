"""A program of its own: compares the records in FOLDER and leaves the pairs it finds there.

    python -m concerto.kernel.duplicates.linking.child FOLDER LEAST

It reads records.csv and points.csv, writes pairs.csv (one, other, weight, parts, cluster) and learnt.json, and says on
standard output, a line each, which stage it enters and how far it is. It may use so much MEMORY and no more.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    import polars as pl

MEMORY, LOOK = 2 * 1024**3, 0.2  # bytes in use at most; seconds from look to look
TOO_LARGE = 12  # as the system counts its errors: not enough memory
TEXT = ("within", "title", "key", "also", "place", "url", "value")


def main(folder: str, least: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it in the midst of work that Python does not interrupt
    threading.Thread(target=_watch, daemon=True).start()
    place = Path(folder)
    _compare(place, float(least))


def _compare(place: Path, least: float) -> None:
    from concerto.kernel.duplicates.linking.features import features
    from concerto.kernel.duplicates.linking.training import linked

    made = place / "features.parquet"
    features(_scanned(place / "records.csv"), _scanned(place / "points.csv")).sink_parquet(made)
    pairs, weights = linked(made, least, place, _tell)
    told(pairs).write_csv(place / "pairs.csv", include_header=False)
    (place / "learnt.json").write_text(json.dumps(weights.as_json()))


def _scanned(path: Path) -> pl.LazyFrame:
    import polars as pl

    return pl.scan_csv(path, schema_overrides=dict.fromkeys(TEXT, pl.String) | {"id": pl.Int64})


def told(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs as they are kept: the parts as JSON, and the records that hold together under their smallest id."""
    import polars as pl

    from concerto.kernel.duplicates.linking.comparing import COMPARISONS

    parts = [
        pl.when(pl.col(each.id).is_not_null()).then(
            pl.format('"{}": ["{}", {}]', pl.lit(each.id), pl.col(each.id), pl.col(f"w_{each.id}").round(3))
        )
        for each in COMPARISONS
    ]
    joined = pl.lit("{") + pl.concat_str(parts, separator=", ", ignore_nulls=True) + pl.lit("}")
    clusters = pl.Series("cluster", together(pairs["one"].to_list(), pairs["other"].to_list()), dtype=pl.Int64)
    return pairs.select("one", "other", pl.col("weight").round(3), joined.alias("parts")).with_columns(clusters)


def together(ones: list[int], others: list[int]) -> list[int]:
    """For each pair the smallest id of all records that pairs hold together."""
    above: dict[int, int] = {}

    def top(id: int) -> int:
        while (next := above.get(id, id)) != id:
            above[id] = above.get(next, next)
            id = next
        return id

    for one, other in zip(ones, others, strict=True):
        low, high = sorted((top(one), top(other)))
        above[high] = low
    return [top(one) for one in ones]


def _tell(stage: str, share: float) -> None:
    sys.stdout.write(f"{stage} {share}\n")
    sys.stdout.flush()


def _watch() -> None:
    """Ends this process once it is larger than it may be. The system's own limits count what is merely set aside, of
    which DuckDB takes several times what it uses; and its record of the largest size begins, in a new process, with
    what the one had that began it."""
    here = psutil.Process()
    while here.memory_info().rss < MEMORY:
        time.sleep(LOOK)
    os._exit(TOO_LARGE)


if __name__ == "__main__":
    main(*sys.argv[1:])
