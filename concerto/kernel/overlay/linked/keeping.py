"""Values taken from other records follow every write, in its transaction: set by set, never record by record.

    with in_line(entity, ids, touched):
        …write rows…

What takes a value is locked first, then counted: of two writers at once the second counts what the first one wrote.
Formulas that read what is taken are computed last, for the records in which it differs.
What a record is computed to be is no change of it: it keeps its version, its moment and its journal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from concerto.kernel.entity.custom import CustomField as Added
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.linked import Lookup, RollUp
from concerto.kernel.entity.registry import named
from concerto.kernel.entity.shapes import Shapes, current
from concerto.kernel.overlay.linked.taking import linked, take
from concerto.kernel.overlay.recomputing import compute_anew

Parents = dict[str, set[int]]  # key of a roll-up with its noun → ids of the records that it is kept in


@dataclass
class Watched:
    """What must follow a write to one noun: (noun that keeps it, field)."""

    own: list[tuple[str, Added]] = field(default_factory=list)
    looked_up: list[tuple[str, Added, Lookup]] = field(default_factory=list)
    rolled_up: list[tuple[str, Added, RollUp]] = field(default_factory=list)


@lru_cache(maxsize=8)
def _watched(shapes: Shapes) -> Mapping[str, Watched]:
    found: dict[str, Watched] = defaultdict(Watched)
    for noun, shape in shapes.by_noun.items():
        for each in shape.added:
            if each.taken:
                found[noun].own.append((noun, each))
            if isinstance(each.taken, Lookup):
                for far in each.looks_into:
                    found[far].looked_up.append((noun, each, each.taken))
            elif each.taken:
                found[each.taken.noun].rolled_up.append((noun, each, each.taken))
    return dict(found)


@contextmanager
def in_line(entity: Entity, ids: Sequence[int], touched: Collection[str] | None = None) -> Iterator[None]:
    """Around a write to rows there are, of the fields in `touched` (None: of any, or of their place in the trash)."""
    watched = _watched(current()).get(entity.id)
    if watched is None:
        yield
        return
    before = _parents(entity, watched, ids)
    yield
    _follow(entity, watched, ids, before, _changed(entity, touched))


def begun(entity: Entity, ids: Sequence[int]) -> bool:
    """After new rows were written; answers whether these took values themselves."""
    watched = _watched(current()).get(entity.id)
    if watched is None:
        return False
    take_anew(entity, ids)
    _follow(entity, watched, ids, {}, None)
    return bool(watched.own)


def take_anew(entity: Entity, ids: Sequence[int]) -> int:
    """Bring all that these records take from others in line, and what they compute from it; answer how many values and
    records differed."""
    taken = [take(entity, each, ids) for each in entity.shape.taken]
    return sum(map(len, taken)) + _compute(entity.id, set().union(*taken))


def _changed(entity: Entity, touched: Collection[str] | None) -> set[str] | None:
    """With what every write moves, and with what is computed from that."""
    if touched is None:
        return None
    moved = {*touched, "updated_at"}
    return moved | entity.shape.computed_from(moved)


def _follow(
    entity: Entity, watched: Watched, ids: Sequence[int], before: Parents, touched: Collection[str] | None
) -> None:
    differing: dict[str, set[int]] = defaultdict(set)
    for noun, each, ids_there in _followers(entity, watched, ids, before, touched):
        differing[noun] |= take(named(noun), each, ids_there)
    for noun in sorted(differing):
        _compute(noun, differing[noun])


def _followers(
    entity: Entity, watched: Watched, ids: Sequence[int], before: Parents, touched: Collection[str] | None
) -> Iterator[tuple[str, Added, Sequence[int]]]:
    """What must be taken anew: a noun, its field, and the records of it."""
    for noun, each in watched.own:
        if isinstance(each.taken, Lookup) and (touched is None or each.taken.links[0] in touched):
            yield noun, each, ids
    for noun, each, lookup in watched.looked_up:
        if touched is None or {id for far, id in each.far if far == entity.id} & set(touched):
            yield noun, each, _looking(named(noun), lookup, entity, ids)
    after = _parents(entity, watched, ids)
    for noun, each, roll in watched.rolled_up:
        if touched is None or {roll.link, roll.field, *roll.asks} & set(touched):
            key = f"{noun}.{each.id}"
            yield noun, each, sorted(before.get(key, set()) | after[key])


def _compute(noun: str, ids: Collection[int]) -> int:
    """The formulas that read what was taken."""
    shape = named(noun).shape
    if not ids or len(shape.follows_taken) == len(shape.taken):
        return 0
    return compute_anew(named(noun), sorted(ids))


def _parents(entity: Entity, watched: Watched, ids: Sequence[int]) -> Parents:
    return {
        f"{noun}.{each.id}": set(linked(entity, entity.fields[roll.link], ids).values())
        for noun, each, roll in watched.rolled_up
    }


def _looking(holder: Entity, lookup: Lookup, entity: Entity, ids: Sequence[int]) -> list[int]:
    """The records that look these up, or look through them."""
    firsts: Iterable[int] = ids
    if lookup.between and entity.id == lookup.noun:
        between = named(lookup.between)
        through = between.fields[lookup.links[1]].where("in", list(ids))
        firsts = [*between.model.everything.filter(through).values_list("pk", flat=True)]
        firsts = [*firsts, *ids] if lookup.between == lookup.noun else firsts
    rows = holder.model.everything.filter(holder.fields[lookup.links[0]].where("in", list(firsts)))
    return list(rows.values_list("pk", flat=True))
