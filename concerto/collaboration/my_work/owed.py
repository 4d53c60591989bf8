"""Everything that is owed, over all that nouns declare, in one order of urgency: what was due first comes first, then what has no date.

One query for all nouns. Each part of it is what one person owes in one way, read in order along an index of its own, so that
nothing is asked of more rows than a page has: a long list costs what a short one costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from concerto.collaboration.my_work.duty import Duty, duties
from concerto.collaboration.my_work.standing_in import standing_in
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.time import DAY
from concerto.kernel.query.cursors import foreign, packed, unpacked
from concerto.kernel.statements.kept import Slot, one_of

MINE, OURS, GIVEN = "mine", "ours", "given"  # mine to do; my department's, which nobody took; what others owe me
VIEWS = (MINE, OURS, GIVEN)
PAGE = 50
COUNTED = 99  # of each view; one more is told as “99+”, as in the rail


@dataclass(frozen=True)
class Owed:
    """That a record is owed in some way. `by` is None where nothing was promised; a day is over when its evening is."""

    duty: Duty
    id: int
    by: datetime | None
    since: datetime

    @property
    def place(self) -> tuple[bool, float, str, int]:
        """Where it stands among all."""
        return self.by is None, self.by.timestamp() if self.by else 0.0, self.duty.id, self.id


@dataclass(frozen=True)
class Page:
    rows: Sequence[Owed]
    next: str


def owed(actor: Actor, view: str, *, kind: str = "", after: str = "", limit: int = PAGE) -> Page:
    """A page of them. Raises Unclear for a cursor of something else."""
    zone = timezone.get_current_timezone_name()
    people = _people(actor, view)
    rows = (
        _after(actor, view, kind, zone, limit, people, *_place(after))
        if after
        else _first(actor, view, kind, zone, limit, len(people)).tuples(**_numbered(people))
    )
    known = {duty.id: duty for duty in duties()}
    found = sorted((Owed(known[duty], *more) for duty, *more in rows), key=lambda each: each.place)
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], packed(last.by and last.by.isoformat(), last.duty.id, last.id) if last else "")


def counts(actor: Actor, kind: str = "") -> dict[str, int]:
    """View → how many are in it, up to one more than are counted."""
    return {view: count(actor, view, kind) for view in VIEWS}


def count(actor: Actor, view: str = MINE, kind: str = "") -> int:
    people = _people(actor, view)
    return _all(actor, view, kind, len(people)).count(**_numbered(people))


def kinds(actor: Actor) -> list[str]:
    """The nouns by which one keeps some of them, of those that the actor may read."""
    return list(dict.fromkeys(duty.kind for duty in duties() if may(actor, entity_of(duty.noun), Act.READ)))


def _people(actor: Actor, view: str) -> list[int]:
    """Whose it is: one's own, and of what is to be done also that of those for whom one stands in."""
    me = {actor.person} - {None}
    return sorted(me | standing_in(actor.person, timezone.now()) if view == MINE else me)  # type: ignore[arg-type]


def _numbered(people: Sequence[int]) -> dict[str, int]:
    """What stands in the slots of `_slots`."""
    return {f"person_{number}": person for number, person in enumerate(people)}


def _slots(people: int) -> list[Slot]:
    return [Slot(f"person_{number}") for number in range(people)]


@kept
def _first(actor: Actor, view: str, kind: str, zone: str, limit: int, people: int) -> QuerySet[Record, Any]:
    return _joined(actor, [_told(duty, rows, zone, limit) for duty, rows in _parts(actor, view, kind, _slots(people))])


@kept
def _all(actor: Actor, view: str, kind: str, people: int) -> QuerySet[Record, Any]:
    parts = [rows.order_by().values_list("pk") for _duty, rows in _parts(actor, view, kind, _slots(people))]
    return _joined(actor, parts)[: COUNTED + 1]


def _after(
    actor: Actor,
    view: str,
    kind: str,
    zone: str,
    limit: int,
    people: Sequence[int],
    by: datetime | None,
    of: str,
    id: int,
) -> QuerySet[Record, Any]:
    """The same from a place on; asked seldom, so it is made each time."""
    parts = _parts(actor, view, kind, people)
    return _joined(actor, [_told(duty, rows, zone, limit, _beyond(duty, by, of, id)) for duty, rows in parts])


def _parts(
    actor: Actor, view: str, kind: str, people: Sequence[int | Slot]
) -> Iterator[tuple[Duty, QuerySet[Record, Any]]]:
    """The rows of each duty that are in a view, those of each person for themselves."""
    for duty in duties():
        if kind in ("", duty.kind):
            for whose in _whose(actor, duty, view, people):
                yield duty, visible_to(actor, duty.noun).filter(duty.when & whose)


def _whose(actor: Actor, duty: Duty, view: str, people: Sequence[int | Slot]) -> Iterator[Q]:
    if view == MINE:
        yield from (Q((duty.person, person)) for person in people)
    elif view == OURS and duty.department:
        yield Q((duty.person, None)) & (one_of(duty.department, actor.above) | one_of(duty.department, actor.tree))
    elif view == GIVEN and duty.giver:
        of_others = Q((duty.person, None)) | ~Q((duty.person, actor.person))
        yield from (Q((duty.giver, person)) & of_others for person in people)


def _told(
    duty: Duty, rows: QuerySet[Record, Any], zone: str, limit: int, beyond: Q | None = None
) -> QuerySet[Record, Any]:
    rows = rows.annotate(owed_by=_by(duty, zone))
    rows = rows.filter(beyond) if beyond is not None else rows
    ordered = rows.order_by(F("owed_by").asc(nulls_last=True), "pk")
    duty_id = Value(duty.id, output_field=TextField())
    return ordered.values_list(duty_id, "pk", "owed_by", duty.since)[: limit + 1]


def _by(duty: Duty, zone: str) -> Any:
    if not duty.by:
        return Cast(Value(None), DateTimeField())
    if "__" in duty.by or entity_of(duty.noun).fields[duty.by].kind is not DAY:
        return F(duty.by)
    template = "((%(expressions)s + 1)::timestamp at time zone %(zone)s)"
    quoted = "'" + zone.replace("'", "''") + "'"
    return Func(F(duty.by), template=template, zone=quoted, output_field=DateTimeField())


def _beyond(duty: Duty, by: datetime | None, of: str, id: int) -> Q:
    """What stands after a place: later, or at the same moment further on."""
    further = Q(pk__gt=0) if duty.id > of else Q(pk__gt=id) if duty.id == of else Q(pk__in=[])
    if by is None:
        return Q(owed_by=None) & further
    return Q(owed_by__gt=by) | Q(owed_by=None) | (Q(owed_by=by) & further)


def _joined(actor: Actor, parts: Sequence[QuerySet[Record, Any]]) -> QuerySet[Record, Any]:
    """All of them as one query; where nothing of a kind is owed in this way, none."""
    if not parts:
        return visible_to(actor, duties()[0].noun).none().values_list("pk")
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _place(cursor: str) -> tuple[datetime | None, str, int]:
    by, of, id = unpacked(cursor, 3)
    try:
        return datetime.fromisoformat(by) if by is not None else None, str(of), id
    except (TypeError, ValueError) as wrong:
        raise foreign() from wrong
