"""Records that lack somebody from a department that a rule wants: counted by sets, whatever the number of records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from concerto.collaboration.people.asking import condition
from concerto.collaboration.people.coverage.model import Coverage
from concerto.collaboration.people.seat.model import Seat
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import find
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import parse


@dataclass(frozen=True)
class Gap:
    """How many records of a noun need somebody from a part of the company, and how many have nobody."""

    entity: Entity
    hue: str
    needed: int
    lacking: int


def wanted(actor: Actor) -> Mapping[tuple[Entity, str], Q]:
    """Noun and colour → which records need somebody from there, as far as the actor may ask. In the order of nouns and colours."""
    found: dict[tuple[Entity, str], list[Q]] = defaultdict(list)
    for rule in visible_to(actor, Coverage).order_by("noun", "pk").defer("search"):
        entity = find(rule.noun)
        if entity is None or not may(actor, entity, Act.READ):
            continue
        asked = condition(actor, entity, rule.filter)
        if asked is not None:
            for hue in rule.needs:
                found[entity, hue].append(asked)
    return {key: reduce(or_, parts) if all(parts) else Q() for key, parts in found.items()}


def covered(entity: Entity, hue: str) -> Exists:
    """Whether somebody who works here looks after the row for a department of this colour."""
    seats = Seat.everything.filter(
        prefix=entity.prefix, number=OuterRef("pk"), department__hue=hue, trashed_at=None,
        person__left_at=None, person__trashed_at=None,
    )  # fmt: skip
    return Exists(seats)


def needing(actor: Actor, entity: Entity, asked: Q, filter: str = "") -> QuerySet[Record]:
    """The records that the actor may see and that rules speak of, further limited by a filter of lists. Raises Unclear."""
    rows: QuerySet[Record] = visible_to(actor, entity.model).filter(asked)
    return rows.filter(compiled(actor, entity, parse(filter))) if filter else rows


def gaps(actor: Actor, filter: str = "", noun: str = "") -> list[Gap]:
    """One query for each noun and colour; those that lack most come first."""
    found = []
    for (entity, hue), asked in wanted(actor).items():
        if noun in ("", entity.id):
            rows = needing(actor, entity, asked, filter).order_by()
            needed = rows.count()
            found.append(Gap(entity, hue, needed, rows.exclude(covered(entity, hue)).count() if needed else 0))
    return sorted(found, key=lambda gap: -gap.lacking)


def lacking(actor: Actor, entity: Entity, hue: str, filter: str = "") -> QuerySet[Record]:
    """The records behind a figure. Raises Unclear."""
    asked = wanted(actor).get((entity, hue))
    rows = entity.model.everything.none() if asked is None else needing(actor, entity, asked, filter)
    return rows.exclude(covered(entity, hue))
