"""What is measured: what people and programs do all day, each with the SQL that somebody would write for it by hand."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from urllib.parse import urlencode

from concerto.kernel.pages.listing.asking import ROWS
from concerto.kernel.query.cursors import packed
from concerto.kernel.text.lexemes import lexemes, query
from concerto.site.bench.behaviour import behaviour
from concerto.site.bench.case import Case, Connection, Floor, Known, asking, fetching
from concerto.site.bench.doors import API, PAGE, Ask

ROW = """
    select c.id, c.name, c.tier, c.stage, c.last_touch, c.revenue, c.employees, c.industry, c.city, c.version, owner.name, department.hue
    from customers_customer c left join kernel_person owner on owner.id = c.owner_id
    left join kernel_department department on department.id = owner.department_id
"""
WHOLE = "select c.*, owner.name from customers_customer c left join kernel_person owner on owner.id = c.owner_id"
CREATED = (
    '{"name": [null, "Bench"], "city": [null, "Leeds"], "form": [null, "organisation"], "stage": [null, "acquire"]}'
)
EDITED = '{"city": ["Leeds", "Bench"]}'
COUNTED = "select count(*) from (select 1 from customers_customer where trashed_at is null limit 10001) counted"
TIMELINE = """
    select id, at, actor, verb, entity, record, happened_at, reason, changes from journal
    where topic_entity = 'customer' and topic = %s order by happened_at desc, id desc limit 21
"""
POINTS = 'select * from customers_contactpoint where customer_id = %s and trashed_at is null order by "primary" desc, id limit 9'
TIES = "select * from customers_relation where (customer_id = %s or other_id = %s) and trashed_at is null order by id limit 100"
PAIRS_OF = "select * from kernel_pair where noun = 'customer' and verdict = 'open' and (one = %s or other = %s) order by weight desc limit 5"
FILES = "select * from kernel_file where prefix = 'C' and number = %s and trashed_at is null order by id desc limit 7"
WORTH = "select * from customers_worth where customer_id = %s"
DONE = """
    select kind, count(*), max(at), sum(amount) from customers_event
    where customer_id = %s and at >= now() - interval '1 year' and trashed_at is null group by kind
"""
BESIDE = "select id, name, city from customers_customer where trashed_at is null and sort_key >= %s order by sort_key, id limit 4"
PAIRS = """
    select pair.id, pair.weight, one.name, other.name from kernel_pair pair join customers_customer one on one.id = pair.one
    join customers_customer other on other.id = pair.other where pair.noun = 'customer' and pair.verdict = 'open'
    and one.trashed_at is null and other.trashed_at is null order by pair.weight desc, pair.id limit 50
"""
GROUPED = "select stage, count(*), sum(revenue) from customers_customer where trashed_at is null group by stage"
INSERT = """
    insert into customers_customer (version, created_at, updated_at, sort_key, search, name, other_name, form, stage, tier, industry, website,
        country, city, channel, language, time_zone, flags, tags, source, description)
    values (1, now(), now(), %s, %s, %s, '', 'organisation', 'acquire', '', '', '', '', %s, '', '', '', '{}', '{}', '', '') returning id
"""
JOURNAL = """
    insert into journal (actor, door, verb, entity, record, changes, topic_entity, topic, happened_at)
    values (1, 'page', %s, 'customer', %s, %s, 'customer', %s, now())
"""
UPDATE = "update customers_customer set city = %s, version = version + 1, updated_at = now(), sort_key = %s, search = %s where id = %s"


def known(connection: Connection) -> Known:
    some = connection.execute(
        "select id, name from customers_customer where trashed_at is null order by md5(id::text) limit 500"
    ).fetchall()
    middle = connection.execute(
        "select sort_key, id from customers_customer order by sort_key, id offset (select count(*) / 2 from customers_customer) limit 1"
    ).fetchone()
    return Known([id for id, _name in some], [name for _id, name in some], middle or ("", 1))


def cases(here: Known) -> Iterator[Case]:
    """All of them, reads first."""
    yield from lists(here)
    yield from searches()
    yield from records(here)
    yield from sums()
    yield from duplicates(here)
    yield from writes(here)
    yield from behaviour(here)


def lists(here: Known) -> Iterator[Case]:
    key, id = here.middle
    yield from listed("list", "true", "c.sort_key, c.id", [])
    yield from listed(
        "filter", "c.tier = 'A' and c.stage = 'convert'", "c.sort_key, c.id", [], filter="tier = A and stage = convert"
    )
    yield from listed("sort", "c.last_touch is not null", "c.last_touch desc, c.id desc", [], sort="-last_touch")
    yield from listed("sort unindexed", "c.revenue is not null", "c.revenue desc, c.id desc", [], sort="-revenue")
    yield from listed(
        "deep page", "(c.sort_key, c.id) > (%s, %s)", "c.sort_key, c.id", [key, id], cursor=packed("name", [key], id)
    )


def listed(name: str, where: str, order: str, values: list[Any], **asked: str) -> Iterator[Case]:
    """A list by both doors; the API's answer has the count, too."""
    sql = f"{ROW} where c.trashed_at is null and {where} order by {order} limit {ROWS + 1}"
    counted = f"select count(*) from (select 1 from customers_customer c where trashed_at is null and {where} limit 10001) counted"
    yield Case(name, PAGE, asking("/customers/", **asked), fetching((sql, values)))
    if "cursor" not in asked:
        both = fetching((sql, values), (counted, values))
        yield Case(name, API, asking("/api/v1/customers", limit=str(ROWS), **asked), both)


