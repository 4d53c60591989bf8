"""Telling people something: many at once, each once per journal line, in the transaction of whoever tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.notices.kinds import Group, Kind, kinds

_GIVEN = """
    from unnest(%(people)s::bigint[], %(nouns)s::text[], %(records)s::bigint[], %(lines)s::bigint[], %(actors)s::bigint[])
        as given(person, entity, record, journal, actor)
    join kernel_person person on person.id = given.person and person.left_at is null and person.trashed_at is null
    where not exists (select from kernel_notice_setting setting
        where setting.person_id = given.person and setting.kind = %(kind)s and not setting.wanted)
"""
_EACH = f"""
    insert into kernel_notice (person_id, kind, entity, record, journal, actor, count, gathers, at, stands_at)
    select given.person, %(kind)s, entity, record, journal, actor, 1, false, now(), now() {_GIVEN}
    on conflict (person_id, kind, journal) where not gathers do nothing returning id
"""
_GATHERED = f"""
    insert into kernel_notice (person_id, kind, entity, record, journal, actor, count, gathers, at, stands_at)
    select given.person, %(kind)s, entity, record, max(journal), (array_agg(actor order by journal desc))[1],
        count(distinct journal), true, now(), now() {_GIVEN}
      and not exists (select from kernel_notice known where known.person_id = given.person and known.kind = %(kind)s
        and known.entity = given.entity and known.record = given.record and known.journal >= given.journal)
    group by given.person, entity, record order by given.person, entity, record
    on conflict (person_id, kind, entity, record) where gathers and read_at is null do update
    set journal = excluded.journal, actor = excluded.actor, count = kernel_notice.count + excluded.count, at = excluded.at,
        stands_at = greatest(kernel_notice.stands_at, excluded.stands_at), xid = pg_current_xact_id()
    where kernel_notice.journal < excluded.journal returning id
"""


Carry = Callable[[Kind, Sequence[int]], None]  # the kind, ids of notices that are new or told more
_carriers: list[Carry] = []


def carrier(carry: Carry) -> Carry:
    """Register a way that notices go beside the inbox. It is called in the transaction in which they are told, and may be
    given one again: so it keeps that something is to be carried, once, and leaves the carrying to a worker."""
    _carriers.append(carry)
    return carry


@dataclass(frozen=True)
class Notification:
    """One person, one record (0: the noun as a whole), the journal line that led to it, and whose doing it was."""

    person: int
    noun: str
    record: int
    journal: int
    actor: int | None = None


OWED = (Group.TASK, Group.APPROVAL, Group.HANDOFF)  # what waits for somebody, and so for whoever stands in for them
StandIns = Callable[[], Mapping[int, int]]
_forwarding: list[StandIns] = []


def forwards(find: StandIns) -> StandIns:
    """Let what is owed be told to stand-ins as well: `find` answers person who is away → who is there for them now."""
    _forwarding.append(find)
    return find


def notify(
    people: Iterable[int | None], kind: str, *, about: Record, journal_id: int, actor: int | None = None
) -> None:
    """Tell `people` something about a record: the one call of a job that has ended. Saying it again changes nothing."""
    noun = entity_of(about).id
    send(kind, [Notification(person, noun, about.pk, journal_id, actor) for person in people if person])


def send(kind: str, told: Sequence[Notification]) -> None:
    """The same for many at once. Whoever has left, or does not want this kind, is passed over."""
    if not told:
        return
    if kinds()[kind].group in OWED:
        told = list(dict.fromkeys((*told, *_forwarded(told))))
    values: dict[str, Any] = {
        "kind": kind,
        "people": [each.person for each in told],
        "nouns": [each.noun for each in told],
        "records": [each.record for each in told],
        "lines": [each.journal for each in told],
        "actors": [each.actor for each in told],
    }
    with connection.cursor() as cursor:
        cursor.execute(_GATHERED if kinds()[kind].gathers else _EACH, values)
        new = [row[0] for row in cursor.fetchall()]
    if new:
        for carry in _carriers:
            carry(kinds()[kind], new)


def _forwarded(told: Sequence[Notification]) -> Iterator[Notification]:
    """What people who are away are told, for those who stand in; nobody is told of their own doing."""
    for find in _forwarding:
        stand_ins = find()
        for each in told:
            other = stand_ins.get(each.person)
            if other and other != each.actor:
                yield replace(each, person=other)
