"""What new events bring into segments and out of them."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.customers.event.following import follows_events
from concerto.kernel.segments.following import touched


@follows_events("customers.events")
def refresh_segments(events: Sequence[tuple[int, int | None]]) -> None:
    """Have segments look again at the customers of these events."""
    touched("customer", "event", {customer for _id, customer in events if customer})
