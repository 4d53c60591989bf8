"""Databases for tests: built once, copied often."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from psycopg.errors import InsufficientPrivilege

from concerto.kernel.database.address import Address
from concerto.kernel.database.roles import front_door, restrict_journal
from concerto.kernel.database.templates import clone, drop, template
from tests.kernel.database.conftest import Server
from tests.kernel.database.test_roles import JOURNAL


def build(address: Address) -> None:
    with address.connect() as connection:
        connection.execute(JOURNAL)
        restrict_journal(connection, "journal", ["actor", "verb"])


def names(server: Server, part: str) -> list[str]:
    with front_door(server.owner) as connection:
        found = connection.execute("select datname from pg_database where datname like %s order by 1", [f"%{part}%"])
        return [name for (name,) in found.fetchall()]


def test_a_template_is_built_once_by_many(server: Server) -> None:
    key, built = secrets.token_hex(8), []

    def building(address: Address) -> None:
        built.append(address.dbname)
        build(address)

    with ThreadPoolExecutor(5) as pool:
        made = set(pool.map(lambda _: template(server.cluster or server.owner, key, building), range(5)))
    assert len(built) == 1
    assert made == {built[0].removesuffix("_unfinished")}
    assert names(server, made.pop()) == [built[0].removesuffix("_unfinished")]


def test_a_clone_has_the_tables_and_the_rights(server: Server) -> None:
    made = template(server.cluster or server.owner, "the same for each run", build)
    address = clone(server.owner, made, f"clone_{secrets.token_hex(4)}")
    with server.serving(address).connect(autocommit=True) as app:
        app.execute("insert into journal (actor, verb) values (2, 'edit')")
        for refused in ("delete from journal", "delete from journal_now", "create temp table t (n int)"):
            with pytest.raises(InsufficientPrivilege):
                app.execute(refused)
        assert app.execute("select count(*) from journal").fetchone() == (2,)
        drop(server.owner, address.dbname)
    assert names(server, address.dbname) == []
    drop(server.owner, address.dbname)


def test_what_failed_to_build_never_becomes_a_template(server: Server) -> None:
    key = secrets.token_hex(8)

    def failing(address: Address) -> None:
        raise RuntimeError(address.dbname)

    with pytest.raises(RuntimeError) as failed:
        template(server.owner, key, failing)
    assert template(server.owner, key, build) == str(failed.value).removesuffix("_unfinished")
