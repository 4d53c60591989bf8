"""Merging by the heap: of everything that such pairs hold together one record stays, and the others become part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.merging.merge import merge
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.duplicates.deciding import queue
from concerto.kernel.duplicates.linking.child import together
from concerto.kernel.duplicates.model import Pair, Verdict
from concerto.kernel.duplicates.surviving import chosen, proposals
from concerto.kernel.entity.entity import Entity

MOST = 10_000  # records merged together at once


def losers_of(actor: Actor, entity: Entity, least: float) -> list[int]:
    """The records that would become part of others."""
    return [id for heap in heaps(actor, entity, least) for id in heap[1:]][:MOST]


def heaps(actor: Actor, entity: Entity, least: float) -> Iterator[Sequence[int]]:
    """Ids that hold together by pairs of at least this weight, the oldest first: it is the one that stays."""
    pairs = list(queue(actor, entity).filter(weight__gte=least).values_list("one", "other")[: 2 * MOST])
    tops = together([one for one, _other in pairs], [other for _one, other in pairs])
    found: dict[int, set[int]] = defaultdict(set)
    for top, pair in zip(tops, pairs, strict=True):
        found[top] |= {*pair}
    return (sorted(ids) for _top, ids in sorted(found.items()))


def merge_by_pairs(actor: Actor, entity: Entity, loser: int, least: float) -> None:
    """Merge a record into the oldest that such pairs lead to. Raises Refused where there is none any more."""
    winner = _oldest(entity, loser, least)
    if winner >= loser:
        raise Refused(_("There is nothing any more that this could be merged into."))
    rows = {row.pk: row for row in visible_to(actor, entity.model).filter(pk__in=[winner, loser]).defer("search")}
    values = chosen(proposals(actor, entity, rows[winner], rows[loser])) if len(rows) == 2 else {}
    merge(actor, entity, winner, loser, values)


def _oldest(entity: Entity, id: int, least: float) -> int:
    """The smallest id reached from this one by such pairs; those already merged lead on by the pairs they handed over."""
    seen, edge = {id}, {id}
    while edge:
        open_pairs = Pair.objects.filter(noun=entity.id, verdict=Verdict.OPEN, weight__gte=least)
        pairs = open_pairs.filter(Q(one__in=edge) | Q(other__in=edge)).values_list("one", "other")
        edge = {end for pair in pairs for end in pair} - seen
        seen |= edge
    there = entity.model.everything.filter(pk__in=seen, trashed_at=None).order_by("pk").values_list("pk", flat=True)
    return next(iter(there), id)
