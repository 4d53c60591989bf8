"""Recency, frequency and money of every customer who bought, and the fifths they fall into: two statements, whatever their number."""

from __future__ import annotations

from django.db import connection, transaction

PURCHASE, REFUND = "purchase", "refund"
YEARS = 2  # looked back

_KEEP = """
    with bought as (
        select customer_id,
            extract(day from now() - max(at) filter (where kind = %(purchase)s))::int as days,
            count(*) filter (where kind = %(purchase)s)::int as purchases,
            sum(case when kind = %(purchase)s then coalesce(amount, 0) else -coalesce(amount, 0) end) as total
        from customers_event
        where kind in (%(purchase)s, %(refund)s) and at > now() - make_interval(years => %(years)s) and at <= now()
            and customer_id is not null and trashed_at is null
        group by customer_id having count(*) filter (where kind = %(purchase)s) > 0),
    ranked as (
        select bought.*, 6 - ntile(5) over (order by days, customer_id) as recency,
            ntile(5) over (order by purchases, customer_id) as frequency, ntile(5) over (order by total, customer_id) as monetary
        from bought),
    kept as (
        insert into customers_worth as worth (version, created_at, updated_at, tags, sort_key, customer_id, rfm, days, purchases,
            total, recency, frequency, monetary)
        select 1, now(), now(), '{}', recency::text || frequency || monetary, customer_id, recency::text || frequency || monetary,
            days, purchases, total, recency, frequency, monetary from ranked
        on conflict (customer_id) do update set rfm = excluded.rfm, sort_key = excluded.sort_key, days = excluded.days,
            purchases = excluded.purchases, total = excluded.total, recency = excluded.recency, frequency = excluded.frequency,
            monetary = excluded.monetary, updated_at = now()
        where (worth.rfm, worth.days, worth.purchases, worth.total)
            is distinct from (excluded.rfm, excluded.days, excluded.purchases, excluded.total)
        returning 1)
    delete from customers_worth where not exists (select 1 from ranked where ranked.customer_id = customers_worth.customer_id)
"""


def work_out() -> None:
    """Bring every customer's worth up to date. Values that follow from events are no changes of records: the journal is not told."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_KEEP, {"purchase": PURCHASE, "refund": REFUND, "years": YEARS})
