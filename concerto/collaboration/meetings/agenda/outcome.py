"""What became of a meeting: of the matters that were on its agenda, which were closed soon after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from concerto.collaboration.handoffs.handoff.entity import handoff as handoffs
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import meant
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
    """One query for all matters."""
    ids = [known[1] for code in meeting.matters if (known := meant(code)) and known[0] is handoffs]
    rows = visible_to(actor, Handoff).filter(pk__in=ids).defer("search").order_by("closed_at", "pk")
    held = meeting.ended
    told = [
        Became(
            handoffs.title_of(row), record_address(handoffs, row.pk),
            row.closed_at if row.closed_at and row.closed_at <= held + SOON else None,
        )
        for row in rows
    ]  # fmt: skip
    return Outcome(told, len(meeting.matters) - len(told))


def days_to_close(outcome: Outcome, meeting: Meeting) -> float | None:
    """How many days after the meeting half of what was closed had been; None where nothing was."""
    held = meeting.ended
    took = [(each.closed_at - held).total_seconds() / 86400 for each in outcome.closed if each.closed_at]
    return median(took) if took else None
