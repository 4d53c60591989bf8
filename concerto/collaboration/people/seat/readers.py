"""What follows a seat that somebody is named to, or that is taken away: the record is opened or shut, and they are told."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from concerto.collaboration.people.seat.model import Seat
from concerto.collaboration.people.seat.opening import open_and_shut
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, send


@reader("collaboration.seats", from_the_start=True)
def follow_seats(lines: Sequence[Entry]) -> None:
    """All lines at once. Whoever leaves the company holds no seat that would open anything."""
    of_seats = [line for line in lines if line.entity == "seat"]
    touched = {line.record for line in of_seats}
    gone = {
        line.record for line in lines if line.entity == "person" and line.changes.keys() & {"left_at", "trashed_at"}
    }
    if gone:
        touched |= set(Seat.everything.filter(person__in=gone).values_list("pk", flat=True))
    if not touched:
        return
    named = {}
    for line in of_seats:
        if line.changes.keys() & {"person", "trashed_at"}:
            named[line.record] = line
    people = dict(Seat.everything.filter(pk__in=named, trashed_at=None).values_list("pk", "person"))
    with transaction.atomic():
        open_and_shut(
            sorted(touched), {id: (people[id], line.actor, line.id) for id, line in named.items() if id in people}
        )
    told = [line for line in named.values() if "person" in line.changes and line.batch is None]
    send(
        "seat-named",
        [Notification(people[line.record], "seat", line.record, line.id, line.actor) for line in told
         if line.record in people and people[line.record] != line.actor],
    )  # fmt: skip
