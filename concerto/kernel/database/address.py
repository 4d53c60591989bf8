"""How to reach a database: over the private socket of the embedded server, or where a URL says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias

import psycopg
from psycopg.conninfo import conninfo_to_dict

from concerto.kernel.database.account import account_name
from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.kernel.database.place import socket_folder
from concerto.kernel.database.settings import APP, KEEPER, OWNER

_ = Sentence
Role: TypeAlias = Literal["owner", "app"]
DATABASE = "concerto"
TIMEOUTS = {  # between two statements of a migration a busy machine may need long; nobody else waits for the owner's connection
    "owner": {"lock_timeout": "5s", "idle_in_transaction_session_timeout": "0"},
    "app": {"lock_timeout": "5s", "statement_timeout": "30s"},
}
SCHEMES = ("postgres://", "postgresql://")
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
PLANNED_AFTER = 1  # runs of a statement's text before the server keeps its plan: see planned.py
POOL = {"min_size": 1, "max_size": 11, "timeout": 5}


@dataclass(frozen=True)
class Address:
    """One database as one role. `options` are further parameters of libpq, `sslmode` for one.

    `keeper` is the role that may make roles, where `user` is not it: in the embedded server only.
    """

    host: str
    port: int
    dbname: str
    user: str
    password: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict, hash=False)
    keeper: str = ""

    def django(self, pool: bool) -> dict[str, Any]:
        """An entry of Django's DATABASES. `pool` for serving; off for migrations and tests."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.dbname,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": str(self.port),
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"prepare_threshold": PLANNED_AFTER, **self.options, **({"pool": dict(POOL)} if pool else {})},
        }

    def connect(self, **kw: Any) -> psycopg.Connection[Any]:
        """A connection of psycopg; `kw` is handed on. Trouble stays psycopg's own error."""
        return psycopg.connect(**{**self._parameters(), **kw})

    def for_program(self) -> tuple[str, dict[str, str]]:
        """What pg_dump and its kin are given: how to connect, and the environment with the password, which no list of processes shows."""
        parameters = self._parameters()
        password = parameters.pop("password", "")
        return psycopg.conninfo.make_conninfo(**parameters), {"PGPASSWORD": str(password)} if password else {}

    def answers(self) -> psycopg.pq.Ping:
        """Whether a server accepts, rejects (it starts or stops) or is not there; nobody signs in."""
        parameters = psycopg.conninfo.make_conninfo(**self._parameters())
        return psycopg.pq.Ping(psycopg.pq.PGconn.ping(parameters.encode()))

    def in_database(self, dbname: str) -> Self:
        return replace(self, dbname=dbname)

    def as_keeper(self) -> Self:
        """The same place as the role that may make roles."""
        return replace(self, user=self.keeper or self.user)

    def with_settings(self, **settings: str) -> Self:
        """The same, with settings of the server that hold for each session."""
        flags = " ".join(f"-c {name}={value}" for name, value in settings.items())
        return replace(self, options={**self.options, "options": f"{self.options.get('options', '')} {flags}".strip()})

    def _parameters(self) -> dict[str, Any]:
        named = {name: getattr(self, name) for name in ("host", "port", "dbname", "user", "password")}
        return {**{name: value for name, value in named.items() if value}, **self.options}


def here(home: Path, url: str | None, app_url: str | None, *, role: Role, restricted: bool = True) -> Address:
    """The database of an installation: the one its settings name, else the embedded one of its home."""
    return external(url, role, app_url=app_url, restricted=restricted) if url else embedded(home, role)


def embedded(home: Path, role: Role) -> Address:
    """The embedded database of `home`. Needs no server: every process computes the same from the home.

    The client, too, checks who is at the other end of the socket.
    """
    user = OWNER if role == "owner" else APP
    peer = {"requirepeer": account_name()}
    return Address(str(socket_folder(home)), 5432, DATABASE, user, options=peer, keeper=KEEPER)


def external(url: str, role: Role, *, app_url: str | None = None, restricted: bool = True) -> Address:
    """The database of CONCERTO_DATABASE_URL, as its account, which owns and migrates it.

    For serving (`app`) the account steps down to the role `concerto_app`, unless `restricted` is false because
    `roles.prepare` could not have it. A step down can be taken back by the account itself: give `app_url`
    (CONCERTO_DATABASE_APP_URL), an account that is a member of that role alone, where that matters.
    """
    timeouts = TIMEOUTS[role]
    if role == "owner":
        return _parsed(url, "CONCERTO_DATABASE_URL").with_settings(**timeouts)
    address = _parsed(app_url, "CONCERTO_DATABASE_APP_URL") if app_url else _parsed(url, "CONCERTO_DATABASE_URL")
    return address.with_settings(**timeouts, **({"role": APP} if restricted else {}))


def _parsed(url: str, setting: str) -> Address:
    """The libpq's own reading of a URL, without its messages: they would show the password."""
    try:
        given = {name: str(value) for name, value in conninfo_to_dict(url).items()}
        address = Address(
            host=given.pop("host", "localhost"),
            port=int(given.pop("port", "5432")),
            dbname=given.pop("dbname", DATABASE),
            user=given.pop("user"),
            password=given.pop("password", ""),
            options={"connect_timeout": "10", **given},
        )
        _refuse_unusable(url, address)
    except (psycopg.ProgrammingError, ValueError, KeyError):
        raise DatabaseRefused(
            _(
                "{setting} is not the address of a PostgreSQL database: write it as "
                "postgres://user:password@host:5432/database.",
                setting=setting,
            )
        ) from None
    return address


def _refuse_unusable(url: str, address: Address) -> None:
    """What libpq would find out only when it connects, or read in a way that nobody meant."""
    one_server = "," not in address.host and 0 < address.port < 65536
    if not (url.startswith(SCHEMES) and one_server and address.options.get("sslmode", "prefer") in SSL_MODES):
        raise ValueError
