"""The database of this installation: reached, prepared, and, where it is the embedded one, running while somebody needs it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from concerto.kernel.database import address, roles
from concerto.kernel.database.address import Address, Role
from concerto.kernel.database.cluster import Cluster
from concerto.site.configuration import Configuration, become
from concerto.site.home import make_home, using
from concerto.site.terminal import say


def database(configuration: Configuration, role: Role) -> Address:
    """Where the database is. Raises DatabaseRefused when a setting does not say it rightly."""
    return address.here(
        configuration.home,
        configuration.database_url,
        configuration.database_app_url,
        role=role,
        restricted=configuration.database_restricted,
    )


def prepare(configuration: Configuration) -> Configuration:
    """Sees to the roles; where a server of others does not let us have them, this process serves without, and says so."""
    prepared = roles.prepare(database(configuration, "owner"), database(configuration, "app"))
    if prepared.warning:
        say(prepared.warning)
    return configuration if prepared.restricted else become(database_restricted="off")


@contextmanager
def running_database(configuration: Configuration) -> Iterator[Cluster | None]:
    """The embedded server of this home, started when it is down; None where a server of one's own is configured.

    Everybody who uses it holds a shared lock, and whoever leaves last stops it. Raises DatabaseRefused or Misconfigured.
    """
    if configuration.database_url:
        yield None
        return
    cluster = Cluster(configuration.home)
    with _users(configuration.home) as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            cluster.start()
            yield cluster
        finally:
            if _nobody_else(users):
                cluster.stop()


def _users(home: Path) -> IO[str]:
    make_home(home)
    with using(home):
        return (home / "database.lock").open("a")


def _nobody_else(users: IO[str]) -> bool:
    """Whether the lock is ours alone; then nobody else can begin to use the server until it is let go."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
