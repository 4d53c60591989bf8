"""Comparing single records with those they may be like, by what the last search learnt: for records that are new or changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Q

from concerto.kernel.duplicates.linking.comparing import Features
from concerto.kernel.duplicates.linking.single import single
from concerto.kernel.duplicates.linking.weights import Weights, before_learning
from concerto.kernel.duplicates.model import Hunt, Pair, Stage, Verdict
from concerto.kernel.duplicates.near import Asked, near
from concerto.kernel.duplicates.reading import points_sql, records_sql
from concerto.kernel.duplicates.thresholds import thresholds_of
from concerto.kernel.entity.entity import Entity

UNLEARNT = 1000  # records that are believed to be there as long as nobody searched
Row = Mapping[str, Any]  # as `records_sql` names its columns
Found = dict[tuple[int, int], tuple[float, dict[str, list[object]]]]


def compare(entity: Entity, ids: Sequence[int]) -> int:
    """Weigh these records against others, and keep the pairs that are probable enough; answer how many."""
    mine = read(entity, ids)
    others = near(entity, [asked_of(row, made) for row, made in mine.values()])
    known = {id: made for id, (_row, made) in mine.items()}
    known |= {id: made for id, (_row, made) in read(entity, {*chain(*others.values())} - known.keys()).items()}
    kept = _weighed(entity, ((known[id], known[other]) for id in mine for other in others[id] if other in known))
    _keep(entity, ids, kept)
    return len(kept)


def read(entity: Entity, ids: Iterable[int]) -> dict[int, tuple[Row, Features]]:
    """Id → a record as it is read, and what it is compared by; without those in the trash. Two statements for all."""
    wanted = sorted(ids)
    if not wanted:
        return {}
    points = defaultdict[int, list[str]](list)
    for row in _rows(points_sql(entity, wanted)):
        points[row["id"]] += filter(None, [row["value"]])
    return {row["id"]: (row, single(row, points[row["id"]])) for row in _rows(records_sql(entity, wanted))}


def asked_of(row: Row, made: Features) -> Asked:
    """What others are looked for by."""
    names = [name for name in (row["title"], row["also"]) if name]
    return Asked(row["id"], row["key"], names, made["points"] or ())


def weights_of(entity: Entity) -> Weights:
    """What the last search learnt, else what is believed beforehand."""
    done = Hunt.objects.filter(noun=entity.id, stage=Stage.DONE).order_by("-id")
    last = done.values_list("pk", "ended_at").first()
    return _learnt(*last) if last else before_learning(UNLEARNT)


@lru_cache(maxsize=8)
def _learnt(hunt: int, _ended_at: datetime) -> Weights:
    """Of a search that is over, which nothing changes any more."""
    return Weights.from_json(Hunt.objects.get(pk=hunt).learnt)


def _weighed(entity: Entity, pairs: Iterable[tuple[Features, Features]]) -> Found:
    """The smaller and the larger id → weight and parts, of pairs that are probable enough."""
    weights, least, kept = weights_of(entity), thresholds_of(entity).least, Found()
    for two in pairs:
        one, other = sorted(two, key=lambda each: int(each["unique_id"]))
        ends = one["unique_id"], other["unique_id"]
        if one["within"] == other["within"] and ends not in kept:
            weight, parts = weights.weigh(one, other)
            if weight >= least:
                kept[ends] = weight, {name: list(part) for name, part in parts.items()}
    return kept


def _rows(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _keep(entity: Entity, ids: Sequence[int], kept: Found) -> None:
    """Open pairs of these records are what was found now; what was decided stays."""
    mine = Pair.objects.filter(Q(one__in=ids) | Q(other__in=ids), noun=entity.id)
    decided = set(mine.exclude(verdict=Verdict.OPEN).values_list("one", "other"))
    mine.filter(verdict=Verdict.OPEN).delete()
    Pair.objects.bulk_create(
        [
            Pair(noun=entity.id, one=one, other=other, weight=weight, parts=parts, cluster=one)
            for (one, other), (weight, parts) in sorted(kept.items())
            if (one, other) not in decided
        ],
        ignore_conflicts=True,
    )
