"""What became of a meeting: of the matters that were on its agenda, which were closed soon after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import QuerySet

from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import meant
from concerto.kernel.notices.reading import title_of
from concerto.kernel.ui.addresses import record_address

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Became:
    """A matter of the agenda, and when it was closed; None while it is open, or was not closed soon."""

    title: str
    address: str
    closed_at: datetime | None


@dataclass(frozen=True)
class Outcome:
    """As one reader may see it: `hidden` matters are those out of their sight. `days` is how long half of those closed took."""

    matters: Sequence[Became]
    hidden: int

    @property
    def closed(self) -> list[Became]:
        return [each for each in self.matters if each.closed_at]

    @property
    def still(self) -> list[Became]:
        return [each for each in self.matters if not each.closed_at]


def outcome_of(actor: Actor, meeting: Meeting) -> Outcome:
    """One query for each noun that was spoken of: all that are owed say when they were closed."""
    wanted: dict[Entity, list[int]] = defaultdict(list)
    for code in meeting.matters:
        if known := meant(code):
            wanted[known[0]].append(known[1])
    until = meeting.ended + SOON
    told = [each for entity, ids in wanted.items() for each in _became(actor, entity, ids, until)]
    return Outcome(told, len(meeting.matters) - len(told))


def _became(actor: Actor, entity: Entity, ids: Sequence[int], until: datetime) -> list[Became]:
    rows: QuerySet[Any] = visible_to(actor, entity.model).filter(pk__in=ids).defer("search").order_by("pk")
    closed = [(row, getattr(row, "closed_at", None)) for row in rows]
    return [
        Became(title_of(actor, row), record_address(entity, row.pk), at if at and at <= until else None)
        for row, at in closed
    ]


def days_to_close(outcome: Outcome, meeting: Meeting) -> float | None:
    """How many days after the meeting half of what was closed had been; None where nothing was."""
    held = meeting.ended
    took = [(each.closed_at - held).total_seconds() / 86400 for each in outcome.closed if each.closed_at]
    return median(took) if took else None
