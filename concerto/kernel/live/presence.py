"""Who looks at or edits a record, across processes: each writes what its own streams show and reads about the same records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from concerto.kernel.live.model import Presence
from concerto.kernel.live.topics import Topic

WRITING = "+"  # stands for a field where somebody writes on the timeline
LASTS = timedelta(seconds=12)  # of a stream whose process says nothing any more
Here = tuple[str, int, Topic]  # stream, person, record

_STAY = """
    insert into kernel_presence (stream, person, entity, record, field, seen_at)
    select *, '', now() from unnest(%s::text[], %s::bigint[], %s::text[], %s::bigint[])
    on conflict (stream) do update set seen_at = now()
"""
_AROUND = """
    select entity, record, string_agg(distinct person || ':' || field, ' ' order by person || ':' || field)
    from kernel_presence natural join unnest(%s::text[], %s::bigint[]) as shown(entity, record)
    where seen_at > %s group by entity, record
"""
_EDITING = """
    insert into kernel_presence (stream, person, entity, record, field, seen_at) values (%s, %s, %s, %s, %s, now())
    on conflict (stream) do update set field = excluded.field
    where kernel_presence.person = excluded.person and kernel_presence.entity = excluded.entity
      and kernel_presence.record = excluded.record
"""


def stay(here: Sequence[Here]) -> None:
    """Say that these streams are still open, and clear away those of processes that ended without a word."""
    with connection.cursor() as cursor:
        streams, people, records = zip(*here, strict=True) if here else ((), (), ())
        nouns, ids = [topic.noun for topic in records], [topic.record for topic in records]
        cursor.execute(_STAY, [list(streams), list(people), nouns, ids])
    Presence.objects.filter(seen_at__lt=timezone.now() - 5 * LASTS).delete()


def leave(streams: Iterable[str]) -> None:
    """These streams have closed."""
    Presence.objects.filter(stream__in=list(streams)).delete()


def around(topics: Iterable[Topic]) -> dict[Topic, str]:
    """For each of these records with anybody at it, who is there and what they edit, as one text to compare."""
    shown = list(topics)
    with connection.cursor() as cursor:
        nouns, ids = [topic.noun for topic in shown], [topic.record for topic in shown]
        cursor.execute(_AROUND, [nouns, ids, timezone.now() - LASTS])
        return {Topic(noun, record): who for noun, record, who in cursor.fetchall()}


def editing(stream: str, person: int, topic: Topic, field: str) -> None:
    """The person at this stream begins to edit a field, or with "" ends. A stream of somebody else is left as it is."""
    with connection.cursor() as cursor:
        cursor.execute(_EDITING, [stream, person, topic.noun, topic.record, field])


def people_at(topic: Topic) -> dict[int, str]:
    """Person → the field being edited, "" for whoever only looks."""
    here = Presence.objects.filter(entity=topic.noun, record=topic.record, seen_at__gt=timezone.now() - LASTS)
    found: dict[int, str] = {}
    for person, field in here.order_by("person", "-field").values_list("person", "field"):
        found.setdefault(person, field)
    return found
