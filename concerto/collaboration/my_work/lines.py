"""What is owed, as a page and a program are told of it: the record, what it is about, and what stands above that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from concerto.collaboration.my_work.duty import duties
from concerto.collaboration.my_work.owed import GIVEN, OURS, Owed
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.inputs import can_answer, inputs
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.notices.reading import title_of
from concerto.kernel.query.veil import veil
from concerto.kernel.statements.kept import among
from concerto.kernel.ui.addresses import record_address
from concerto.kernel.ui.sight import Sight, sight_of

HIGHEST = 3  # steps up from a record: a comment on a hand-off on a deal of a customer

Place = tuple[Entity, int]
GROUPS: Mapping[str, Label] = {
    "late": _("Overdue"),
    "today": _("Today"),
    "week": _("This week"),
    "later": pgettext_lazy("work", "Later"),
    "never": _("Without a date"),
}


@dataclass(frozen=True)
class Named:
    """A record by its words, for whoever may see it."""

    record: Record
    title: str
    url: str


@dataclass(frozen=True)
class Line:
    """One thing that is owed. `about` is the record it is about, `root` the one above that which stands for itself; `whose`
    names who is to do it where that is not the reader; `verb` is what the reader can do at once."""

    owed: Owed
    entity: Entity
    record: Record
    title: str
    url: str
    about: Named | None
    root: Named | None
    whose: str
    verb: Action[Any] | None
    group: str

    @property
    def at_once(self) -> bool:
        """Whether the verb asks for nothing."""
        return self.verb is not None and not inputs(self.verb)


def lines(actor: Actor, view: str, found: Sequence[Owed]) -> list[Line]:
    """In the same order; what went out of sight meanwhile is missing. Queries do not grow with their number."""
    rows = _loaded(actor, found)
    sights = {entity: sight_of(actor, entity) for entity in {entity for entity, _id in rows}}
    above = _above(actor, rows.values())
    now = timezone.now()
    return [
        _line(actor, view, each, row, sights[place[0]], above, now)
        for each in found
        if (row := rows.get(place := (entity_of(each.duty.noun), each.id)))
    ]


def grouped(told: Iterable[Line]) -> list[tuple[str, Label, list[Line]]]:
    """Under their headings, in order."""
    found: dict[str, list[Line]] = defaultdict(list)
    for each in told:
        found[each.group].append(each)
    return [(id, GROUPS[id], found[id]) for id in GROUPS if id in found]


def group_of(by: datetime | None, now: datetime) -> str:
    """Whether it is late, due until tonight, until Sunday night, later, or never, as the reader's days go."""
    if by is None:
        return "never"
    if by < now:
        return "late"
    tonight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    monday = tonight + timedelta(days=6 - timezone.localtime(now).weekday())
    return "today" if by <= tonight else "week" if by <= monday else "later"


def _line(
    actor: Actor,
    view: str,
    each: Owed,
    row: Record,
    sight: Sight,
    above: Mapping[Place, Named],
    now: datetime,
) -> Line:
    entity = sight.entity
    ways = [above[place] for place in _way_up(entity, row, above)]
    return Line(
        each,
        entity,
        row,
        sight.title_of(row),
        record_address(entity, row.pk),
        ways[0] if ways else None,
        ways[-1] if len(ways) > 1 else None,
        _whose(actor, view, each, row, sight),
        _verb(actor, view, each, row, entity),
        group_of(each.by, now),
    )


def _whose(actor: Actor, view: str, each: Owed, row: Record, sight: Sight) -> str:
    """The name of who is to do it: of whom the reader stands in for, or waits for; the department's while no person is named."""
    person = getattr(row, each.duty.person)
    if person == actor.person:
        return ""
    attribute = each.duty.person if person else each.duty.department
    field = next((link for link in sight.entity.links if link.attribute == attribute), None)
    linked = sight.linked(field, row) if field and field.id in readable(actor, sight.entity) else None
    return sight.title_of(linked) if linked and view != OURS else ""


def _verb(actor: Actor, view: str, each: Owed, row: Record, entity: Entity) -> Action[Any] | None:
    """What can be done to it from here: nothing to what others owe."""
    wanted = (each.duty.take or each.duty.verb) if view == OURS else each.duty.verb
    verb = entity.actions.get(wanted) if view != GIVEN else None
    return verb if verb and verb.allowed(actor) and can_answer(actor, verb) and verb.suits(actor, row) else None


def _loaded(actor: Actor, found: Iterable[Owed]) -> dict[Place, Record]:
    ids: dict[Entity, set[int]] = defaultdict(set)
    for each in found:
        ids[entity_of(each.duty.noun)].add(each.id)
    rows: dict[Place, Record] = {}
    for entity, wanted in ids.items():
        seen = _owed(actor, entity).rows(ids=list(wanted))
        rows |= {(entity, row.pk): row for row in veil(actor, entity, seen)}
    return rows


@kept
def _owed(actor: Actor, entity: Entity) -> QuerySet[Record]:
    """Rows with those to whom they are owed, of all that they link to."""
    whose = {
        link.id
        for duty in duties()
        if duty.kind == entity.id
        for link in entity.links
        if link.attribute in (duty.person, duty.department)
    }
    rows = visible_to(actor, entity.model).filter(among("ids")).select_related(*whose)
    return rows.defer("search", *(f"{link}__search" for link in whose))


def _above(actor: Actor, rows: Iterable[Record]) -> dict[Place, Named]:
    """Everything above these rows that the actor may see: one query for each noun on each step."""
    known: dict[Place, Named] = {}
    here = list(rows)
    for _step in range(HIGHEST):
        wanted: dict[Entity, set[int]] = defaultdict(set)
        for row in here:
            above = _next(entity_of(row), row)
            if above and above not in known:
                wanted[above[0]].add(above[1])
        here = []
        for entity, ids in wanted.items():
            found = _named(actor, entity).rows(ids=list(ids))
            known |= {
                (entity, row.pk): Named(row, title_of(actor, row), record_address(entity, row.pk)) for row in found
            }
            here += found
    return known


@kept
def _named(actor: Actor, entity: Entity) -> QuerySet[Record]:
    """Rows with what they are called and what they belong to."""
    wanted = (entity.title, entity.title_zh, entity.follows, entity.attached)
    return visible_to(actor, entity.model).filter(among("ids")).only(*(field.id for field in wanted if field))


def _next(entity: Entity, row: Record) -> Place | None:
    above = entity.above(row)
    return above if above and above[1] else None


def _way_up(entity: Entity, row: Record, known: Mapping[Place, Named]) -> Iterator[Place]:
    """The places above a row, the nearest first, as far as they can be seen."""
    for _step in range(HIGHEST):
        place = _next(entity, row)
        if place is None or place not in known:
            return
        yield place
        entity, row = place[0], known[place].record
