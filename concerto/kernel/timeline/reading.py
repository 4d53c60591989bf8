"""The timeline of a record (all that happened around it) and its history (all that changed in it), newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Q, QuerySet

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.quiet import is_quiet
from concerto.kernel.query.cursors import foreign, packed, unpacked
from concerto.kernel.redirects.finding import taken_in
from concerto.kernel.statements.kept import Kept, Slot, among
from concerto.kernel.timeline.telling import Happening, told

PAGE = 20
ROUNDS = 5  # pages read at most to fill one, when much of what happened is out of the reader's sight


@dataclass(frozen=True)
class Stretch:
    """A piece of a timeline and where it goes on."""

    happenings: list[Happening]
    next: str | None


@dataclass(frozen=True)
class Wanted:
    """Lines around a record, or about it alone; only those of some nouns, only those that changed a field.

    `merged`: also around those that were merged into it. `belongs`: it belongs to another record, on whose timeline its own
    lines stand; around a record that stands for itself are those of all that is below it.
    """

    around: bool
    belongs: bool = False
    nouns: tuple[str, ...] = ()
    field: str = ""
    merged: bool = False


def timeline(
    actor: Actor, record: Record, *, before: str = "", limit: int = PAGE, nouns: tuple[str, ...] = ()
) -> Stretch:
    """What happened around a record that `actor` has been shown, by when it took place. `nouns` keeps only lines of these."""
    also = tuple(taken_in(entity_of(record).id, record.pk))
    return _stretch(actor, record, _around(record, nouns, merged=bool(also)), before, limit, also)


def _around(record: Record, nouns: tuple[str, ...], *, merged: bool) -> Wanted:
    entity = entity_of(record)
    return Wanted(around=True, belongs=entity.above(record) is not None, nouns=nouns, merged=merged)


def history(actor: Actor, record: Record, *, before: str = "", limit: int = PAGE, field: str = "") -> Stretch:
    """What changed in a record that `actor` has been shown; `field` keeps only lines that changed this one."""
    return _stretch(actor, record, Wanted(around=False, field=field), before, limit)


def _stretch(
    actor: Actor, record: Record, wanted: Wanted, before: str, limit: int, also: tuple[int, ...] = ()
) -> Stretch:
    happenings: list[Happening] = []
    at = before
    for _round in range(ROUNDS):
        lines = _lines(record, wanted, at, limit + 1, also)
        more, lines = len(lines) > limit, lines[:limit]
        happenings += told(actor, [line for line in lines if not (wanted.around and is_quiet(line.verb))], root=record)
        at = after(lines[-1]) if more else ""
        if not more or len(happenings) >= limit:
            break
    return Stretch(happenings, at or None)


def _lines(record: Record, wanted: Wanted, before: str, most: int, also: tuple[int, ...]) -> list[Entry]:
    """So many lines behind a place, the newest first."""
    happened_at, id = _place(before) if before else (None, None)
    about = [record.pk, *also] if wanted.merged else record.pk
    given = {"noun": entity_of(record).id, "record": about, "happened_at": happened_at, "id": id}
    return lines_wanted(wanted, bool(before), most).rows(**given)


@lru_cache(maxsize=256)
def lines_wanted(wanted: Wanted, placed: bool, most: int) -> Kept[Entry]:
    """The query of them, from the newest on or from behind a place; it reads `most` lines however many there are."""
    behind = _behind(wanted, placed=placed)
    first, *others = (
        _told(wanted, *ways).filter(behind).order_by("-happened_at", "-id")[:most] for ways in _ways(wanted)
    )
    return Kept(first.union(*others, all=True).order_by("-happened_at", "-id")[:most] if others else first)


def _ways(wanted: Wanted) -> Sequence[tuple[str, str]]:
    """How lines lead to a record: each is read from its own index in order, so that a long timeline costs no more."""
    if not wanted.around:
        return (("entity", "record"),)
    return (("topic_entity", "topic"), ("entity", "record") if wanted.belongs else ("root_entity", "root"))


def _told(wanted: Wanted, noun: str, record: str) -> QuerySet[Entry]:
    about = among("record", record) if wanted.merged else Q((record, Slot("record")))
    return Entry.objects.filter(Q((noun, Slot("noun", "text"))) & about)


def _behind(wanted: Wanted, *, placed: bool) -> Q:
    condition = Q()
    if wanted.nouns:
        condition &= Q(entity__in=wanted.nouns)
    if wanted.field:
        condition &= Q(changes__has_key=wanted.field)
    if placed:
        at, id = Slot("happened_at", "timestamptz"), Slot("id")
        condition &= Q(happened_at__lte=at) & (Q(happened_at__lt=at) | Q(id__lt=id))
    return condition


def after(line: Entry) -> str:
    """Where to go on behind a line."""
    return packed(line.happened_at.isoformat(), line.id)


def _place(text: str) -> tuple[datetime, int]:
    at, id = unpacked(text, 2)
    try:
        moment = datetime.fromisoformat(at)
    except (TypeError, ValueError) as wrong:
        raise foreign() from wrong
    if moment.tzinfo is None:
        raise foreign()
    return moment, id
