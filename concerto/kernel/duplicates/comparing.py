"""Comparing single records with those they may be like, by what the last search learnt: for records that are new or changed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import connection
from django.db.models import Q

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.duplicates.linking.names import HAN_FORM
from concerto.kernel.duplicates.linking.weights import Weights, before_learning
from concerto.kernel.duplicates.model import Hunt, Pair, Stage, Verdict
from concerto.kernel.duplicates.reading import identifying, points_sql, records_sql
from concerto.kernel.duplicates.thresholds import thresholds_of
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.search.finding import found

MOST = 40  # records that one is compared with
TEXT = ("within", "title", "key", "also", "place", "url", "value")


def compare(entity: Entity, ids: Sequence[int]) -> int:
    """Weigh these records against others, and keep the pairs that are probable enough; answer how many."""
    near = {id: candidates(entity, id) for id in ids}
    made = _features(entity, sorted({*ids, *(other for others in near.values() for other in others)}))
    weights, least = weights_of(entity), thresholds_of(entity).least
    kept: dict[tuple[int, int], tuple[float, dict[str, list[object]]]] = {}
    for id, others in near.items():
        for other in others:
            one, two = made.get(min(id, other)), made.get(max(id, other))
            if one and two and one["within"] == two["within"]:
                weight, parts = weights.weigh(one, two)
                if weight >= least:
                    kept[min(id, other), max(id, other)] = weight, {name: list(part) for name, part in parts.items()}
    _keep(entity, ids, kept)
    return len(kept)


def weights_of(entity: Entity) -> Weights:
    """What the last search learnt, else what is believed beforehand."""
    last = Hunt.objects.filter(noun=entity.id, stage=Stage.DONE).order_by("-id").first()
    return Weights.from_json(last.learnt) if last else before_learning(1000)


def candidates(entity: Entity, id: int) -> list[int]:
    """Ids of records that share a word of the name, or a number or address; by the indexes of the search."""
    rows = visible_to(SYSTEM, entity.model)
    record = rows.filter(pk=id).first()
    if record is None:
        return []
    near = list(found(rows.exclude(pk=id), words_of(entity, record)).values_list("pk", flat=True)[:MOST])
    near += rows.filter(sort_key=record.sort_key).exclude(pk=id).values_list("pk", flat=True)[:MOST]
    for noun, link, told in identifying(entity):
        mine = (
            visible_to(SYSTEM, noun.model).filter(**{link.attribute: id}).values_list(told.attribute, flat=True)[:MOST]
        )
        for value in mine:
            same = found(visible_to(SYSTEM, noun.model), str(value)).exclude(**{link.attribute: id})
            near += same.values_list(link.attribute, flat=True)[:MOST]
    return sorted(set(near))


def words_of(entity: Entity, record: Record) -> str:
    """The name without its legal form and the place it begins with, so that shorter and longer names are found by it."""
    assert entity.alike
    title = str(entity.title.value(record))
    place = str(entity.at(entity.alike.place).value(record)) if entity.alike.place else ""
    short = re.sub(HAN_FORM, "", title.removeprefix(place))
    return short if len(short) > 1 else title


def _features(entity: Entity, ids: Sequence[int]) -> dict[int, dict[str, object]]:
    """The features of these records, made as those of all are."""
    import polars as pl

    from concerto.kernel.duplicates.linking.features import features

    frames = []
    for sql in (records_sql(entity, ids), points_sql(entity, ids)):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            names = [column.name for column in cursor.description or ()]
            schema = {name: pl.String if name in TEXT else pl.Int64 for name in names}
            frames.append(pl.LazyFrame(cursor.fetchall(), schema=schema, orient="row"))
    return {row["unique_id"]: row for row in features(*frames).collect().to_dicts()}


def _keep(
    entity: Entity, ids: Sequence[int], kept: dict[tuple[int, int], tuple[float, dict[str, list[object]]]]
) -> None:
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
