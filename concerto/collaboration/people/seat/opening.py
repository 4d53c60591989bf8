"""Whom somebody names to look after a record may read it, for as long as they do: by a grant that the record's list of grants tells of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from concerto.collaboration.people.seat.entity import seat as described
from concerto.collaboration.people.seat.model import Seat
from concerto.kernel.access.actor import READER, SYSTEM
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.actions.change import add, change

Named = Mapping[int, tuple[int, int | None, int]]  # seat → whom it names now, who named them, the journal's line


def open_and_shut(touched: Sequence[int], named: Named) -> None:
    """Share the records with whom others have named, and end what was shared for people who hold these seats no longer. The rows of
    grants are locked; doing it twice changes nothing."""
    seats = Seat.everything.defer("search").select_related("person").in_bulk(touched)
    held = {described.code(id): seat for id, seat in seats.items() if seat.trashed_at is None and seat.person.is_active}
    given = Grant.everything.select_for_update().filter(reason__in=[described.code(id) for id in touched], until=None)
    open_now = set()
    for grant in given.order_by("pk"):
        seat = held.get(grant.reason)
        if seat and (seat.person_id, seat.subject) == (grant.person_id, grant.subject):
            open_now.add(grant.reason)
        else:
            change(SYSTEM.at(READER).doing("edit"), grant, until=timezone.now())
    for code, seat in held.items():
        person, by, line = named.get(seat.pk, (0, None, 0))
        if code in open_now or person != seat.person_id or by == seat.person_id:
            continue  # who takes a seat sees no more than before: they keep nothing that is taken from them later
        actor = SYSTEM.at(READER).doing("create").following(line)
        add(actor, Grant(subject=seat.subject, person_id=person, given_by_id=by, reason=code))
