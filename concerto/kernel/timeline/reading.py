"""The timeline of a record (all that happened around it) and its history (all that changed in it), newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.model import Entry
from concerto.kernel.query.cursors import foreign, packed, unpacked
from concerto.kernel.redirects.finding import taken_in
from concerto.kernel.timeline.telling import Happening, told

PAGE = 20
ROUNDS = 5  # pages read at most to fill one, when much of what happened is out of the reader's sight


@dataclass(frozen=True)
class Stretch:
    """A piece of a timeline and where it goes on."""

    happenings: list[Happening]
    next: str | None


def timeline(
    actor: Actor, record: Record, *, before: str = "", limit: int = PAGE, nouns: tuple[str, ...] = ()
) -> Stretch:
    """What happened around a record that `actor` has been shown, by when it took place. `nouns` keeps only lines of these."""
    noun = entity_of(record).id
    also = taken_in(noun, record.pk)  # what happened around those that were merged into it happened around it
    around = Q(topic_entity=noun, topic__in=[record.pk, *also]) if also else Q(topic_entity=noun, topic=record.pk)
    return _stretch(actor, record, around & Q(entity__in=nouns) if nouns else around, before, limit)


def history(actor: Actor, record: Record, *, before: str = "", limit: int = PAGE, field: str = "") -> Stretch:
    """What changed in a record that `actor` has been shown; `field` keeps only lines that changed this one."""
    own = Q(entity=entity_of(record).id, record=record.pk)
    return _stretch(actor, record, own & Q(changes__has_key=field) if field else own, before, limit)


def _stretch(actor: Actor, record: Record, condition: Q, before: str, limit: int) -> Stretch:
    happenings: list[Happening] = []
    at = before
    for _round in range(ROUNDS):
        lines = list(_lines(condition, at)[: limit + 1])
        more, lines = len(lines) > limit, lines[:limit]
        happenings += told(actor, lines, root=record)
        at = after(lines[-1]) if more else ""
        if not more or len(happenings) >= limit:
            break
    return Stretch(happenings, at or None)


def _lines(condition: Q, before: str):  # type: ignore[no-untyped-def]  # a QuerySet of a model without a typed manager
    if before:
        happened_at, id = _place(before)
        condition &= Q(happened_at__lte=happened_at) & (Q(happened_at__lt=happened_at) | Q(id__lt=id))
    return Entry.objects.filter(condition).order_by("-happened_at", "-id")


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
