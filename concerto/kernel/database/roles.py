"""Who may do what in the database: an owner that migrates, a restricted role that serves.

The restricted role reads and writes rows and nothing else; an append-only table it can only read and add to.
That stops injected SQL and our own mistakes, not somebody who already runs code in our process.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import psycopg
from psycopg.errors import InsufficientPrivilege
from psycopg.sql import SQL, Identifier, Literal

from concerto.kernel.database.address import TIMEOUTS, Address
from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.kernel.database.journal import append_only_tables, restrict_journal
from concerto.kernel.database.settings import APP, OWNER

__all__ = ["Prepared", "open_what_is_there", "prepare", "restrict_journal"]

_ = Sentence
Connection: TypeAlias = psycopg.Connection[Any]
OLDEST = 15
PREPARING = 0x636F6E63  # the number of our advisory lock: "conc"
POWERLESS = "nosuperuser nocreaterole noreplication nobypassrls"
ROWS = "select, insert, update, delete"


@dataclass(frozen=True)
class Prepared:
    """What `prepare` reached. Where `restricted` is false, `warning` says why, and what an administrator can do."""

    restricted: bool
    warning: Sentence | None = None


def prepare(address: Address, app: Address | None = None) -> Prepared:
    """Makes roles, database and rights as they should be, and changes nothing that is. `address` is the owner's.

    `app` is the address that serves, where that is another account (CONCERTO_DATABASE_APP_URL).
    Raises DatabaseRefused when the server is too old, out of reach, or does not let the owner own its database.
    """
    try:
        with front_door(address.as_keeper()) as server:
            server.execute(SQL("set lock_timeout = 0; select pg_advisory_lock({})").format(Literal(PREPARING)))
            return _prepared(server, address, logins=sorted({address.user, (app or address).user}))
    except psycopg.Error as error:
        raise DatabaseRefused(
            _("The database {dbname} could not be prepared ({why}).", dbname=address.dbname, why=first_line(error))
        ) from error


def reached(address: Address) -> Connection:
    """A connection outside transactions; a server that cannot be reached is refused in a sentence."""
    try:
        return address.connect(autocommit=True)
    except psycopg.OperationalError as error:
        raise DatabaseRefused(
            _(
                "The database {dbname} at {host}, port {port}, cannot be reached ({why}).",
                dbname=address.dbname,
                host=address.host,
                port=address.port,
                why=first_line(error),
            )
        ) from error


def front_door(address: Address) -> Connection:
    """A connection from which databases can be made: the one the address names need not exist yet."""
    if address.keeper:
        return reached(address.in_database("postgres"))
    try:
        return reached(address)
    except DatabaseRefused as refused:
        try:
            return reached(address.in_database("postgres"))
        except DatabaseRefused:
            raise refused from None


def close_to_public(server: Connection, dbname: str) -> None:
    """Nobody enters a database, or makes temporary tables in it, by default; the serving role may enter."""
    server.execute(SQL("revoke all on database {} from public").format(Identifier(dbname)))
    if _exists(server, APP):
        server.execute(SQL("grant connect on database {} to {}").format(Identifier(dbname), Identifier(APP)))


def first_line(error: psycopg.Error) -> str:
    """What PostgreSQL said, without the address it repeats and the hints it adds."""
    return (str(error).rpartition("failed: ")[2].splitlines() or [type(error).__name__])[0].strip()


def _prepared(server: Connection, address: Address, logins: Sequence[str]) -> Prepared:
    if server.info.server_version < OLDEST * 10000:
        raise DatabaseRefused(
            _(
                "The server at {host} is PostgreSQL {version}; Concerto needs {oldest} or newer.",
                host=address.host,
                version=server.info.server_version // 10000,
                oldest=OLDEST,
            )
        )
    warning = None if address.keeper else _share_app_role(server, logins)
    if address.keeper:
        _make_roles(server)
    _make_database(server, address)
    with reached(address.as_keeper()) as database:
        _refuse_unfit(database, address)
        close_to_public(database, address.dbname)
        database.execute("revoke all on schema public from public")
        if warning is None:
            _open_to_app(database, address, () if address.keeper else logins)
    return Prepared(warning is None, warning)


def _make_roles(server: Connection) -> None:
    """The two roles of the embedded server, made by its superuser; nobody else can sign in."""
    for role, rank, timeouts in ((OWNER, "createdb", TIMEOUTS["owner"]), (APP, "nocreatedb", TIMEOUTS["app"])):
        if not _exists(server, role):
            server.execute(SQL("create role {}").format(Identifier(role)))
        server.execute(SQL(f"alter role {{}} login {rank} {POWERLESS}").format(Identifier(role)))
        for name, value in timeouts.items():
            server.execute(SQL("alter role {} set {} = {}").format(Identifier(role), Identifier(name), Literal(value)))
    server.execute("revoke all on database postgres, template1 from public")
    server.execute(SQL("grant connect on database postgres to {}").format(Identifier(OWNER)))


def _share_app_role(server: Connection, logins: Sequence[str]) -> Sentence | None:
    """On a server of others: a role without sign-in that `logins` step down to. A warning where we may not have it."""
    step = "set" if server.info.server_version >= 160000 else "member"
    try:
        if not _exists(server, APP):
            server.execute(SQL(f"create role {{}} nologin nocreatedb {POWERLESS}").format(Identifier(APP)))
        for login in logins:
            if not _ask(server, "select pg_has_role(%s, %s, %s)", login, APP, step):
                server.execute(SQL("grant {} to {}").format(Identifier(APP), Identifier(login)))
    except InsufficientPrivilege:
        return _(
            "The account {user} may not make or hand out the role {role}, so Concerto serves as the owner and the "
            "database does not guard the journal; an administrator can cure that: {cure}",
            user=server.info.user,
            role=APP,
            cure=_cure(server, logins),
        )
    return None


def _cure(server: Connection, logins: Sequence[str]) -> str:
    make = [] if _exists(server, APP) else [SQL("CREATE ROLE {};").format(Identifier(APP))]
    grants = [SQL("GRANT {} TO {};").format(Identifier(APP), Identifier(login)) for login in logins]
    return SQL(" ").join([*make, *grants]).as_string(server)


def _make_database(server: Connection, address: Address) -> None:
    if not _ask(server, "select exists (select from pg_database where datname = %s)", address.dbname):
        make = SQL("create database {} owner {} template template0 encoding 'UTF8' lc_collate 'C'")
        server.execute(make.format(Identifier(address.dbname), Identifier(address.user)))


def _refuse_unfit(database: Connection, address: Address) -> None:
    if _ask(database, "show server_encoding") != "UTF8":
        raise DatabaseRefused(
            _("The database {dbname} is not encoded in UTF-8: make one that is.", dbname=address.dbname)
        )
    owns = "select pg_has_role(datdba, 'member') and has_schema_privilege('public', 'create') from pg_database"
    if not _ask(database, f"{owns} where datname = current_database()"):
        raise DatabaseRefused(
            _(
                "The account {user} must own the database {dbname} and its schema public: an "
                "administrator can give them with ALTER … OWNER TO.",
                user=address.user,
                dbname=address.dbname,
            )
        )


def _open_to_app(database: Connection, address: Address, logins: Iterable[str]) -> None:
    """Rows of the tables that the owner makes from now on; for a role that comes late, of those already there too."""
    late = not _ask(database, "select has_schema_privilege(%s, 'public', 'usage')", APP)
    owner, app = Identifier(address.user), Identifier(APP)
    later = SQL("alter default privileges for role {} in schema public grant {} to {}")
    with database.transaction():
        for login in map(Identifier, logins):
            database.execute(SQL("grant connect on database {} to {}").format(Identifier(address.dbname), login))
        database.execute(SQL("grant usage on schema public to {}").format(app))
        database.execute(later.format(owner, SQL(f"{ROWS} on tables"), app))
        database.execute(later.format(owner, SQL("usage on sequences"), app))
        if late:
            open_what_is_there(database)


def open_what_is_there(database: Connection) -> None:
    """Give the serving role its rights on tables that came without any: made before it, or loaded from a dump."""
    database.execute(SQL(f"grant {ROWS} on all tables in schema public to {{}}").format(Identifier(APP)))
    database.execute(SQL("grant usage on all sequences in schema public to {}").format(Identifier(APP)))
    for table, columns in append_only_tables(database):
        restrict_journal(database, table, columns)


def _exists(server: Connection, role: str) -> bool:
    return bool(_ask(server, "select exists (select from pg_roles where rolname = %s)", role))


def _ask(connection: Connection, question: str, *values: str) -> Any:
    row = connection.execute(question, values).fetchone()
    return row[0] if row else None
