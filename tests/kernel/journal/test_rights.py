"""The serving role adds to the journal and reads it; it changes, empties and forges nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from concerto.kernel.actions.change import line
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.months import AHEAD, make_ahead
from concerto.kernel.journal.writing import COLUMNS, write
from tests.cast import acting, customer_of
from tests.databases import connected

THIS_MONTH = f"journal_{datetime.now(UTC):%Y_%m}"
VALUES = "null, 'page', 'edit', 'customer', 1, '{}', null, null, null, null, now(), null, null, null, '', null"
NAMES = ", ".join(COLUMNS)
DENIED = [
    "update {journal} set reason = 'x'",
    "update {journal} set reason = 'x' where false",
    "delete from {journal} where false",
    "truncate {journal}",
    "drop table {journal}",
    "alter table {journal} alter column era set default 9",
    f"insert into {{journal}} (id, {NAMES}) overriding system value values (1, {VALUES})",
    f"insert into {{journal}} (xid, {NAMES}) values ('1'::xid8, {VALUES})",
    f"insert into {{journal}} (at, {NAMES}) values ('2000-01-01', {VALUES})",
    f"insert into {{journal}} (era, {NAMES}) values (7, {VALUES})",
    f"insert into {{journal}} (at, {NAMES}) values (default, {VALUES})",
    f"copy {{journal}} (id, {NAMES}) from stdin",
    "create trigger quiet before insert on {journal} execute function suppress_redundant_updates_trigger()",
    "create index on {journal} (reason)",
    "lock table {journal} in access exclusive mode",
]
NOT_FOR_SERVING = [
    "set session_replication_role = replica", "create table mine (id int)", "create temp table mine (id int)",
    "create schema mine", "create role mine", "select pg_read_file('/etc/passwd')", "copy journal to program 'cat'",
    "alter table customers_customer disable trigger all", "create function f() returns int language sql as 'select 1'",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["journal", THIS_MONTH])
@pytest.mark.parametrize("statement", DENIED)
def test_denied(statement: str, table: str) -> None:
    refused(statement.replace("{journal}", table))


@pytest.mark.django_db
@pytest.mark.parametrize("statement", NOT_FOR_SERVING)
def test_serving_can_do_no_more_than_serve(statement: str) -> None:
    refused(statement)


def refused(statement: str) -> None:
    with pytest.raises((DatabaseError, psycopg.Error)) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    cause = error.value.__cause__ or error.value
    assert isinstance(cause, psycopg.errors.InsufficientPrivilege), statement


@pytest.mark.django_db
def test_a_line_gets_its_id_its_transaction_and_its_time_from_the_database() -> None:
    customer = customer_of("own")
    before = datetime.now(UTC)
    ids = [write(line(acting("sales").doing("try"), entity_of(customer), customer, {"n": [None, n]})) for n in range(3)]
    lines = list(Entry.objects.filter(id__in=ids).order_by("id"))
    assert ids == sorted(ids)
    assert [each.changes["n"][1] for each in lines] == [0, 1, 2]
    assert all(before <= each.at <= datetime.now(UTC) for each in lines)
    assert {each.era for each in lines} == {1}


# -- months ahead ---------------------------------------------------------------------------------------------------
def partitions(address: Address) -> list[str]:
    with address.connect() as asking:
        rows = asking.execute("select relid::text from pg_partition_tree('journal') where isleaf order by 1").fetchall()
    return [name for (name,) in rows]


def test_months_are_made_ahead_once_and_closed_at_once(committed: Address, owner_address: Address) -> None:
    assert len(partitions(committed)) == AHEAD + 1
    with connected(owner_address):
        made = make_ahead(connection, today=date(2031, 11, 30), months=2)
        again = make_ahead(connection, today=date(2031, 11, 30), months=2)
    assert (made, again) == (["journal_2031_11", "journal_2031_12", "journal_2032_01"], [])
    assert set(made) <= set(partitions(committed))
    for name in made:
        with committed.connect() as serving, pytest.raises(psycopg.errors.InsufficientPrivilege):
            serving.execute(f"delete from {name}")


def test_a_month_ends_where_the_next_begins(committed: Address, owner_address: Address) -> None:
    with connected(owner_address):
        make_ahead(connection, today=date(2031, 12, 31), months=1)
    moments = ["2031-12-31 23:59:59.999999Z", "2032-01-01 00:00Z", "2032-01-31 23:59:59.999999Z"]
    with owner_address.connect() as asking:
        for moment in moments:
            asking.execute(f"insert into journal (at, {NAMES}) values ('{moment}', {VALUES})")
        rows = asking.execute(
            "select tableoid::regclass::text from journal where at > '2031-12-01' order by at"
        ).fetchall()
    assert rows == [("journal_2031_12",), ("journal_2032_01",), ("journal_2032_01",)]
