"""Pain points follow events, and what counts as one: another target or another low score, and all are worked out anew."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.customers.event.following import follows_events
from concerto.customers.pain_point.waking import wake
from concerto.customers.pain_point.working_out import work_out
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader

ASKED = {"event-kind": {"feeling", "low"}, "lifecycle-stage": {"stage", "target_days"}}


@reader("customers.pain-points", from_the_start=True)
def follow_what_counts(lines: Sequence[Entry]) -> None:
    """Once for all lines; a kind or a stage that came, went or came back has no changes."""
    if any(line.entity in ASKED and (not line.changes or ASKED[line.entity] & line.changes.keys()) for line in lines):
        wake()


@follows_events("customers.pain-points")
def follow_what_happened(events: Sequence[tuple[int, int | None]]) -> None:
    """The customers whose events these are."""
    work_out(sorted({customer for _id, customer in events if customer}))
