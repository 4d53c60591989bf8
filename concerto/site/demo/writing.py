"""The customers of the demo company, written chunk by chunk; what stands in a chunk follows from seed and place alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from random import Random
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from concerto.customers.activity.entity import activity
from concerto.customers.contact_point.entity import contact_point
from concerto.customers.customer.entity import customer
from concerto.customers.event.entity import event
from concerto.customers.journey.stages import ORDER
from concerto.customers.note.entity import note
from concerto.customers.relation.entity import relation
from concerto.customers.stay.entity import stay
from concerto.kernel.access.actor import PAGE, SYSTEM, Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.change import line
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.entity import Entity
from concerto.kernel.journal.writing import Line, write_many
from concerto.site.demo import touches
from concerto.site.demo.copying import Copying
from concerto.site.demo.customers import STAGES, Invented, invented
from concerto.site.demo.events import Path, events
from concerto.site.demo.moments import Moments

CHUNK = 5_000  # customers held in memory at a time
ENTRIES = 10  # of a timeline, on average
NOTES = 0.2  # of all touches
OWNED = 0.85  # of all customers
WRITER = SYSTEM.doing("create")


@dataclass
class Counts:
    entries: int = 0
    rows: int = 0


@dataclass
class Known:
    """A customer of this chunk, and from when on it can have been touched."""

    row: Any  # a Row
    since: int
    path: Path


class Company:
    """Writes customers and what passed with them. Ids are dealt out beforehand, so that rows can point at each other."""

    def __init__(self, seed: int, people: Mapping[str, Person], moments: Moments) -> None:
        self.seed, self.moments, self.people = seed, moments, people
        self.owners = [person for person in people.values() if "sales" in person.roles]
        self.writers = {person.pk: replace(WRITER, person=person.pk, door=PAGE) for person in people.values()}
        self.authors = sorted(self.writers)
        self.nouns = {
            each.id: Copying(each) for each in (customer, contact_point, relation, activity, note, event, stay)
        }
        self.first_id = 0
        self.counts = Counts()

    def write(self, positions: range, wanted: int) -> None:
        """The customers at these positions, out of `wanted` in all."""
        random = Random(f"{self.seed}:{positions.start}")  # noqa: S311 (a demo is to be repeatable, not secret)
        if not self.first_id:
            self.first_id = first_of(customer, wanted)
        lines: list[Line] = []
        known = [self._customer(random, position, lines) for position in positions]
        touched = random.choices(
            known, [random.paretovariate(1.1) ** 0.7 for _each in known], k=len(known) * ENTRIES - len(lines)
        )
        self._touches(random, known, touched, lines)
        self._journeys(Random(f"{self.seed}:{positions.start}:events"), known)  # noqa: S311 (likewise)
        rows = sum(noun.write() for noun in self.nouns.values())
        write_many(lines)
        self.counts = Counts(self.counts.entries + len(lines), self.counts.rows + rows + len(lines))

    # -- a customer ---------------------------------------------------------------------------------------------
    def _customer(self, random: Random, position: int, lines: list[Line]) -> Known:
        told_of = touches.STORY_NAME if position == 0 else {}
        one = invented(random, position, self.seed)
        since = self.moments.early(random)
        names = STAGES[: 1 + min(random.randrange(7), random.randrange(7), len(STAGES) - 1)]
        values = {**one.values, **told_of, "stage": names[0], **self._owner(random), "parent_id": self._id(one.parent)}
        row, born = self.nouns["customer"].add(WRITER, self.first_id + position, self.moments.all[since], values)
        lines.append(born)
        self._points(one, row, lines)
        self._ties(one, row, lines)
        return Known(row, since, self._stages(random, row, names, since, lines))

    def _owner(self, random: Random) -> dict[str, Any]:
        owner = random.choice(self.owners) if random.random() < OWNED else None
        return {"owner_id": owner.pk, "department_id": owner.department_id} if owner else {}

    def _id(self, position: int | None) -> int | None:
        return None if position is None else self.first_id + position

    def _points(self, one: Invented, row: Any, lines: list[Line]) -> None:
        points = [{**point, "customer_id": row.id, "primary": at == 0} for at, point in enumerate(one.points)]
        self._add("contact-point", [(WRITER, row.created_at, point) for point in points], lines)

    def _ties(self, one: Invented, row: Any, lines: list[Line]) -> None:
        ties = [
            {"customer_id": row.id, "tie": "works-at", "other_id": self._id(at), "part": part}
            for at, part in one.works_at
        ]
        self._add("relation", [(WRITER, row.created_at, tie) for tie in ties], lines)

    def _stages(self, random: Random, row: Any, names: Sequence[str], since: int, lines: list[Line]) -> Path:
        """The way to the stage of today, one edit after another."""
        places = sorted(self.moments.since(random, since) for _step in names[1:])
        for (before, after), place in zip(pairwise(names), places, strict=True):
            row.stage, row.version, row.updated_at = after, row.version + 1, self.moments.all[place]
            mover = self.writers[row.owner_id or random.choice(self.authors)].doing("edit")
            lines.append(replace(line(mover, customer, row, {"stage": [before, after]}), happened_at=row.updated_at))
        return Path(tuple(zip(names, [since, *places], strict=True)))

    # -- journeys: neither events nor stays write lines of their own ------------------------------------------------
    def _journeys(self, random: Random, known: Sequence[Known]) -> None:
        told = [{**each, "customer_id": one.row.id} for one in known for each in events(random, one.path, self.moments)]
        stayed = [{**each, "customer_id": one.row.id} for one in known for each in self._stays(one.path)]
        if known[0].row.id == self.first_id:
            told += [
                {**each, "customer_id": self.first_id, "at": self._told_at(step)} for step, each in touches.STORY_EVENTS
            ]
        for noun, rows in (("event", told), ("stay", stayed)):
            self._add(noun, [(WRITER, each.get("at") or each["since"], each) for each in rows], [])

    def _stays(self, path: Path) -> Iterator[dict[str, Any]]:
        """What the reader of stages would have kept."""
        for place, ((stage, since), (then, until)) in enumerate(pairwise([*path.stages, ("", -1)]), start=1):
            begun, ended = self.moments.all[since], self.moments.all[until] if then else None
            onward = ended - begun if ended and ended > begun else None
            furthest = ORDER.index(path.stages[place - 2][0]) + 1 if place > 1 else 0
            days = (ended - begun).days if ended else None
            yield {"place": place, "stage": stage, "since": begun, "until": ended, "days": days, "next": then,
                   "furthest": furthest, "onward": onward}  # fmt: skip

    # -- touches ------------------------------------------------------------------------------------------------
    def _touches(self, random: Random, known: Sequence[Known], touched: Sequence[Known], lines: list[Line]) -> None:
        activities, notes = [], []
        for one in touched:
            author, at = (
                self.writers[random.choice(self.authors)],
                self.moments.all[self.moments.since(random, one.since)],
            )
            self._touch(one.row, at)
            given = {"customer_id": one.row.id, "author_id": author.person}
            if random.random() < NOTES:
                notes.append((author, at, given | touches.note(random)))
            else:
                activities.append((author, at, given | touches.activity(random) | {"happened_at": at}))
        if known[0].row.id == self.first_id:
            activities += self._story(known[0].row)
        self._add("activity", activities, lines)
        self._add("note", notes, lines)

    def _story(self, row: Any) -> list[tuple[Actor, Any, dict[str, Any]]]:
        """How four departments kept a customer who nearly left."""
        told = []
        for step, (username, sort, subject, body) in enumerate(touches.STORY):
            author, at = self.people[username].pk, self._told_at(step)
            self._touch(row, at)
            values = {
                "customer_id": row.id,
                "author_id": author,
                "sort": sort,
                "subject": subject,
                "body": body,
                "happened_at": at,
            }
            told.append((self.writers[author], at, values))
        return told

    def _told_at(self, step: int) -> datetime:
        return self.moments.all[-600 + step * 70]

    def _touch(self, row: Any, at: Any) -> None:
        """What the reader of touches would have done."""
        row.last_touch = max(row.last_touch or at, at)

    def _add(self, noun: str, given: Sequence[tuple[Actor, Any, dict[str, Any]]], lines: list[Line]) -> None:
        copying = self.nouns[noun]
        ids = dealt(copying.entity, len(given))
        lines += [copying.add(actor, id, at, values)[1] for id, (actor, at, values) in zip(ids, given, strict=True)]


def first_of(entity: Entity, count: int) -> int:
    """The first of so many ids in a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(id), max(id) from (select nextval(pg_get_serial_sequence(%s, 'id')) as id from generate_series(1, %s)) dealt",
            [entity.model._meta.db_table, count],
        )
        first, last = cursor.fetchone()
    if last - first + 1 != count:
        raise Refused(_("Somebody else is writing here; the demo goes only into an empty Concerto."))
    return int(first)


def dealt(entity: Entity, count: int) -> list[int]:
    """Ids that nobody else will be given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [entity.model._meta.db_table, count],
        )
        return [int(id) for (id,) in cursor.fetchall()]
