"""What customers do: counting who did something within a window, and taking in what shops and sites tell."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from itertools import count

from concerto.site.bench.case import Case, Connection, Known, asking, fetching
from concerto.site.bench.doors import API, PAGE, Ask

AT_ONCE = 100  # events in one request
TOUCHED = """
    select count(*) from customers_customer c join (
        select customer_id from customers_activity where happened_at >= now() - interval '90 days' and trashed_at is null
        group by customer_id having count(*) >= 2
    ) touched on touched.customer_id = c.id where c.trashed_at is null
"""
BOUGHT = """
    select count(*) from customers_customer c join (
        select customer_id from customers_event where kind = 'purchase' and at >= now() - interval '90 days' and trashed_at is null
        group by customer_id having count(*) >= 2
    ) bought on bought.customer_id = c.id where c.trashed_at is null
"""
KEEP = """
    insert into customers_event (version, created_at, updated_at, tags, sort_key, kind, at, customer_id, given, what, page)
    select 1, now(), now(), '{}', '', 'page-view', now(), customer, md5(told || customer::text || place)::uuid, '', ''
    from unnest(%s::bigint[]) with ordinality each(customer, place), (select %s::text as told) run on conflict (given) do nothing
"""


def behaviour(here: Known) -> Iterator[Case]:
    yield counted("segment of touches", "count(activity where happened_at within 90d) >= 2", TOUCHED)
    yield counted("segment of purchases", "count(event where kind = purchase and at within 90d) >= 2", BOUGHT)
    yield taken_in(here)


def counted(name: str, filter: str, floor: str) -> Case:
    """The count beside the filter, as whoever makes a segment sees it, with the first five of its members."""
    return Case(name, PAGE, asking("/segments/count/customer", filter=filter), fetching((floor, [])))


def taken_in(here: Known) -> Case:
    run, calls = secrets.token_hex(4), count()

    def customers(number: int) -> list[int]:
        return [here.at(number + place) for place in range(AT_ONCE)]

    def ask(number: int) -> Ask:
        call = next(calls)
        told = [
            {"id": f"{run}-{call}-{place}", "kind": "page-view", "customer": customer}
            for place, customer in enumerate(customers(number))
        ]
        return Ask("/api/v1/events/intake", "POST", {"events": told})

    def floor(connection: Connection, number: int) -> None:
        connection.execute(KEEP, [customers(number), f"{run}-{next(calls)}"])

    return Case(f"events × {AT_ONCE}", API, ask, floor)
