"""A person's notices: how many are unread, which there are, and what they say to this reader at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, find
from concerto.kernel.notices.kinds import Kind, Told, kinds
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


def unread(people: Iterable[int]) -> dict[int, int]:
    """Person → how many notices are unread, in one query; people without any are missing."""
    rows = Notice.objects.filter(person__in=list(people), read_at=None, kind__in=kinds()).values("person")
    return {row["person"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def notices(actor: Actor, *, kind: str = "", only_unread: bool = False, before: str = "", limit: int = PAGE) -> Stretch:
    """What the actor was told, the newest first. Raises Unclear for a cursor of something else."""
    rows = _of(actor).filter(kind=kind) if kind else _of(actor)
    if only_unread:
        rows = rows.filter(read_at=None)
    if before:
        at, id = _place(before)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=id))
    taken = list(rows.order_by("-at", "-id")[: limit + 1])
    more = packed(taken[limit - 1].at.isoformat(), taken[limit - 1].pk) if len(taken) > limit else ""
    return Stretch(in_words(actor, taken[:limit]), more)


def read(actor: Actor, ids: Sequence[int] | None = None) -> None:
    """Mark notices of the actor as read: these, or all."""
    rows = _of(actor).filter(read_at=None)
    chosen = list((rows if ids is None else rows.filter(pk__in=ids)).values_list("pk", flat=True))
    with connection.cursor() as cursor:  # the xid tells the person's other pages
        cursor.execute(
            "update kernel_notice set read_at = %s, xid = pg_current_xact_id() where id = any(%s) and read_at is null",
            [timezone.now(), chosen],
        )


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
    told = Told(name, title, entity.label, entity.plural, notice.count)
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
