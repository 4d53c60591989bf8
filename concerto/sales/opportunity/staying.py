"""How long deals stay where they are: since when, until when that is fine, and on which day they were decided.

It follows from the journal and the stages, so it is not told; working it out again changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import connection
from django.utils import timezone

from concerto.kernel.alarms.setting import call_off, set_alarm
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.clock.working_time import NeverAtWork, WorkingTime
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.opportunity.past import Move, moves
from concerto.sales.stage.model import Kind, Stage

STALLED, LONGER = "deal.stalled", "deal.stalled-longer"

_KEEP = """
    update sales_opportunity deal set stay = given.stay, stage_since = given.since,
        stalls_on = given.stalls, closed_on = given.closed
    from unnest(%(ids)s::bigint[], %(stays)s::bigint[], %(stages)s::text[], %(since)s::timestamptz[], %(stalls)s::date[],
        %(closed)s::date[]) as given(id, stay, stage, since, stalls, closed)
    where deal.id = given.id and deal.stage = given.stage and (deal.stay, deal.stage_since, deal.stalls_on, deal.closed_on)
        is distinct from (given.stay, given.since, given.stalls, given.closed)
"""


@dataclass(frozen=True)
class Stay:
    """Where a deal is, by which move, and when it stalls and stalls as long again; both None where it may stay for ever."""

    deal: int
    move: Move
    stalls: datetime | None
    longer: datetime | None
    stalls_on: date | None
    closed_on: date | None


def work_out(ids: Collection[int]) -> None:
    """Bring these deals and their alarms in line with the journal, within the caller's transaction."""
    stays = list(_stays(sorted(ids)))
    if not stays:
        return
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, _given(stays))
    for stay in stays:
        _set_alarms(stay)


def _given(stays: Sequence[Stay]) -> dict[str, list[object]]:
    return {
        "ids": [stay.deal for stay in stays],
        "stays": [stay.move.line for stay in stays],
        "stages": [stay.move.stage for stay in stays],
        "since": [stay.move.at for stay in stays],
        "stalls": [stay.stalls_on for stay in stays],
        "closed": [stay.closed_on for stay in stays],
    }


def _stays(ids: Sequence[int]) -> Iterator[Stay]:
    rows = Opportunity.everything.filter(pk__in=ids).values_list("pk", "stage", "department", "trashed_at")
    deals = {pk: (stage, department, trashed) for pk, stage, department, trashed in rows}
    stages = {stage.key: stage for stage in Stage.everything.defer("search")}
    came, works = moves({pk: deal[0] for pk, deal in deals.items()}), cache(working_time_of)
    for pk, (key, department, trashed) in deals.items():
        if came[pk] and key in stages:
            yield _stay(pk, came[pk][-1], stages[key], works(department), waits=trashed is None)


def _stay(deal: int, move: Move, stage: Stage, work: WorkingTime, *, waits: bool) -> Stay:
    if stage.kind != Kind.OPEN:
        return Stay(deal, move, None, None, None, timezone.localdate(move.at))
    days = stage.stalled_after if waits else None
    try:
        stalls, longer = (work.opening(move.at, days), work.opening(move.at, 2 * days)) if days else (None, None)
    except NeverAtWork:
        stalls = longer = None
    on = stalls.astimezone(work.zone).date() if stalls else None
    return Stay(deal, move, stalls, longer, on, None)


def _set_alarms(stay: Stay) -> None:
    """One for each stay: a move sets it to another moment, a deal that is decided has none."""
    for kind, due in ((STALLED, stay.stalls), (LONGER, stay.longer)):
        if due is None:
            call_off(kind, str(stay.deal))
        else:
            set_alarm(kind, str(stay.deal), due, deal=stay.deal, stay=stay.move.line)
