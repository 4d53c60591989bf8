"""What every test stands on: a database as the serving role sees it, a cast of people, and no network.

db          a transaction on this worker's database, rolled back after the test; nothing really commits
committed   a fresh database of its own, where commits are commits, for several connections or processes
bare        the same without the cast: nobody is there yet
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from concerto.kernel.access.actor import Actor
from concerto.kernel.database.address import Address
from concerto.kernel.entity.shapes import NOTHING_ADDED, begin
from tests import cast
from tests.databases import Databases, connected
from tests.settings import HERE, HOME


# -- no network -----------------------------------------------------------------------------------------------------
def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: sockets reach this machine only."""
    if event == "socket.connect" and not is_local(arguments[1]):
        raise RuntimeError(f"a test tried to reach {arguments[1]}")
    if event == "socket.getaddrinfo" and not is_local((arguments[0],)):
        raise RuntimeError(f"a test asked where {arguments[0]} is")


def is_local(address: Any) -> bool:
    if not isinstance(address, tuple) or address[0] in (None, "", "localhost", b"localhost"):
        return True
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    try:
        return ipaddress.ip_address(host).is_loopback or host == "0.0.0.0"
    except ValueError:
        return False


sys.addaudithook(refuse_network)


# -- databases ------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The server, from the first test that needs it."""
    with Databases(HOME, HERE.database_url).running() as databases:
        yield databases


@pytest.fixture(scope="session")
def empty_template(databases: Databases, django_db_blocker: DjangoDbBlocker) -> str:
    """Migrated, with nobody in it; made once for all workers and runs."""
    with django_db_blocker.unblock():
        return databases.template()


@pytest.fixture(scope="session")
def cast_template(databases: Databases, empty_template: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The same with the cast, made by today's code, once for this worker."""
    name = databases.clone(empty_template)
    with django_db_blocker.unblock(), connected(databases.app(name)):
        cast.assemble()
    yield name
    databases.drop(name)


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, cast_template: str) -> Iterator[None]:
    """Instead of pytest-django's own: this worker's database, as the serving role."""
    name = databases.clone(cast_template)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # it would end the transaction of a test that calls the application
    with connected(databases.app(name)):
        yield
    databases.drop(name)


@pytest.fixture
def committed(
    databases: Databases, cast_template: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Address]:
    """A database of this test's own, with the cast; answers its address as the serving role."""
    yield from own_database(databases, cast_template, django_db_blocker)


@pytest.fixture
def bare(
    databases: Databases, empty_template: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Address]:
    """A database of this test's own in which nobody is yet."""
    yield from own_database(databases, empty_template, django_db_blocker)


def own_database(databases: Databases, template: str, blocker: DjangoDbBlocker) -> Iterator[Address]:
    assert not connection.in_atomic_block, "a test takes either `db` or a database of its own"
    name = databases.clone(template)
    with blocker.unblock(), connected(databases.app(name)) as address:
        yield address
    databases.drop(name)


@pytest.fixture
def owner_address(databases: Databases, committed: Address) -> Address:
    """The committed database as the owner of its tables."""
    return databases.owner(committed.dbname)


@pytest.fixture
def cut_off(databases: Databases, committed: Address) -> Callable[[], None]:
    """Ends this thread's connection at the server, as a crash would; whoever signed in may end what is theirs."""
    address = databases.owner(committed.dbname) if databases.url else committed

    def cut() -> None:
        with address.connect() as other:
            other.execute("select pg_terminate_backend(%s, 1000)", [connection.connection.info.backend_pid])

    return cut


# -- what administrators add ------------------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def nothing_added() -> Iterator[None]:
    """Every test begins with what the descriptions alone say: what another added was rolled back with it."""
    begin(NOTHING_ADDED)
    yield
    begin(NOTHING_ADDED)


# -- the cast -------------------------------------------------------------------------------------------------------
@pytest.fixture
def actor() -> Callable[..., Actor]:
    """`actor("sales")`: somebody of the cast, at the door of the pages."""
    return cast.acting


@pytest.fixture
def client_of() -> Callable[[str], Client]:
    """`client_of("sales")`: a browser in which somebody is signed in."""
    return cast.client_of


@pytest.fixture
def api_of() -> Callable[[str], Client]:
    """`api_of("sales")`: a program that acts as somebody, by a key."""
    return cast.api_of