def searches() -> Iterator[Case]:
    for name, typed in (("search 中文", "鹭泉"), ("search Latin", "amber otter"), ("search pinyin", "luquan")):
        sql = f"{ROW} where c.trashed_at is null and c.search @@ %s::tsquery order by c.sort_key, c.id limit {ROWS + 1}"
        yield Case(name, PAGE, asking("/customers/", q=typed), fetching((sql, [query(typed)])))
    sql = (
        "select id, name, sort_key from customers_customer where trashed_at is null and search @@ %s::tsquery limit 500"
    )
    yield Case("search everywhere", API, asking("/api/v1/search", q="luquan"), fetching((sql, [query("luquan")])))


def records(here: Known) -> Iterator[Case]:
    at = here.at

    def whole(connection: Connection, number: int) -> object:
        id = at(number)
        one = connection.execute(f"{WHOLE} where c.id = %s", [id]).fetchall()
        return one, *(
            connection.execute(sql, values).fetchall()
            for sql, values in ((POINTS, [id]), (TIES, [id, id]), (TIMELINE, [id]))
        )

    def brief(connection: Connection, number: int) -> object:
        return connection.execute(f"{WHOLE} where c.id = %s", [at(number)]).fetchall(), connection.execute(
            TIMELINE, [at(number)]
        ).fetchall()

    def alone(connection: Connection, number: int) -> object:
        return connection.execute(f"{WHOLE} where c.id = %s", [at(number)]).fetchall()

    def beside(connection: Connection, number: int) -> object:
        id = at(number)
        return [connection.execute(sql, [id, id]).fetchall() for sql in (TIES, PAIRS_OF)], [
            connection.execute(sql, [id]).fetchall() for sql in (FILES, WORTH, DONE)
        ]

    yield Case("record", PAGE, lambda number: Ask(f"/customers/{at(number)}"), whole)
    yield Case("related", PAGE, lambda number: Ask(f"/customers/{at(number)}/related"), beside)
    yield Case("peek", PAGE, lambda number: Ask(f"/customers/{at(number)}?peek=1"), brief)
    yield Case("record", API, lambda number: Ask(f"/api/v1/customers/{at(number)}"), alone)


def duplicates(here: Known) -> Iterator[Case]:
    """What is told while a name is typed, next to names that sort beside it; the queue, next to its pairs with their names."""

    def typed(number: int) -> str:
        return here.names[number % len(here.names)]

    def beside(connection: Connection, number: int) -> object:
        return connection.execute(BESIDE, [typed(number)]).fetchall()

    yield Case("hint", PAGE, lambda number: Ask(f"/customers/alike?{urlencode({'name': typed(number)})}"), beside)
    yield Case("duplicates queue", PAGE, asking("/customers/duplicates"), fetching((PAIRS, [])))


def sums() -> Iterator[Case]:
    lane = f"{ROW} where c.trashed_at is null and c.stage = %s order by c.sort_key, c.id limit 21"
    lanes = [(lane, [stage]) for stage in ("acquire", "nurture", "convert", "retain", "refer")]
    yield Case("board", PAGE, asking("/customers/", layout="board", by="stage"), fetching((GROUPED, []), *lanes))
    yield Case(
        "aggregate",
        API,
        asking("/api/v1/customers/aggregate", group="stage", measure="count,sum:revenue"),
        fetching((GROUPED, [])),
    )
    yield Case("count", PAGE, asking("/customers/count"), fetching((COUNTED, [])))


def writes(here: Known) -> Iterator[Case]:
    run = count(secrets.randbelow(10**6))

    def name(number: int) -> str:
        return f"Bench {number} 白鹭泉"

    def changed(_number: int) -> dict[str, object]:
        return {"city": f"Bench {next(run)}"}  # another value each time: an edit that changes nothing writes nothing

    at = here.at

    yield Case(
        "create",
        API,
        lambda number: Ask("/api/v1/customers", "POST", {"name": name(number), "city": "Leeds"}),
        inserting(name),
    )
    yield Case(
        "create",
        PAGE,
        lambda number: Ask(
            "/customers/new",
            "POST",
            {"name": name(number), "city": "Leeds", "form": "organisation", "stage": "acquire"},
        ),
        inserting(name),
    )
    yield Case(
        "edit", API, lambda number: Ask(f"/api/v1/customers/{at(number)}", "PATCH", changed(number)), updating(at)
    )


def inserting(name: Callable[[int], str]) -> Floor:
    """Row and journal line in one transaction, search vector and sort key made beforehand."""

    def floor(connection: Connection, number: int) -> None:
        with connection.transaction():
            values = [name(number), lexemes([name(number), "Leeds"]), name(number), "Leeds"]
            (id,) = connection.execute(INSERT, values).fetchone() or (0,)
            connection.execute(JOURNAL, ["create", id, CREATED, id])

    return floor


def updating(at: Callable[[int], int]) -> Floor:
    """The row locked and read, changed, and its journal line."""

    def floor(connection: Connection, number: int) -> None:
        with connection.transaction():
            row = connection.execute(
                "select * from customers_customer where id = %s for update", [at(number)]
            ).fetchone()
            connection.execute(
                UPDATE, [f"Bench {number % 89}", f"bench {number}", lexemes(["Bench", "Leeds"]), row[0] if row else 0]
            )
            connection.execute(JOURNAL, ["edit", at(number), EDITED, at(number)])

    return floor
