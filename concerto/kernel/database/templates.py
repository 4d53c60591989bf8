"""Ready-made databases for tests: migrate once into a template, then copy it in a fraction of a second."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeAlias

from psycopg.sql import SQL, Identifier, Literal

from concerto.kernel.database.address import Address
from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.roles import Connection, close_to_public, front_door, prepare

Server: TypeAlias = Cluster | Address
BUILDING = 0x74706C  # the number of our advisory lock: "tpl"


def template(server: Server, key: str, build: Callable[[Address], None]) -> str:
    """The name of the template for `key` (whatever its contents follow from: the hash of the migrations).

    Made when missing, once among all processes: a new, prepared database is handed to `build`, which fills it as the
    owner and closes its connections. It gets its name only when done, so a half-built one is never copied.
    """
    name = f"concerto_template_{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    address = _owner(server)
    with front_door(address.as_keeper()) as door:
        door.execute(SQL("set lock_timeout = 0; select pg_advisory_lock({})").format(Literal(BUILDING)))
        if not door.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            _build(door, address.in_database(f"{name}_unfinished"), name, build)
    return name


def clone(server: Server, template: str, name: str) -> Address:
    """A new database `name`, a copy of `template`; answers its address, as the owner."""
    address = _owner(server)
    copy = SQL("create database {} template {} owner {}")
    with front_door(address.as_keeper()) as door:
        door.execute(copy.format(Identifier(name), Identifier(template), Identifier(address.user)))
        close_to_public(door, name)
    return address.in_database(name)


def drop(server: Server, name: str) -> None:
    """Removes a database, whoever is still connected to it; one that is not there is no trouble."""
    with front_door(_owner(server).as_keeper()) as door:
        _drop(door, name)


def _build(door: Connection, unfinished: Address, name: str, build: Callable[[Address], None]) -> None:
    _drop(door, unfinished.dbname)
    prepare(unfinished)
    build(unfinished)
    door.execute(SQL("alter database {} with allow_connections false").format(Identifier(unfinished.dbname)))
    door.execute(SQL("alter database {} rename to {}").format(Identifier(unfinished.dbname), Identifier(name)))


def _drop(door: Connection, name: str) -> None:
    door.execute(SQL("drop database if exists {} with (force)").format(Identifier(name)))


def _owner(server: Server) -> Address:
    return server.address("owner") if isinstance(server, Cluster) else server
