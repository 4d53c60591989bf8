"""Five thousand real orders through the public doors: segments, worth and the map tell what the files themselves tell.

The files are of 2016 to 2018; everything is moved by as many days as make yesterday the last of them.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from concerto.customers.customer.model import Customer
from concerto.customers.event.model import Event
from concerto.customers.journey.measuring import journey_of
from concerto.customers.pain_point.working_out import work_out as work_out_pain
from concerto.customers.stay.readers import keep_stays
from concerto.customers.worth.model import Worth
from concerto.customers.worth.working_out import work_out as work_out_worth
from concerto.kernel.access.actor import IMPORT
from concerto.kernel.belonging.segment.model import Member, Segment
from concerto.kernel.entity.registry import named
from concerto.kernel.imports import running
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.journal.model import Entry
from concerto.kernel.segments.refreshing import refresh
from tests.cast import acting, api_of, made

SAMPLES = os.environ.get("CONCERTO_SAMPLES", "")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not Path(SAMPLES, "olist").is_dir() or not SAMPLES,
        reason="real orders: set CONCERTO_SAMPLES to a folder with olist",
    ),
]
AT_ONCE = 1000
SOURCE = "Real orders"
HERE = f'source = "{SOURCE}"'
MOMENTS = (
    "order_purchase_timestamp",
    "order_delivered_customer_date",
    "order_estimated_delivery_date",
    "review_answer_timestamp",
)


class Files:
    """The files as tables, computed with Polars alone."""

    def __init__(self) -> None:
        import polars as pl

        self.pl = pl
        people = self.read("customers").select("customer_id", "customer_unique_id", "customer_city")
        paid = self.read("order_payments").with_columns(pl.col("payment_value").cast(pl.Decimal(14, 2)))
        orders = self.read("orders").join(people, on="customer_id")
        orders = orders.join(paid.group_by("order_id").agg(pl.col("payment_value").sum()), on="order_id", how="left")
        reviews = self.read("order_reviews").join(orders.select("order_id", "customer_unique_id"), on="order_id")
        newest = max(orders.select(pl.max_horizontal(*MOMENTS[:2]).max()).item(), reviews[MOMENTS[3]].max())
        days = (timezone.now().replace(tzinfo=None) - newest).days
        self.orders, self.reviews = self.moved(orders, days), self.moved(reviews, days)
        self.people = people.unique("customer_unique_id", keep="first").sort("customer_unique_id")

    def read(self, name: str) -> Any:
        pl = self.pl
        table = pl.read_csv(Path(SAMPLES, "olist", f"olist_{name}_dataset.csv"), infer_schema_length=0)
        moments = [pl.col(each).str.to_datetime("%m/%d/%Y %H:%M") for each in MOMENTS if each in table.columns]
        return table.with_columns(*moments)

    def moved(self, table: Any, days: int) -> Any:
        return table.with_columns(self.pl.col(each) + timedelta(days=days) for each in MOMENTS if each in table.columns)

    @property
    def late(self) -> Any:
        return self.orders.filter(self.pl.col(MOMENTS[1]) > self.pl.col(MOMENTS[2]))


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Files:
    settings.FILES = tmp_path
    return Files()


@pytest.fixture
def ids(files: Files) -> dict[str, int]:
    """The person of the files → the customer here, with everything told. Fifths are of all buyers, so there are no others."""
    Event.everything.all().delete()
    made_ids = brought(files)
    tell(events_of(files, made_ids))
    work_out_pain()
    work_out_worth()
    return made_ids


def brought(files: Files) -> dict[str, int]:
    rows = "".join(f"{person},{city},person,retain,{SOURCE}\n" for _id, person, city in files.people.iter_rows())
    steward = acting("data", IMPORT)
    batch = take(steward, named("customer"), "people.csv", BytesIO(f"name,city,form,stage,source\n{rows}".encode()))
    agree(
        steward, batch, {"name": "name", "city": "city", "form": "form", "stage": "stage", "source": "source"}, "create"
    )
    batch = running.run(steward, batch)
    assert (batch.rows, batch.created, batch.rejected) == (files.people.height, files.people.height, 0)
    keep_stays(list(Entry.objects.filter(batch=batch.pk).order_by("id")))
    return dict(Customer.everything.filter(source=SOURCE).values_list("name", "pk"))


def events_of(files: Files, ids: dict[str, int]) -> list[dict[str, Any]]:
    purchases = files.orders.select("order_id", "customer_unique_id", MOMENTS[0], "payment_value")
    late = files.late.select("order_id", "customer_unique_id", MOMENTS[1])
    reviews = files.reviews.select("review_pk", "customer_unique_id", MOMENTS[3], "review_score")
    return [
        *(one("purchase", id, ids[who], at, amount=str(amount) if amount is not None else None)
          for id, who, at, amount in purchases.iter_rows()),
        *(one("late-delivery", f"late {id}", ids[who], at) for id, who, at in late.iter_rows()),
        *(one("review", f"review {id}", ids[who], at, score=int(score)) for id, who, at, score in reviews.iter_rows()),
    ]  # fmt: skip


def one(kind: str, id: str, customer: int, at: datetime, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "id": id, "customer": customer, "at": at.replace(tzinfo=UTC).isoformat(), **more}


def tell(events: list[dict[str, Any]]) -> None:
    api, taken = api_of("data"), 0
    for first in range(0, len(events), AT_ONCE):
        given = json.dumps({"events": events[first : first + AT_ONCE]})
        answer = api.post("/api/v1/events/intake", given, content_type="application/json").json()
        assert answer["refused"] == []
        taken += answer["taken"]
    assert taken == len(events)


def now_there() -> datetime:
    """The moment that every query of this transaction calls now."""
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        found: datetime = cursor.fetchone()[0]
    return found.replace(tzinfo=None)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_segments_worth_and_pain_points_are_those_of_the_files(files: Files, ids: dict[str, int]) -> None:
    for days, least in ((90, 1), (365, 1), (365, 2), (3650, 2), (90, 2)):
        assert members(days, least) == who_bought_and_is_not_content(files, ids, days, least)
    assert worths(ids) == worths_of(files, ids)
    step = next(step for step in journey_of(acting("data"), HERE, "").steps if step.stage == "retain")
    assert (step.reached, step.now) == (len(ids), len(ids))
    told = {str(pain.label): (pain.people, pain.times, pain.again) for pain in step.pains}
    assert told == {
        "Late delivery": hurt(files, files.late, MOMENTS[1]),
        "Low score": hurt(files, low(files), MOMENTS[3]),
    }


def members(days: int, least: int) -> set[int]:
    """Customers with so many purchases in so many days whose last review has three stars or fewer."""
    filter = f"{HERE} and count(event where kind = purchase and at within {days}d) >= {least} and last(event.score where kind = review) <= 3"
    kept = made(acting("admin"), "segment", {"name": f"Not content {days} {least}", "filter": filter})
    assert isinstance(kept, Segment)
    refresh(kept)
    return set(Member.objects.filter(segment=kept.pk, left_at=None).values_list("record", flat=True))


def who_bought_and_is_not_content(files: Files, ids: dict[str, int], days: int, least: int) -> set[int]:
    pl, since = files.pl, datetime.now(UTC).replace(tzinfo=None) - timedelta(days=days)
    bought = (
        files.orders.filter(pl.col(MOMENTS[0]) >= since)
        .group_by("customer_unique_id")
        .len()
        .filter(pl.col("len") >= least)
    )
    last = files.reviews.sort(MOMENTS[3], maintain_order=True).group_by("customer_unique_id").last()
    both = bought.join(last.filter(pl.col("review_score").cast(pl.Int32) <= 3), on="customer_unique_id")
    return {ids[person] for person in both["customer_unique_id"]}


def worths(ids: dict[str, int]) -> dict[int, tuple[str, int, int, Decimal]]:
    rows = Worth.everything.filter(customer__in=ids.values())
    return {row.customer_id: (row.rfm, row.days, row.purchases, row.total) for row in rows}


def worths_of(files: Files, ids: dict[str, int]) -> dict[int, tuple[str, int, int, Decimal]]:
    """Fifths as ntile(5) has them, the id deciding between equals."""
    pl, now = files.pl, now_there()
    since = now.replace(year=now.year - 2)
    orders = files.orders.filter(pl.col(MOMENTS[0]) > since).with_columns(
        pl.col("customer_unique_id").replace_strict(ids).alias("id"), pl.col("payment_value").fill_null(0)
    )
    bought = orders.group_by("id").agg(
        pl.col(MOMENTS[0]).max().alias("last"), pl.len().alias("purchases"), pl.col("payment_value").sum().alias("total")
    ).with_columns((pl.lit(now) - pl.col("last")).dt.total_days().alias("days"))  # fmt: skip
    fifths = {name: ntile(bought.sort(name, "id")["id"].to_list()) for name in ("days", "purchases", "total")}
    return {
        id: (f"{6 - fifths['days'][id]}{fifths['purchases'][id]}{fifths['total'][id]}", days, purchases, total)
        for id, days, purchases, total in bought.select("id", "days", "purchases", "total").iter_rows()
    }


def ntile(ids: list[int], parts: int = 5) -> dict[int, int]:
    """Id → its part from 1; the first parts are the larger ones."""
    size, more = divmod(len(ids), parts)
    ends = [size * part + min(part, more) for part in range(1, parts + 1)]
    return {id: next(part for part, end in enumerate(ends, start=1) if at < end) for at, id in enumerate(ids)}


def low(files: Files) -> Any:
    return files.reviews.filter(files.pl.col("review_score").cast(files.pl.Int32) <= 3)


def hurt(files: Files, rows: Any, moment: str) -> tuple[int, int, int]:
    """Customers, times, and customers whom it met again within 90 days."""
    pl = files.pl
    rows = rows.sort("customer_unique_id", moment).with_columns(
        (pl.col(moment) - pl.col(moment).shift(1).over("customer_unique_id") <= timedelta(days=90)).alias("again")
    )
    return rows["customer_unique_id"].n_unique(), rows.height, rows.filter("again")["customer_unique_id"].n_unique()
