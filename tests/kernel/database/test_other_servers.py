"""Accounts on a server of others: with few rights, and two of them."""

from __future__ import annotations

import secrets

import pytest
from psycopg.errors import InsufficientPrivilege

from concerto.kernel.database.address import external
from concerto.kernel.database.roles import Prepared, prepare, restrict_journal
from concerto.kernel.database.settings import APP
from tests.kernel.database.conftest import System15
from tests.kernel.database.test_roles import JOURNAL


@pytest.fixture
def url(system_15: System15) -> str:
    """An account without rights that owns a database; nobody has made the serving role yet."""
    name, account = f"given_{secrets.token_hex(4)}", system_15.account("nocreaterole nocreatedb")
    with system_15.administrator().connect(autocommit=True) as administrator:
        administrator.execute(f'create database {name} owner "{account}"')
    return system_15.url(account, name)


def test_an_account_without_rights_serves_as_itself_until_an_administrator_helps(system_15: System15, url: str) -> None:
    owner = external(url, "owner")
    prepared = prepare(owner)
    assert not prepared.restricted
    assert f'CREATE ROLE {APP}; GRANT {APP} TO "{owner.user}";' in str(prepared.warning)
    with owner.connect() as connection:
        connection.execute(JOURNAL)
        restrict_journal(connection, "journal", ["actor", "verb"])
    with external(url, "app", restricted=False).connect() as same_account:
        assert same_account.execute("delete from lead; select current_user").fetchone() is None

    with system_15.administrator().connect(autocommit=True) as administrator:
        if not administrator.execute("select 1 from pg_roles where rolname = %s", [APP]).fetchone():
            administrator.execute(f"create role {APP}")
        administrator.execute(f'grant {APP} to "{owner.user}"')
    assert prepare(owner) == Prepared(restricted=True)
    with external(url, "app").connect(autocommit=True) as app:
        app.execute("insert into lead (name) values ('Wang')")
        app.execute("insert into journal (actor, verb) values (2, 'create')")
        for change in ("delete from journal", "delete from journal_now", "insert into journal (xid, verb) values ('7', 'x')"):
            with pytest.raises(InsufficientPrivilege):
                app.execute(change)


def test_a_second_account_has_no_way_back(system_15: System15) -> None:
    name = f"two_{secrets.token_hex(4)}"
    url = system_15.url(system_15.account("createdb createrole"), name)
    app_url = system_15.url(system_15.account(""), name)
    owner, app = external(url, "owner"), external(url, "app", app_url=app_url)
    assert prepare(owner, app) == Prepared(restricted=True)
    with owner.connect() as connection:
        connection.execute(JOURNAL)
        restrict_journal(connection, "journal", ["actor", "verb"])
    with app.connect(autocommit=True) as connection:
        connection.execute("insert into journal (actor, verb) values (2, 'create')")
        for attempt in ("reset role", "set role none"):
            connection.execute(attempt)
            with pytest.raises(InsufficientPrivilege):
                connection.execute("delete from journal")
        with pytest.raises(InsufficientPrivilege):
            connection.execute(f'set role "{owner.user}"')
