"""Accounts on a server of others: with all rights they need, with few, and two of them."""

from __future__ import annotations

import secrets

from concerto.kernel.database.address import Address, external
from concerto.kernel.database.roles import Prepared, prepare, restrict_journal
from tests.kernel.database.foreign import Foreign
from tests.kernel.database.test_roles import JOURNAL, allowed

FORBIDDEN = ["delete from journal", "delete from journal_now", "insert into journal (xid, verb) values ('7', 'x')"]
WANTED = ["insert into journal (actor, verb) values (2, 'create')", "insert into lead (name) values ('Wang')"]


def migrated(owner: Address) -> None:
    with owner.connect() as connection:
        connection.execute(JOURNAL)
        restrict_journal(connection, "journal", ["actor", "verb"])


def may_do(address: Address) -> list[str]:
    with address.connect(autocommit=True) as connection:
        return allowed(connection, [*FORBIDDEN, *WANTED])


def test_the_first_account_makes_all_it_needs(new_server: Foreign) -> None:
    url = new_server.url(new_server.account("createdb createrole"))
    assert prepare(external(url, "owner")) == Prepared(restricted=True)
    migrated(external(url, "owner"))
    assert may_do(external(url, "app")) == WANTED


def test_without_rights_it_serves_as_itself_until_an_administrator_does_what_the_warning_says(
    new_server: Foreign,
) -> None:
    account = new_server.account("nocreaterole nocreatedb")
    with new_server.administrator() as administrator:
        administrator.execute(f'create database concerto owner "{account}"')
    url = new_server.url(account)
    owner = external(url, "owner")
    prepared = prepare(owner)
    assert (prepared.restricted, prepared.warning is None) == (False, False)
    migrated(owner)
    assert may_do(external(url, "app", restricted=False)) == [*FORBIDDEN, *WANTED]

    with new_server.administrator() as administrator:
        administrator.execute(str(prepared.warning).rpartition("cure that: ")[2])
    assert prepare(owner) == Prepared(restricted=True)
    assert may_do(external(url, "app")) == WANTED


def test_a_second_account_has_no_way_back(foreign: Foreign) -> None:
    name = f"two_{secrets.token_hex(4)}"
    url, app_url = foreign.url(foreign.account("createdb createrole"), name), foreign.url(foreign.account(""), name)
    owner, app = external(url, "owner"), external(url, "app", app_url=app_url)
    assert prepare(owner, app) == Prepared(restricted=True)
    migrated(owner)
    with app.connect(autocommit=True) as connection:
        ways_back = ["reset role", "set role none", f'set role "{owner.user}"']
        assert allowed(connection, ways_back) == ways_back[:2]
        connection.execute("set role none")
        assert allowed(connection, [*FORBIDDEN, *WANTED]) == WANTED


def test_two_installations_on_one_server_are_told_how_to_share(new_server: Foreign) -> None:
    first, second = (new_server.account("createdb createrole") for _ in range(2))
    assert prepare(external(new_server.url(first, "one"), "owner")) == Prepared(restricted=True)
    address = external(new_server.url(second, "two"), "owner")
    warning = prepare(address).warning
    with new_server.administrator() as administrator:
        administrator.execute(str(warning).rpartition("cure that: ")[2] if warning else "select 1")
    assert prepare(address) == Prepared(restricted=True)
