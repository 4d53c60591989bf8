"""Keeping events: many in one statement, each told once, those of a known visitor with the customer the visitor is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from concerto.customers.event.told import Told

_KEEP = """
    insert into customers_event (version, created_at, updated_at, tags, sort_key, kind, at, customer_id, visitor, given, what,
        amount, score, page, site_id)
    select 1, %(now)s, %(now)s, '{}', '', told.kind, told.at, coalesce(told.customer, visitor.customer_id), told.visitor,
        told.given, told.what, told.amount, told.score, told.page, %(site)s
    from unnest(%(kinds)s::text[], %(moments)s::timestamptz[], %(customers)s::bigint[], %(visitors)s::uuid[], %(givens)s::uuid[],
        %(whats)s::text[], %(amounts)s::numeric[], %(scores)s::int[], %(pages)s::text[])
        as told(kind, at, customer, visitor, given, what, amount, score, page)
    left join customers_visitor visitor on visitor.id = told.visitor
    on conflict (given) do nothing
"""
_KNOW = """
    insert into customers_visitor (id, customer_id, at)
    select distinct on (visitor) visitor, customer, %(now)s
    from unnest(%(visitors)s::uuid[], %(customers)s::bigint[]) with ordinality as met(visitor, customer, place)
    order by visitor, place desc
    on conflict (id) do update set customer_id = excluded.customer_id, at = excluded.at
        where customers_visitor.customer_id <> excluded.customer_id
"""
_STITCH = """
    update customers_event event set customer_id = visitor.customer_id
    from customers_visitor visitor
    where visitor.id = any(%(visitors)s::uuid[]) and event.visitor = visitor.id and event.customer_id is null
"""
_REFUND = """
    update customers_event refund set refund_of_id = purchase.id
    from unnest(%(givens)s::uuid[], %(ofs)s::uuid[]) as told(given, of)
    join customers_event purchase on purchase.given = told.of and purchase.kind = 'purchase'
    where refund.given = told.given and refund.kind = 'refund' and refund.customer_id = purchase.customer_id
        and refund.refund_of_id is null
"""


@dataclass(frozen=True)
class Kept:
    """How many were new, and how many had been told before."""

    taken: int
    known: int


def keep(told: Sequence[Told], site: int | None = None) -> Kept:
    """Keep events whose customers the sender may speak of. A visitor told with a customer is that customer from then on,
    and so are the events that the visitor left before."""
    met = [(each.visitor, each.customer) for each in told if each.visitor and each.customer]
    with transaction.atomic(), connection.cursor() as cursor:
        if met:
            cursor.execute(
                _KNOW,
                {
                    "visitors": [visitor for visitor, _ in met],
                    "customers": [id for _, id in met],
                    "now": timezone.now(),
                },
            )
            cursor.execute(_STITCH, {"visitors": [visitor for visitor, _ in met]})
        cursor.execute(_KEEP, _columns(told) | {"now": timezone.now(), "site": site})
        taken = cursor.rowcount
        if refunds := [each for each in told if each.of and each.given]:
            cursor.execute(_REFUND, {"givens": [each.given for each in refunds], "ofs": [each.of for each in refunds]})
    return Kept(taken, len(told) - taken)


def _columns(told: Sequence[Told]) -> dict[str, Any]:
    return {
        "kinds": [each.kind for each in told],
        "moments": [each.at for each in told],
        "customers": [each.customer for each in told],
        "visitors": [each.visitor for each in told],
        "givens": [each.given for each in told],
        "whats": [each.what for each in told],
        "amounts": [each.amount for each in told],
        "scores": [each.score for each in told],
        "pages": [each.page for each in told],
    }
