"""What each role may do: the same on our own server, on PostgreSQL 15 of the system, and on a given one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, LockNotAvailable

from concerto.kernel.database import roles
from concerto.kernel.database.address import Address, external
from concerto.kernel.database.errors import DatabaseRefused
from concerto.kernel.database.roles import Prepared, prepare, restrict_journal
from concerto.kernel.database.settings import APP, OWNER
from concerto.kernel.database.templates import drop
from tests.kernel.database.conftest import Server
from tests.kernel.database.foreign import Foreign

JOURNAL = """
    create table journal (id bigint generated always as identity, xid xid8 not null default pg_current_xact_id(),
        at timestamptz not null default clock_timestamp(), actor bigint, verb text not null, primary key (id, at))
        partition by range (at);
    create table journal_now partition of journal for values from ('2000-01-01Z') to ('2100-01-01Z');
    create table lead (id bigint generated always as identity primary key, name text);
    insert into journal (actor, verb) values (1, 'create');
"""
TABLES = ("journal", "journal_now")
CHANGES = [
    "update {} set verb = 'forged'",
    "delete from {}",
    "truncate {}",
    "drop table {}",
    "begin; lock table {}",
    "alter table {} add extra int",
    "create trigger t before insert on {} execute function pg_notify()",
]
FORGERIES = [
    "(id, at, verb) overriding system value values (7, now(), 'x')",
    "(xid, verb) values ('7', 'x')",
    "(at, verb) values ('2001-01-01', 'x')",
    "values (default, default, default, 1, 'x')",
]
POWERS = [
    "create table t (n int)",
    "create temp table t (n int)",
    "create schema s",
    "create role r",
    "create database d",
    "set session_replication_role = replica",
    "copy lead to program 'true'",
    "copy lead to '/tmp/lead'",
    "select pg_read_file('/etc/passwd')",
    "alter table lead disable row level security",
    "truncate lead",
]


@pytest.fixture
def database(server: Server) -> Iterator[Address]:
    """A prepared database of its own with a journal in it, as the owner."""
    address = server.owner.in_database(f"roles_{secrets.token_hex(4)}")
    assert prepare(address) == Prepared(restricted=True)
    with address.connect() as connection:
        connection.execute(JOURNAL)
        restrict_journal(connection, "journal", ["actor", "verb"])
    yield address
    drop(server.owner, address.dbname)


@pytest.fixture
def app(server: Server, database: Address) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection with which Concerto serves."""
    with server.serving(database).connect(autocommit=True) as connection:
        yield connection


def test_it_serves_as_the_restricted_role(app: psycopg.Connection) -> None:
    assert app.execute("select current_user").fetchone() == (APP,)


def test_it_reads_and_writes_rows_of_what_the_owner_makes(app: psycopg.Connection, database: Address) -> None:
    with database.connect() as owner:
        owner.execute("create table note (id serial, text text)")
    app.execute("insert into note (text) values ('a'), ('b')")
    app.execute("update note set text = 'c' where text = 'b'")
    app.execute("delete from note where text = 'a'")
    assert app.execute("select id, text from note").fetchall() == [(2, "c")]


def allowed(app: psycopg.Connection, statements: Iterable[str]) -> list[str]:
    """Those of `statements` that this role may do."""
    found = []
    for statement in statements:
        with suppress(InsufficientPrivilege):
            app.execute(statement)
            found.append(statement)
        app.rollback()
    return found


def test_a_journal_is_never_changed(app: psycopg.Connection) -> None:
    assert allowed(app, [change.format(table) for change in CHANGES for table in TABLES]) == []
    assert app.execute("select id, actor, verb from journal").fetchall() == [(1, 1, "create")]


def test_what_the_journal_writes_itself_is_never_forged(app: psycopg.Connection) -> None:
    assert allowed(app, [f"insert into {table} {forgery}" for forgery in FORGERIES for table in TABLES]) == []


def test_a_journal_takes_new_rows_singly_and_in_bulk(app: psycopg.Connection) -> None:
    assert app.execute("insert into journal (actor, verb) values (2, 'edit') returning id").fetchone() == (2,)
    with app.cursor().copy("copy journal (actor, verb) from stdin") as copy:
        copy.write_row((3, "delete"))
    assert app.execute("select id, actor, verb from journal order by id").fetchall() == [
        (1, 1, "create"),
        (2, 2, "edit"),
        (3, 3, "delete"),
    ]


