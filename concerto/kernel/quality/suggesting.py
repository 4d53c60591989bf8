"""What values should probably be: by the cleaning rules of their field, because another record has them, or because nearly all
records like theirs agree.

All are simple on purpose, so that each suggestion can say why it is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import connection
from django.db.models import Count

from concerto.kernel.batches.repairing.model import Origin, Repair, State
from concerto.kernel.entity.cleaning import read, standing_beside
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.quality.borrowing import from_above, from_twins
from concerto.kernel.quality.measuring import rows_of
from concerto.kernel.quality.suggested import LEAST, MOST, SHARE, suggested

MOST_VALUES = 300_000  # different values of a field that rules are tried on
AT_ONCE = 500  # values asked for together
MOST_PAIRED, MOST_KINDS = 5, 1_000  # fields that are held against each other, and different values of such a field
MOST_PAIRS = 50_000  # combinations of two of them, the most frequent


def suggest(entity: Entity) -> None:
    """Suggest anew; what was left as it is is not suggested again."""
    left = {(record, field, _hashable(now)) for record, field, now in
            Repair.objects.filter(noun=entity.id, state=State.LEFT).values_list("record", "field", "now")}  # fmt: skip
    Repair.objects.filter(noun=entity.id, state=State.OPEN).delete()
    found = [each for each in (*by_rules(entity), *from_twins(entity), *from_above(entity), *by_agreement(entity))
             if (each.record, each.field, _hashable(each.now)) not in left]  # fmt: skip
    Repair.objects.bulk_create(found, batch_size=5000, ignore_conflicts=True)


def _hashable(value: Any) -> str:
    return repr(value)


def by_rules(entity: Entity) -> Iterator[Repair]:
    """Values that the rules of today would have written otherwise."""
    for id in entity.shape.cleaning:
        field = entity.fields.get(id)
        if field is None or field.is_custom or field.kind.id not in ("text", "email", "phone", "url"):
            continue
        yield from _cleaned(entity, field)


def _cleaned(entity: Entity, field: Field) -> Iterator[Repair]:
    looks = sorted(entity.shape.looking.get(field.id, ()))
    asked = [field.attribute, *(entity.fields[id].attribute for id in looks)]
    rows = rows_of(entity).exclude(field.where_empty())
    otherwise: dict[tuple[Any, ...], str] = {}
    left = MOST
    for value, *others in rows.values_list(*asked).distinct()[:MOST_VALUES].iterator(chunk_size=5000):
        now = _read(entity, field, value, dict(zip(looks, others, strict=True)))
        if now is not None and now != value:
            otherwise[value, *others] = now
        if len(otherwise) >= MOST:
            break
    wanted = list(dict.fromkeys(value for value, *_others in otherwise))
    for at in range(0, len(wanted), AT_ONCE):
        found = rows_of(entity).filter(field.where("in", wanted[at : at + AT_ONCE])).values_list("pk", *asked)
        for record, value, *others in found if looks else found[:left]:
            if (value, *others) in otherwise and left > 0:
                left -= 1
                yield suggested(entity, record, field, value, otherwise[value, *others], Origin.RULE, {})


def _read(entity: Entity, field: Field, value: str, others: Mapping[str, Any]) -> str | None:
    try:
        return str(read(entity, field, value, standing_beside(entity, others)))
    except Unreadable:
        return None


@dataclass(frozen=True)
class Agreement:
    """Of `of` records whose `field` is `value` and whose `other` is filled, `agree` have `other` = `usual`. `rare` is what
    the others have; of `missing` it is empty."""

    field: Field
    value: str
    other: Field
    usual: str
    agree: int
    of: int
    rare: tuple[str, ...]
    missing: int

    @property
    def told(self) -> dict[str, Any]:
        return {"field": self.field.id, "value": self.value, "agree": self.agree, "of": self.of}


def by_agreement(entity: Entity) -> Iterator[Repair]:
    """Values that are seldom so beside another one, or missing where another one nearly always comes with the same."""
    left: dict[str, int] = defaultdict(lambda: MOST)
    for pair in combinations(paired(entity), 2):
        found = list(agreements(entity, *pair))
        for field, other in (pair, pair[::-1]):
            exceptions = [each for each in found if each.field == field and (each.rare or each.missing)]
            for repair in _exceptions(entity, field, other, exceptions)[: left[other.id]]:
                left[other.id] -= 1
                yield repair


def _exceptions(entity: Entity, field: Field, other: Field, agreed: Sequence[Agreement]) -> list[Repair]:
    """The records that are otherwise than those they are alike to, by one query for two fields."""
    if not agreed:
        return []
    by_value = {each.value: each for each in agreed}
    rare = sorted({value for each in agreed for value in each.rare})
    rows = rows_of(entity).filter(field.where("in", list(by_value)))
    rows = rows.filter(other.where("in", rare) | other.where_empty())
    found = rows.values_list("pk", field.attribute, other.attribute)[: 2 * MOST]
    told = ((record, by_value[value], was) for record, value, was in found)
    return [
        suggested(entity, record, other, was, each.usual, Origin.RARE if was else Origin.FOLLOWS, each.told)
        for record, each, was in told
        if not was or was in each.rare
    ]


def paired(entity: Entity) -> list[Field]:
    """Texts and choices of few different values, as the database last counted them; those that differ most first."""
    candidates = {field.column_name: field for field in entity.written.values()
                  if not field.is_custom and field.kind.id in ("text", "choice") and field != entity.title}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "select attname, case when n_distinct < 0 then -n_distinct * greatest(reltuples, 0) else n_distinct end"
            " from pg_stats join pg_class on relname = tablename and relnamespace = 'public'::regnamespace"
            " where schemaname = 'public' and tablename = %s",
            [entity.model._meta.db_table],
        )
        kinds = {name: float(number) for name, number in cursor.fetchall() if name in candidates}
    few = sorted(
        (name for name, number in kinds.items() if 2 <= number <= MOST_KINDS), key=lambda name: (-kinds[name], name)
    )
    return [candidates[name] for name in few[:MOST_PAIRED]]


def agreements(entity: Entity, one: Field, other: Field) -> Iterator[Agreement]:
    """What two fields say of each other, both ways, from one count of their combinations."""
    rows = rows_of(entity).values_list(one.attribute, other.attribute)
    counted = rows.annotate(_times=Count("pk")).order_by("-_times")[:MOST_PAIRS]
    pairs = [(str(a or ""), str(b or ""), int(times)) for a, b, times in counted]
    yield from _agreed(one, other, pairs)
    yield from _agreed(other, one, [(b, a, times) for a, b, times in pairs])


def _agreed(field: Field, other: Field, pairs: Iterable[tuple[str, str, int]]) -> Iterator[Agreement]:
    beside: dict[str, dict[str, int]] = defaultdict(dict)
    missing: dict[str, int] = {}
    for value, with_it, times in pairs:
        if value and with_it:
            beside[value][with_it] = times
        elif value:
            missing[value] = times
    for value, times_of in beside.items():
        usual, agree = max(times_of.items(), key=lambda each: each[1])
        of = sum(times_of.values())
        if agree >= LEAST and agree >= SHARE * of and not _is_usual_anyway(usual, beside):
            rare = tuple(each for each in times_of if each != usual)
            yield Agreement(field, value, other, usual, agree, of, rare, missing.get(value, 0))


def _is_usual_anyway(usual: str, beside: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether nearly all records have it, whatever stands beside: then nothing follows from what does."""
    whole = sum(sum(times.values()) for times in beside.values())
    return sum(times.get(usual, 0) for times in beside.values()) >= 0.9 * whole
