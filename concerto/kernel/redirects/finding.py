"""Which record a merged one is now, however often it was merged on, and which ones a record took in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from concerto.kernel.redirects.model import Merge
from concerto.kernel.statements import planned

_ONWARDS = """
    with recursive onwards(asked, id, step) as (
        select asked, asked, 0 from unnest(%s::bigint[]) asked
        union all select asked, merge.winner, step + 1 from onwards join kernel_merge merge
            on merge.noun = %s and merge.loser = onwards.id and merge.undone_at is null where step < 1000
    ) select distinct on (asked) asked, id from onwards where step > 0 order by asked, step desc
"""
_TAKEN_IN = """
    with recursive taken(id) as (
        select loser from kernel_merge where noun = %(noun)s and winner = %(id)s and undone_at is null
        union select merge.loser from taken join kernel_merge merge
            on merge.noun = %(noun)s and merge.winner = taken.id and merge.undone_at is null
    ) select id from taken order by id
"""


def survivors(noun: str, ids: Iterable[int]) -> Mapping[int, int]:
    """Those of `ids` that were merged, each with the last one of the chain it was merged into."""
    with connection.cursor() as cursor:
        cursor.execute(_ONWARDS, [list(ids), noun])
        return dict(cursor.fetchall())


def survivor(noun: str, id: int) -> int:
    """The record that `id` is now: itself where it was not merged."""
    return survivors(noun, [id]).get(id, id)


def taken_in(noun: str, id: int) -> Sequence[int]:
    """Ids of the records that were merged into this one, directly or by way of others."""
    return [row[0] for row in planned.rows(_TAKEN_IN, {"noun": noun, "id": id})]


def is_merged(noun: str) -> Any:
    """The condition that a row of `noun` is now part of another."""
    return Exists(Merge.objects.filter(noun=noun, loser=OuterRef("pk"), undone_at=None))