def test_a_new_partition_is_closed_like_the_others(app: psycopg.Connection, database: Address) -> None:
    with database.connect() as owner:
        owner.execute(
            "create table \"journal Später\" partition of journal for values from ('2100-01-01Z') to ('2200-01-01Z')"
        )
        restrict_journal(owner, "journal Später", ["actor", "verb"])
    assert (
        allowed(
            app,
            [
                'delete from "journal Später"',
                "insert into \"journal Später\" (id, verb) overriding system value values (1, 'x')",
            ],
        )
        == []
    )


def test_to_close_a_journal_again_never_shuts_it_to_whoever_serves(app: psycopg.Connection, database: Address) -> None:
    def close_often() -> None:
        with database.connect(autocommit=True) as owner:
            for _ in range(30):
                restrict_journal(owner, "journal", ["actor", "verb"])

    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(close_often)
        while not closing.done():
            app.execute("insert into journal (actor, verb) values (2, 'edit')")
    assert closing.exception() is None


def test_a_journal_that_is_not_there_is_an_error(database: Address) -> None:
    with database.connect() as owner, pytest.raises(psycopg.errors.UndefinedTable):
        restrict_journal(owner, "jornal", ["verb"])


def test_it_has_no_power_but_over_rows(app: psycopg.Connection) -> None:
    assert allowed(app, POWERS) == []
    assert allowed(app, ["select name from lead"]) == ["select name from lead"]


def test_it_does_not_become_the_owner(app: psycopg.Connection, server: Server) -> None:
    if not server.cluster:
        pytest.skip("one account may step up again on a server of others: there a second account is the guard")
    assert allowed(app, [f"set role {OWNER}", "set role postgres", "reset role"]) == ["reset role"]


def test_nobody_else_comes_in(database: Address) -> None:
    with database.connect() as owner:
        rights = owner.execute("select datacl::text from pg_database where datname = current_database()").fetchone()
        schema = owner.execute("select nspacl::text from pg_namespace where nspname = 'public'").fetchone()
    for held in (rights, schema):
        assert held is not None
        assert [entry for entry in held[0].strip("{}").split(",") if entry.startswith(("=", '"='))] == []


def test_each_role_gives_up_in_time(app: psycopg.Connection, database: Address) -> None:
    assert app.execute("show statement_timeout").fetchone() == ("30s",)
    assert app.execute("show lock_timeout").fetchone() == ("5s",)
    with database.connect() as owner:
        assert owner.execute("show lock_timeout").fetchone() == ("5s",)
        assert owner.execute("show statement_timeout").fetchone() == ("0",)
        owner.execute("lock table lead")
        app.execute("set lock_timeout = '50ms'")
        with pytest.raises(LockNotAvailable):
            app.execute("select * from lead")


def test_to_prepare_again_changes_nothing(app: psycopg.Connection, database: Address) -> None:
    rights = "select relname, relacl::text from pg_class where relnamespace = 'public'::regnamespace order by 1"
    before = app.execute(rights).fetchall()
    assert prepare(database) == Prepared(restricted=True)
    assert app.execute(rights).fetchall() == before


def test_many_may_prepare_at_once(server: Server) -> None:
    address = server.owner.in_database(f"roles_{secrets.token_hex(4)}")
    prepare(address)
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(prepare, [address] * 6)) == [Prepared(restricted=True)] * 6
    drop(server.owner, address.dbname)


def test_a_server_that_is_too_old_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "OLDEST", 99)
    with pytest.raises(DatabaseRefused, match=r"is PostgreSQL 1[58]; Concerto needs 99 or newer\.$"):
        prepare(server.owner)


def test_a_server_out_of_reach_is_refused_without_its_password() -> None:
    with pytest.raises(DatabaseRefused) as refused:
        prepare(external("postgres://me:secret@127.0.0.1:1/concerto", "owner"))
    assert str(refused.value) == "The database concerto at 127.0.0.1, port 1, cannot be reached (Connection refused)."


def test_a_wrong_password_is_refused_without_showing_it(foreign: Foreign) -> None:
    wrong = replace(foreign.owner(), password="not-the-one")
    with pytest.raises(DatabaseRefused) as refused:
        prepare(wrong)
    assert f'password authentication failed for user "{wrong.user}"' in str(refused.value)
    assert "not-the-one" not in str(refused.value) + repr(wrong)


def test_a_database_of_somebody_else_is_refused(foreign: Foreign) -> None:
    with pytest.raises(DatabaseRefused, match="must own the database postgres and its schema public"):
        prepare(foreign.owner("postgres"))
