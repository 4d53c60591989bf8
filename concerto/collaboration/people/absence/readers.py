"""Whoever is named to stand in hears of it once."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.collaboration.people.absence.model import Absence
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, send


@reader("collaboration.absences")
def tell_stand_ins(lines: Sequence[Entry]) -> None:
    """As it is by now: who was named and is not any more is not told."""
    named = [line for line in lines if line.entity == "absence" and "stand_in" in line.changes and line.batch is None]
    others = dict(
        Absence.everything.filter(pk__in={line.record for line in named}, trashed_at=None).values_list("pk", "stand_in")
    )
    told = ((others.get(line.record), line) for line in named)
    send(
        "stand-in",
        [
            Notification(who, "absence", line.record, line.id, line.actor)
            for who, line in told
            if who and who != line.actor
        ],
    )
