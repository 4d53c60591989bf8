"""“My work” of somebody who owes ten thousand things, next to the first page and the count of it by hand."""

from __future__ import annotations

from collections.abc import Iterator

from concerto.site.bench.case import Case, Connection, Known, asking, fetching
from concerto.site.bench.doors import PAGE

NAME, OPEN = "my work", 10_000
GIVE = """
    insert into collaboration_task (version, created_at, updated_at, tags, sort_key, subject, title, about, assignee_id, giver_id, due,
        priority, state, checklist, unit, workdays, reason)
    select 1, now(), now(), '{}', 'owed ' || place, 'C-' || lpad((%(customers)s::bigint[])[1 + place %% %(many)s]::text, 5, '0'), 'Owed ' || place,
        '', %(person)s, %(person)s, now() + (place - 3000) * interval '1 hour', 'normal', 'open', '', 'weeks', false, ''
    from generate_series(1, %(wanted)s - (select count(*) from collaboration_task where assignee_id = %(person)s and state = 'open')) place
"""
FIRST = """
    (select 'task', id, title, subject, due from collaboration_task
        where assignee_id = %s and state in ('open', 'progress', 'waiting') and trashed_at is null order by due, id limit 51)
    union all (select 'handoff', id, title, subject, finish_by from collaboration_handoff
        where receiver_id = %s and state in ('accepted', 'progress') and trashed_at is null order by finish_by, id limit 51)
    order by 5, 2 limit 51
"""
ABOUT = """
    select c.id, c.name from customers_customer c where c.trashed_at is null and c.id in (
        select number from collaboration_task where assignee_id = %s and state = 'open' and prefix = 'C' order by due, id limit 51)
"""
COUNTED = """
    select count(*) from (select 1 from collaboration_task task join customers_customer c on c.id = task.number and c.trashed_at is null
        where assignee_id = %s and state in ('open', 'progress', 'waiting') and task.trashed_at is null limit 100) counted
"""


def give(connection: Connection, here: Known, person: int) -> None:
    """Let the person owe so much."""
    connection.execute(GIVE, {"customers": list(here.ids), "many": len(here.ids), "person": person, "wanted": OPEN})
    connection.execute("analyze collaboration_task")


def owing(person: int) -> Iterator[Case]:
    floor = fetching((FIRST, [person, person]), (ABOUT, [person]), (COUNTED, [person]))
    yield Case(NAME, PAGE, asking("/my-work"), floor)
