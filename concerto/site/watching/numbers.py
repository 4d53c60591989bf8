"""The numbers at /metrics: of requests, added up over all web processes; and of what waits, asked of the database.

They name no person and no customer. How long an answer took is counted by door (page, api), not by address.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from concerto.site.serve.children import SHARED

MOST_COUNTED = 10_000  # lines of the journal that a reader has not seen; more than that is "far behind"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds

_requests = Counter("concerto_requests", "Requests answered", ["door", "method", "status"])
_seconds = Histogram("concerto_request_seconds", "How long answers took", ["door"], buckets=BUCKETS)

_BEHIND = """
    select reader, (select count(*) from (
        select 1 from journal where xid >= pg_snapshot_xmin(mark.old::pg_snapshot)
        and not pg_visible_in_snapshot(xid, mark.old::pg_snapshot) and id > mark.after_id limit %s) unseen)
    from journal_bookmark mark
"""
_JOBS = "select queue_name, status::text, count(*) from procrastinate_jobs where status in ('todo', 'doing', 'failed') group by 1, 2"
_RECORDS = """
    select relname, greatest(reltuples, 0)::bigint from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname !~ '^(django|procrastinate|auth)_'
"""
_ALARMS = "select coalesce(extract(epoch from max(now() - next_try_at)), 0) from kernel_alarm where rung_at is null and next_try_at < now()"
_SIZE = "select pg_database_size(current_database())"


def count_request(door: str, method: str, status: int, seconds: float) -> None:
    known = method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"
    _requests.labels(door, known, status).inc()
    _seconds.labels(door).observe(seconds)


def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, in its text format; what the database tells is left out while it does not answer."""
    registry = CollectorRegistry()
    if SHARED in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
    else:
        registry.register(_Own())
    registry.register(Waiting())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Own(Collector):
    """The counts of this process, where it is the only one."""

    def collect(self) -> Iterable[Metric]:
        return REGISTRY.collect()


class Waiting(Collector):
    """What the database knows: readers behind, jobs, sizes."""

    def collect(self) -> Iterator[Metric]:
        try:
            yield _gauge("concerto_database_bytes", "Size of the database", [], _asked(_SIZE))
            yield _gauge("concerto_reader_behind_lines", f"Journal lines not yet read, at most {MOST_COUNTED}", ["reader"],
                         _asked(_BEHIND, MOST_COUNTED))  # fmt: skip
            yield _gauge(
                "concerto_alarm_late_seconds", "How long the latest alarm that is due has not rung", [], _asked(_ALARMS)
            )
            yield _gauge("concerto_jobs", "Background jobs by queue and state", ["queue", "state"], _asked(_JOBS))
            yield _gauge("concerto_rows_estimated", "Rows by table, as last analysed", ["table"], _asked(_RECORDS))
        except Error:
            return


def _gauge(name: str, words: str, labels: list[str], rows: list[tuple[object, ...]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=labels)
    for *names, value in rows:
        family.add_metric([str(name) for name in names], float(str(value)))
    return family


def _asked(query: str, *values: int) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return list(cursor.fetchall())
