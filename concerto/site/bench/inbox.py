"""An inbox of ten thousand notices: its first page, and one from the middle of it."""

from __future__ import annotations

from collections.abc import Iterator

from concerto.kernel.notices.reading import PAGE as LINES
from concerto.kernel.query.cursors import packed
from concerto.site.bench.case import Case, Connection, asking, fetching
from concerto.site.bench.doors import PAGE

NOTICES = 10_000
WHOSE = "select id from kernel_person where username = 'admin'"
FILL = f"""
    insert into kernel_notice (person_id, kind, entity, record, journal, count, gathers, at, stands_at)
    select ({WHOSE}), 'assigned', 'customer', customers.ids[1 + number % cardinality(customers.ids)], 1000000000000 + number, 1, false,
        timestamptz '2026-01-01' + number * interval '1 minute', timestamptz '2026-01-01' + number * interval '1 minute'
    from generate_series(1, {NOTICES}) number,
        (select array(select id from customers_customer where trashed_at is null order by id limit 500) as ids) customers
    on conflict do nothing
"""
MIDDLE = f"select stands_at, id from kernel_notice where person_id = ({WHOSE}) and done_at is null order by stands_at desc, id desc offset {NOTICES // 2} limit 1"
LINE = f"""
    select n.*, c.name, c.version from kernel_notice n left join customers_customer c on n.entity = 'customer' and c.id = n.record
    where n.person_id = ({WHOSE}) and n.done_at is null and n.stands_at <= now() and %s order by n.stands_at desc, n.id desc limit {LINES + 1}
"""
UNREAD = f"select kind, count(*) from kernel_notice where person_id = ({WHOSE}) and read_at is null group by kind"


def inbox(connection: Connection) -> Iterator[Case]:
    connection.execute(FILL)
    connection.execute("analyze kernel_notice")
    [(at, id)] = connection.execute(MIDDLE).fetchall()
    first, deeper = LINE % "true", LINE % "(n.stands_at, n.id) < (%s, %s)"
    yield Case("inbox", PAGE, asking("/notices"), fetching((first, []), (UNREAD, [])))
    deep = asking("/notices", before=packed(at.isoformat(), id))
    yield Case("inbox, deep", PAGE, deep, fetching((deeper, [at, id]), (UNREAD, [])))
