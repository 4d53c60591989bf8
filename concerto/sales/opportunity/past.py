"""The way of deals through stages, as the journal tells it. What was taken back did not happen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from concerto.kernel.access.actor import UNDO
from concerto.kernel.journal.model import Entry
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.stage.known import known


@dataclass(frozen=True)
class Move:
    """Coming to a stage; `line` is the journal's, by which the stay there is known."""

    line: int
    at: datetime
    stage: str


def moves(deals: Mapping[int, str]) -> Mapping[int, Sequence[Move]]:
    """Id of a deal → its moves in order, the last one to the stage in which it is; `deals` says which that is."""
    lines = Entry.objects.filter(entity="opportunity", record__in=list(deals), changes__has_key="stage").order_by("id")
    told: dict[int, list[tuple[Move, str, int | None]]] = defaultdict(list)
    for record, id, verb, because, at, (_before, stage) in lines.values_list(
        "record", "id", "verb", "because", "happened_at", "changes__stage"
    ):
        told[record].append((Move(id, at, str(stage)), verb, because))
    return {deal: _that_happened(told[deal], stage) for deal, stage in deals.items()}


def _that_happened(told: Sequence[tuple[Move, str, int | None]], now: str) -> list[Move]:
    """Without those that were taken back, unless the taking back was taken back too: then all count."""
    undone: Collection[int | None] = {because for _move, verb, because in told if verb == UNDO}
    left = [move for move, verb, _because in told if verb != UNDO and move.line not in undone]
    return left if left and left[-1].stage == now else [move for move, _verb, _because in told]


def came_from(deal: Opportunity) -> str | None:
    """The open stage of its pipeline in which it was last."""
    stages = known()
    gone = (stages.get(move.stage) for move in reversed(moves({deal.pk: deal.stage})[deal.pk]))
    return next((each.key for each in gone if each and each.is_open and each.pipeline == deal.pipeline_id), None)
