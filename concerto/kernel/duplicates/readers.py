"""Records that are new or changed are compared with those that are there; where many came at once, all are searched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from math import ceil

from django.db import IntegrityError, transaction
from django.utils import timezone

from concerto.kernel.actions.standard import CREATE, EDIT
from concerto.kernel.duplicates.comparing import compare
from concerto.kernel.duplicates.later import defer
from concerto.kernel.duplicates.model import OVER, Hunt, Stage
from concerto.kernel.duplicates.reading import alike_nouns, identifying
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader

MANY = 200  # records of one page of the journal; of more a search of all is cheaper
PAUSED = 3_000  # records of a search for each second of pause after it, which is about nine times what it takes


@reader("kernel.duplicates", from_the_start=True)
def look_for_duplicates(lines: Sequence[Entry]) -> None:
    """Compare what these lines made or changed."""
    for noun, ids in touched(lines).items():
        entity = named(noun)
        if len(ids) > MANY:
            search_all(entity)
        else:
            compare(entity, sorted(ids))


def touched(lines: Sequence[Entry]) -> dict[str, set[int]]:
    """Noun → ids of records whose names, places or contacts these lines touched."""
    found: dict[str, set[int]] = defaultdict(set)
    leading = {other.id: entity.id for entity in alike_nouns() for other, _link, _told in identifying(entity)}
    telling = {entity.id: telling_fields(entity) for entity in alike_nouns()}
    for line in lines:
        if line.entity in telling and _tells(line, telling[line.entity]):
            found[line.entity].add(line.record)
        if line.entity in leading and line.topic and line.verb in (CREATE, EDIT):
            found[leading[line.entity]].add(line.topic)
    return found


def _tells(line: Entry, fields: frozenset[str]) -> bool:
    return line.verb == CREATE or (line.verb == EDIT and bool(fields & line.changes.keys()))


def telling_fields(entity: Entity) -> frozenset[str]:
    """Ids of the fields that are compared."""
    assert entity.alike
    symbols = (entity.alike.also, entity.alike.place, entity.alike.host, *entity.alike.within)
    return frozenset({entity.title.id, *(entity.at(symbol).id for symbol in symbols if symbol)})


def search_all(entity: Entity) -> None:
    """Begin a search of all records, unless one waits already."""
    if Hunt.objects.filter(noun=entity.id).exclude(stage__in=OVER).exists():
        return
    try:
        with transaction.atomic():
            defer(Hunt.objects.create(noun=entity.id).pk, pause_after(newest_ended(entity)))
    except IntegrityError:  # somebody was quicker
        return


def newest_ended(entity: Entity) -> Hunt | None:
    return Hunt.objects.filter(noun=entity.id, stage=Stage.DONE).order_by("-id").first()


def pause_after(last: Hunt | None) -> int:
    """Seconds until all are searched again: while a large file comes in, one search must not follow the other."""
    if last is None or last.ended_at is None:
        return 0
    free = last.ended_at + timedelta(seconds=last.records / PAUSED)
    return max(0, ceil((free - timezone.now()).total_seconds()))
