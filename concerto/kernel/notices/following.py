"""Following a record: of what others do to it one is told. It is a person's own bookmark, not a change of the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.reaching import reached
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.merging.references import Keeper, goes_along
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.notices.model import Follow

BY_ITSELF = "follow-by-itself"  # the setting that stands beside the kinds

Following = tuple[int, str, int]  # person, noun, id

_FOLLOW = """
    insert into kernel_follow (person_id, entity, record, muted, since)
    select distinct given.person, entity, record, false, now()
    from unnest(%s::bigint[], %s::text[], %s::bigint[]) as given(person, entity, record)
    join kernel_person person on person.id = given.person
    where not exists (select from kernel_notice_setting setting
        where setting.person_id = given.person and setting.kind = %s and not setting.wanted)
    order by 1, 2, 3
    on conflict (person_id, entity, record) do nothing
"""


_ALONG = """
    insert into kernel_follow (person_id, entity, record, muted, since)
    select person_id, entity, %s, false, now() from kernel_follow where entity = %s and record = %s and not muted
    order by 1 on conflict (person_id, entity, record) do nothing returning person_id
"""


def follow(actor: Actor, record: Record, *, on: bool) -> None:
    """Follow a record, or no longer. Raises NotThere for one that the actor may not see."""
    if not reached(actor, type(record), [record.pk]):
        raise NotThere()
    assert actor.person, "the system follows nothing"
    Follow.objects.update_or_create(
        person_id=actor.person, entity=entity_of(record).id, record=record.pk, defaults={"muted": not on}
    )


def follow_by_themselves(given: Sequence[Following]) -> None:
    """People follow what they made, own or wrote on, unless they once gave it up or do not want it."""
    if given:
        people, nouns, records = zip(*given, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_FOLLOW, [list(people), list(nouns), list(records), BY_ITSELF])


def follows(actor: Actor, record: Record) -> bool:
    """Whether the actor follows it."""
    return bool(_of(record).filter(person=actor.person).exists())


def followers(actor: Actor, record: Record) -> list[Person]:
    """Who follows it, of the people that the actor may see."""
    people = _of(record).values("person")
    return list(visible_to(actor, Person).filter(pk__in=people).select_related("department").order_by("sort_key"))


def followers_of(records: Iterable[tuple[str, int]]) -> list[tuple[int, str, int, datetime]]:
    """(person, noun, id, since) of everybody who follows any of these records, in one query."""
    wanted = list(records)
    with connection.cursor() as cursor:
        cursor.execute(
            "select person_id, entity, record, since from kernel_follow"
            " natural join unnest(%s::text[], %s::bigint[]) as wanted(entity, record) where not muted",
            [[noun for noun, _id in wanted], [id for _noun, id in wanted]],
        )
        return list(cursor.fetchall())


def _go_along(noun: str, loser: int, winner: int) -> list[int]:
    """Whoever follows the one follows the other, unless they gave that up; answers those who did not follow it before."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONG, [winner, noun, loser])
        return [row[0] for row in cursor.fetchall()]


def _go_back(noun: str, loser: int, winner: int, people: Any) -> None:
    Follow.objects.filter(entity=noun, record=winner, person__in=people).delete()


goes_along("followers", Keeper(_go_along, _go_back))


def _of(record: Record):  # type: ignore[no-untyped-def]  # a QuerySet of a plain model
    return Follow.objects.filter(entity=entity_of(record).id, record=record.pk, muted=False)
