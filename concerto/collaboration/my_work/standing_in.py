"""Who stands in for whom at a moment: found once for everybody who is away then, so that no list asks it for each of its lines.

Whose stand-in is away too is stood in for by that one's stand-in, and so on. Whoever is come upon twice ends it: then nobody
stands in, and what is owed stays with its own people alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from concerto.collaboration.people.absence.model import Absence
from concerto.kernel.statements.kept import Kept, Slot

FARTHEST = timedelta(days=1)  # that a day is elsewhere from what it is here


@dataclass(frozen=True)
class Away:
    """Everybody who is away at one moment: person → until when, and who was named to stand in."""

    until: Mapping[int, date]
    named: Mapping[int, int]

    def stand_in_of(self, person: int) -> int | None:
        """Who is there for somebody who is away; None where that is nobody, or the person is there."""
        passed = {person}
        other = self.named.get(person)
        while other is not None and other in self.until:
            if other in passed:
                return None
            passed.add(other)
            other = self.named.get(other)
        return other

    @cached_property
    def stand_ins(self) -> Mapping[int, int]:
        """Person who is away → who is there for them, of those for whom somebody is."""
        found = ((person, self.stand_in_of(person)) for person in self.until)
        return {person: other for person, other in found if other is not None}


NOBODY_AWAY = Away({}, {})


def away(now: datetime) -> Away:
    """Who is away at this moment, in one query. Of several absences at once the one that begins last counts."""
    found = list(_at(now))
    return Away(
        {person: until for person, until, _other in found},
        {person: other for person, _until, other in found if other is not None},
    )


def standing_in(person: int | None, now: datetime) -> frozenset[int]:
    """Ids of the people for whom somebody stands in at this moment; nobody for the system, and for who is away."""
    if person is None:
        return frozenset()
    return frozenset(absent for absent, other in away(now).stand_ins.items() if other == person)


def _at(now: datetime) -> Iterator[tuple[int, date, int | None]]:
    days = {"latest": (now + FARTHEST).date(), "earliest": (now - FARTHEST).date()}
    for person, since, until, other, zone, left, trashed in _near().tuples(**days):
        if since <= now.astimezone(zone_of(zone)).date() <= until:
            yield person, until, None if left or trashed else other


@cache
def _near() -> Kept[Absence]:
    """Everybody who is away somewhere on earth."""
    near = Absence.everything.filter(
        trashed_at=None,
        since__lte=Slot("latest", "date"),
        until__gte=Slot("earliest", "date"),
        person__left_at=None,
        person__trashed_at=None,
    )
    asked = ("person", "since", "until", "stand_in", "person__time_zone", "stand_in__left_at", "stand_in__trashed_at")
    return Kept(near.order_by("since", "pk").values_list(*asked))


def zone_of(name: str) -> ZoneInfo:
    """The zone that somebody chose; the company's where they chose none, or one that is not known any more."""
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
