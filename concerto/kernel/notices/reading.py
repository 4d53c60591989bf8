"""A person's inbox: how much is unread, what stands where, and what it says to this reader at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, TextChoices
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, find
from concerto.kernel.notices.kinds import Group, Kind, Told, kinds
from concerto.kernel.notices.model import Notice
from concerto.kernel.query.cursors import foreign, packed, unpacked

PAGE = 30


@dataclass(frozen=True)
class Line:
    """One notice in words. `record` is None where it is about a noun as a whole, or about what the reader may not see."""

    notice: Notice
    kind: Kind
    words: str
    entity: Entity
    record: Record | None
    who: Person | None

    @property
    def is_out_of_sight(self) -> bool:
        return bool(self.notice.record) and self.record is None


@dataclass(frozen=True)
class Stretch:
    lines: list[Line]
    next: str


class Shelf(TextChoices):
    """Where notices stand: all that is open, what of it is unread, what is put off, what is done."""

    OPEN = "", gettext_lazy("All")
    UNREAD = "unread", gettext_lazy("Unread")
    SNOOZED = "snoozed", gettext_lazy("Snoozed")
    DONE = "done", gettext_lazy("Done")


def unread(people: Iterable[int]) -> dict[int, int]:
    """Person → how many notices are unread, in one query; people without any are missing."""
    rows = _unread(list(people)).values("person")
    return {row["person"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def unread_by_group(actor: Actor) -> dict[Group, int]:
    """How many are unread under each tab; those without any are missing."""
    found: dict[Group, int] = defaultdict(int)
    rows = _unread([actor.person]).values("kind").annotate(number=Count("pk")).order_by()
    for row in rows:
        found[kinds()[row["kind"]].group] += row["number"]
    return dict(found)


def _unread(people: Sequence[int | None]) -> Any:
    return Notice.objects.filter(person__in=people, read_at=None, stands_at__lte=Now(), kind__in=kinds())


def notices(
    actor: Actor, *, shelf: Shelf = Shelf.OPEN, group: str = "", kind: str = "", before: str = "", limit: int = PAGE
) -> Stretch:
    """What stands on a shelf, the newest first; of what is put off, the next to come back. Raises Unclear for a cursor of
    something else."""
    rows = _of(actor).filter(_on(shelf))
    if group:
        rows = rows.filter(kind__in=[id for id, each in kinds().items() if each.group == group])
    if kind:
        rows = rows.filter(kind=kind)
    by, descending = ("done_at" if shelf == Shelf.DONE else "stands_at"), shelf != Shelf.SNOOZED
    if before:
        rows = rows.filter(_after(by, *_place(before), descending=descending))
    sign = "-" if descending else ""
    taken = list(rows.order_by(f"{sign}{by}", f"{sign}id")[: limit + 1])
    last = taken[limit - 1] if len(taken) > limit else None
    return Stretch(
        in_words(actor, taken[:limit]), packed(getattr(last, by).isoformat(), last.pk) if last is not None else ""
    )


def _on(shelf: Shelf) -> Q:
    match shelf:
        case Shelf.DONE:
            return Q(done_at__isnull=False)
        case Shelf.SNOOZED:
            return Q(done_at=None, stands_at__gt=Now())
        case Shelf.UNREAD:
            return Q(done_at=None, stands_at__lte=Now(), read_at=None)
    return Q(done_at=None, stands_at__lte=Now())


def _after(by: str, at: datetime, id: int, *, descending: bool) -> Q:
    """What comes after a place, said so that an index is entered there."""
    to, beyond = ("lte", "lt") if descending else ("gte", "gt")
    return Q(**{f"{by}__{to}": at}) & (Q(**{f"{by}__{beyond}": at}) | Q(**{f"id__{beyond}": id}))


def one(actor: Actor, id: int) -> Line:
    """A notice of the actor. Raises NotThere."""
    found = _of(actor).filter(pk=id).first() if 0 < id < 2**63 else None
    if found is None:
        raise NotThere()
    return in_words(actor, [found])[0]


def in_words(actor: Actor, told: Sequence[Notice]) -> list[Line]:
    """What notices say to their reader, by the rights of this moment: one query per noun, one for people."""
    records = _records(actor, told)
    who = {person.pk: person for person in _people(actor, told)}
    return [
        _line(actor, notice, entity, records.get((notice.entity, notice.record)), who)
        for notice in told
        if (entity := find(notice.entity))
    ]


def _line(actor: Actor, notice: Notice, entity: Entity, record: Record | None, who: Mapping[int, Person]) -> Line:
    kind, person = kinds()[notice.kind], who.get(notice.actor or 0)
    title = title_of(actor, record) if record else _("something that you can no longer see")
    name = title_of(actor, person) if person else _("Somebody") if notice.actor else "Concerto"
    told = Told(name, title, entity.label, entity.plural, notice.count, record)
    return Line(notice, kind, kind.sentence(told), entity, record, person)


def title_of(actor: Actor, record: Record) -> str:
    """The words that stand for a record; its code where its title is not for this reader."""
    entity = entity_of(record)
    known = all(field.id in readable(actor, entity) for field in (entity.title, entity.title_zh) if field)
    return entity.title_of(record) if known else entity.code(record.pk)


def _of(actor: Actor) -> Any:
    return Notice.objects.filter(person=actor.person, kind__in=kinds())


def _records(actor: Actor, told: Sequence[Notice]) -> dict[tuple[str, int], Record]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for notice in told:
        wanted[notice.entity].add(notice.record)
    return {
        (noun, row.pk): row
        for noun, ids in wanted.items()
        if (entity := find(noun))
        for row in visible_to(actor, entity.model).filter(pk__in=ids - {0}).defer("search")
    }


def _people(actor: Actor, told: Sequence[Notice]) -> Iterable[Person]:
    ids = {notice.actor for notice in told if notice.actor}
    return visible_to(actor, Person).filter(pk__in=ids).select_related("department") if ids else ()


def _place(text: str) -> tuple[datetime, int]:
    at, id = unpacked(text, 2)
    try:
        return datetime.fromisoformat(at), int(id)
    except (TypeError, ValueError) as wrong:
        raise foreign() from wrong
