"""From the journal to stays: one statement for any number of customers, and the same again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from concerto.customers.customer.model import Stage
from concerto.kernel.entity.among import written

_KEEP = """
    with told as (
        select record as customer_id, id, happened_at as at, changes -> 'stage' ->> 1 as stage, left(reason, 200) as reason
        from journal where entity = 'customer' and record = any(%(ids)s::bigint[]) and changes ? 'stage'),
    moved as (
        select *, lag(stage) over (partition by customer_id order by id) as before from told where stage <> ''),
    stays as (
        select customer_id, stage, reason, at as since, row_number() over path as place, lead(at) over path as until,
            coalesce(lead(stage) over path, '') as next, array_position(%(order)s::text[], stage) as step
        from moved where stage is distinct from before window path as (partition by customer_id order by id)),
    firsts as (select distinct on (customer_id, step) customer_id, step, place, min(since) over (partition by customer_id, step) as came
        from stays order by customer_id, step, place),
    onwards as (
        select firsts.customer_id, firsts.place, case when min(later.since) > min(firsts.came) then min(later.since) - min(firsts.came) end as onward
        from firsts join stays later on later.customer_id = firsts.customer_id and later.step > firsts.step
        group by firsts.customer_id, firsts.place),
    kept as (
        insert into customers_stay as stay (version, created_at, updated_at, tags, sort_key, customer_id, place, stage, since, until,
            days, next, reason, furthest, onward)
        select 1, now(), now(), '{}', '', stays.customer_id, stays.place, stays.stage, since, until,
            greatest(0, floor(extract(epoch from until - since) / 86400)), next, reason,
            coalesce(max(step) over (partition by stays.customer_id order by stays.place rows between unbounded preceding and 1 preceding), 0),
            onwards.onward
        from stays join customers_customer customer on customer.id = stays.customer_id
        left join onwards on onwards.customer_id = stays.customer_id and onwards.place = stays.place
        on conflict (customer_id, place) do update set stage = excluded.stage, since = excluded.since, until = excluded.until,
            days = excluded.days, next = excluded.next, reason = excluded.reason, furthest = excluded.furthest,
            onward = excluded.onward, updated_at = now()
        where (stay.stage, stay.since, stay.until, stay.next, stay.reason, stay.furthest, stay.onward) is distinct from
            (excluded.stage, excluded.since, excluded.until, excluded.next, excluded.reason, excluded.furthest, excluded.onward)
        returning 1)
    delete from customers_stay stay where customer_id = any(%(ids)s::bigint[])
        and not exists (select 1 from stays where stays.customer_id = stay.customer_id and stays.place = stay.place)
"""


def work_out(ids: Sequence[int]) -> None:
    """Bring the stays of these customers in line with the journal. They follow from it, so it is not told."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"ids": written(ids), "order": Stage.values})
