"""Real accounts and deals come in as files and come to what the files say: who belongs to whom, which deals are of whom."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count

from concerto.customers.activity.model import Activity
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import IMPORT
from concerto.kernel.entity.registry import named
from concerto.kernel.imports import running
from concerto.kernel.imports.batch.model import Import, Rejection
from concerto.kernel.imports.beginning import agree, take
from tests.cast import acting

SAMPLES = Path(os.environ.get("CONCERTO_SAMPLES", "none"), "sales-opportunities")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not SAMPLES.is_dir(), reason="real deals: set CONCERTO_SAMPLES to a folder with sales-opportunities"
    ),
]
DEALS = {"opportunity_id": "subject", "account": "customer", "engage_date": "happened_at", "deal_stage": "body"}


def brought(noun: str, file: str, mapping: dict[str, str] | None = None) -> Import:
    steward = acting("data", IMPORT)
    batch = take(steward, named(noun), file, BytesIO((SAMPLES / file).read_bytes()))
    agree(steward, batch, mapping or batch.mapping, "create")
    return running.run(steward, batch)


def test_subsidiaries_and_deals_are_those_of_the_files(settings: Any, tmp_path: Path) -> None:
    import polars as pl

    settings.FILES = tmp_path
    accounts, deals = pl.read_csv(SAMPLES / "accounts.csv"), pl.read_csv(SAMPLES / "sales_pipeline.csv")
    batch = brought("customer", "accounts.csv")
    assert (batch.created, batch.rejected) == (accounts.height, 0)
    parents = Customer.everything.filter(parent__isnull=False, name__in=list(accounts["account"]))
    belong = accounts.filter(pl.col("subsidiary_of").is_not_null())
    assert dict(parents.values_list("name", "parent__name")) == dict(
        belong.select("account", "subsidiary_of").iter_rows()
    )
    batch = brought("activity", "sales_pipeline.csv", DEALS)
    known = deals.filter(pl.col("account").is_in(accounts["account"].to_list()))
    assert (batch.rows, batch.created, batch.rejected) == (deals.height, known.height, deals.height - known.height)
    assert Rejection.objects.filter(batch=batch.pk).count() == batch.rejected
    of = Activity.everything.filter(body__in=list(deals["deal_stage"].unique())).values_list("customer__name", "body")
    counted = {(account, stage): times for account, stage, times in of.annotate(Count("pk"))}
    assert counted == {
        (account, stage): times for account, stage, times in known.group_by("account", "deal_stage").len().iter_rows()
    }
