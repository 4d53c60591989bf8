"""From events and stays to pain points: one statement, for some customers or for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from concerto.customers.event_kind.model import Feeling
from concerto.customers.pain_point.model import Sort
from concerto.kernel.entity.among import written

PATIENCE = "10min"  # for all customers at once
AGAIN = 90  # days within which the same kind of trouble counts as a repeat

# What hurts while a customer was in a stage belongs to that stage; what is older than the first stage, to the first.
_KEEP = """
    with hurting as (
        select event.id, event.customer_id, event.kind, event.at, event.what, event.score,
            case when kind.feeling = %(bad)s then %(trouble)s else %(low)s end as sort,
            coalesce(event.at - lag(event.at) over (partition by event.customer_id, event.kind order by event.at, event.id)
                <= make_interval(days => %(again)s), false) as again
        from customers_event event join customers_eventkind kind on kind.key = event.kind and kind.trashed_at is null
        where event.trashed_at is null and event.customer_id is not null and {among_events}
            and (kind.feeling = %(bad)s or event.score <= kind.low)),
    placed as (
        select hurting.*, coalesce(here.stage, '') as stage
        from hurting left join lateral (
            select stay.stage from customers_stay stay where stay.customer_id = hurting.customer_id
            order by (stay.since <= hurting.at) desc, case when stay.since <= hurting.at then -stay.place else stay.place end
            limit 1) here on true),
    late as (
        select stay.id, stay.customer_id, stay.stage, stay.since + make_interval(days => stage.target_days) as at,
            lag(stay.id) over (partition by stay.customer_id, stay.stage order by stay.place) is not null as again
        from customers_stay stay
        join customers_lifecyclestage stage on stage.stage = stay.stage and stage.trashed_at is null and stage.target_days is not null
        where stay.trashed_at is null and {among_stays}
            and coalesce(stay.until, now()) > stay.since + make_interval(days => stage.target_days)),
    hurt as (
        select id as origin, customer_id, sort, kind, stage, at, score, again, id as event_id, what from placed
        union all
        select -id, customer_id, %(delay)s, '', stage, at, null, again, null, '' from late),
    wanted as (
        select *, lag(at) over same as same_before, lag(at) over (partition by customer_id, stage order by at, origin) as stage_before,
            max(at) filter (where again) over (same rows between unbounded preceding and 1 preceding) as again_before
        from hurt window same as (partition by customer_id, stage, sort, kind order by at, origin)),
    kept as (
        insert into customers_painpoint as pain (version, created_at, updated_at, tags, sort_key, origin, customer_id, sort, kind,
            stage, at, score, again, event_id, what, same_before, again_before, stage_before)
        select 1, now(), now(), '{{}}', '', origin, customer_id, sort, kind, stage, at, score, again, event_id, what, same_before,
            again_before, stage_before from wanted
        on conflict (origin) do update set customer_id = excluded.customer_id, sort = excluded.sort, kind = excluded.kind,
            stage = excluded.stage, at = excluded.at, score = excluded.score, again = excluded.again, what = excluded.what,
            same_before = excluded.same_before, again_before = excluded.again_before, stage_before = excluded.stage_before,
            updated_at = now()
        where (pain.customer_id, pain.sort, pain.kind, pain.stage, pain.at, pain.score, pain.again, pain.what, pain.same_before,
                pain.again_before, pain.stage_before) is distinct from
            (excluded.customer_id, excluded.sort, excluded.kind, excluded.stage, excluded.at, excluded.score, excluded.again,
                excluded.what, excluded.same_before, excluded.again_before, excluded.stage_before)
        returning 1)
    delete from customers_painpoint pain where {among_pains}
        and not exists (select 1 from wanted where wanted.origin = pain.origin)
"""
_ALL = _KEEP.format(among_events="true", among_stays="true", among_pains="true")
_SOME = _KEEP.format(
    among_events="event.customer_id = any(%(ids)s::bigint[])",
    among_stays="stay.customer_id = any(%(ids)s::bigint[])",
    among_pains="pain.customer_id = any(%(ids)s::bigint[])",
)
_WORDS: dict[str, Any] = {
    "bad": Feeling.BAD,
    "trouble": Sort.TROUBLE,
    "low": Sort.LOW_SCORE,
    "delay": Sort.DELAY,
    "again": AGAIN,
}


def work_out(ids: Sequence[int] | None = None) -> None:
    """Bring the pain points of these customers, or of all, up to date. They follow from other rows, so the journal is not told."""
    with connection.cursor() as cursor:
        if ids is None:
            cursor.execute(f"set local statement_timeout = '{PATIENCE}'")
        cursor.execute(_ALL if ids is None else _SOME, _WORDS | {"ids": written(ids or ())})
