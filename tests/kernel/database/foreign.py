"""A server of others: on a port of this machine, with passwords, and accounts that may more or less."""

from __future__ import annotations

import pwd
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from concerto.kernel.database.account import as_account, service_account
from concerto.kernel.database.address import Address, external
from concerto.kernel.database.settings import APP

PASSWORD = "p@ss:w/rd %"


@dataclass(frozen=True)
class Foreign:
    """One administrator, and accounts made on demand; all have the same password.

    An account that makes roles may hand out the serving role, too, as the account that made it could.
    """

    port: int

    def url(self, user: str, dbname: str = "concerto") -> str:
        return f"postgres://{quote(user)}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{dbname}"

    def administrator(self, dbname: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        return external(self.url("administrator", dbname), "owner").connect(autocommit=True)

    def account(self, rights: str) -> str:
        """A new account with these rights; answers its name."""
        name = f"account {secrets.token_hex(4)}"
        with self.administrator() as connection:
            connection.execute(f"create role \"{name}\" login password '{PASSWORD}' {rights}")
            if "createrole" in rights.split() and self.knows(APP):
                connection.execute(f'grant {APP} to "{name}" with admin option')
        return name

    def knows(self, role: str) -> bool:
        with self.administrator() as connection:
            return bool(connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone())

    def owner(self, dbname: str = "concerto") -> Address:
        return external(self.url(self.account("createdb createrole"), dbname), "owner")


@contextmanager
def running(binaries: Path, folder: Path) -> Iterator[Foreign]:
    account, server = service_account(), Foreign(_free_port())
    _run(account, "mkdir", folder)
    _run(account, "sh", "-c", f"printf '%s' '{PASSWORD}' > {folder}/password")
    _run(
        account,
        binaries / "initdb",
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C",
        "--username=administrator",
        "--auth=scram-sha-256",
        f"--pwfile={folder}/password",
        f"--pgdata={folder}/data",
    )
    options = f"-c port={server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    pg_ctl: list[str | Path] = [binaries / "pg_ctl", f"--pgdata={folder}/data", f"--log={folder}/log"]
    _run(account, *pg_ctl, "start", "--wait", f"--options={options}")
    yield server
    _run(account, *pg_ctl, "stop", "--mode=fast")


def _run(account: pwd.struct_passwd, *command: str | Path) -> None:
    done = as_account(account, command)
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
