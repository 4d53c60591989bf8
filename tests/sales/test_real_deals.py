"""Real deals come in as a file: what the stages ask for holds for files, too, and the figures are those of the file."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from concerto.kernel.access.actor import IMPORT
from concerto.kernel.actions.standard import create, delete, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.imports import running
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.imports.beginning import agree, take
from concerto.sales.stage import known as stages
from tests.cast import acting, api_of, client_of
from tests.sales.deals import stage

SAMPLES = Path(os.environ.get("CONCERTO_SAMPLES", "none"), "sales-opportunities")
pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="real deals: set CONCERTO_SAMPLES to a folder with sales-opportunities"
)
DEALS = {
    "opportunity_id": "name", "account": "customer", "deal_stage": "stage", "close_value": "amount", "close_date": "close_on",
    "sales_agent": "next_step", "product": "about", "lost_reason": "lost_reason",
}  # fmt: skip
Group = tuple[Any, ...]


def brought(noun: str, name: str, content: bytes, mapping: dict[str, str] | None = None) -> Import:
    steward = acting("admin", IMPORT)
    batch = take(steward, named(noun), name, BytesIO(content))
    here = running.columns_of(batch)
    told = {column: field for column, field in mapping.items() if column in here} if mapping else batch.mapping
    agree(steward, batch, told, "create")
    return running.run(steward, batch)


def as_the_file_has_them() -> None:
    """The first pipeline with the stages of the file: prospecting, engaging, won, lost."""
    for key, name in (("discovery", "Prospecting"), ("proposal", "Engaging")):
        edit(acting("admin"), named("stage"), stage(key).pk, {"name": name, "name_zh": ""})
    for deal in api_of("admin").get("/api/v1/opportunities?filter=stage = negotiation").json()["items"]:
        edit(acting("admin"), named("opportunity"), deal["id"], {"stage": "discovery"})
    delete(acting("admin"), named("stage"), stage("negotiation").pk)
    stages.forget()


def mended(batch: Import, mend: Callable[[dict[str, str]], dict[str, str]]) -> bytes:
    """The file of rejected rows, as somebody mends it in a spreadsheet."""
    answer = client_of("admin").get(f"/imports/{batch.pk}/rejected")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = [mend(row) for row in csv.DictReader(io.StringIO(text))]
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def figures(group: str) -> dict[Group, tuple[int, float]]:
    """Of the deals of the file: group → how many, and what they come to."""
    asked = f"/api/v1/opportunities/aggregate?group={group}&measure=count,sum:amount&filter=lost_why is empty and about is not empty"
    found = api_of("admin").get(asked)
    assert found.status_code == 200, found.content
    return {
        tuple(each[name] for name in group.split(",")): (each["count"], float(each["sum:amount"] or 0))
        for each in found.json()["groups"]
    }


def test_pipeline_and_win_rates_are_those_of_the_file(committed: Any, settings: Any, tmp_path: Path) -> None:
    import polars as pl

    settings.FILES = tmp_path
    deals = pl.read_csv(SAMPLES / "sales_pipeline.csv")
    as_the_file_has_them()
    before = figures("stage")
    accounts = brought("customer", "accounts.csv", (SAMPLES / "accounts.csv").read_bytes())
    assert accounts.rejected == 0
    create(acting("admin"), named("customer"), {"name": "Unknown account"})

    first = brought("opportunity", "sales_pipeline.csv", (SAMPLES / "sales_pipeline.csv").read_bytes(), DEALS)
    known = set(pl.read_csv(SAMPLES / "accounts.csv")["account"])
    sound = deals.filter(pl.col("account").is_in(known) & (pl.col("deal_stage") != "Lost"))
    assert (first.rows, first.created, first.rejected) == (deals.height, sound.height, deals.height - sound.height)

    def mend(row: dict[str, str]) -> dict[str, str]:
        lost = row["deal_stage"] == "Lost"
        return row | {
            "account": row["account"] if row["account"] in known else "Unknown account",
            "lost_reason": "other" if lost else "",
        }

    second = brought("opportunity", "mended.csv", mended(first, mend), DEALS)
    assert (second.rows, second.created) == (first.rejected, first.rejected)

    assert before == {}
    names = {"Won": "won", "Lost": "lost", "Engaging": "proposal", "Prospecting": "discovery"}
    expected = deals.group_by("deal_stage").agg(pl.len(), pl.col("close_value").sum())
    assert figures("stage") == {(names[name],): (count, float(worth)) for name, count, worth in expected.iter_rows()}
    closed = deals.filter(pl.col("close_date").is_not_null()).with_columns(
        pl.col("close_date").str.to_date().dt.truncate("1q").cast(pl.String).alias("quarter")
    )
    by_quarter = closed.group_by("quarter", "deal_stage").agg(pl.len(), pl.col("close_value").sum())
    told = {key: value for key, value in figures("close_on:quarter,stage").items() if key[0]}
    assert told == {
        (quarter, names[name]): (count, float(worth)) for quarter, name, count, worth in by_quarter.iter_rows()
    }
