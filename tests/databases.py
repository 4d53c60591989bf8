"""Databases for tests: one server, one migrated template, and copies of it in a fraction of a second.

The server is the one of CONCERTO_DATABASE_URL, else an embedded one beside the temporary files, without fsync.
Several runs may use it at once; the last one out clears up and turns off the light.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count
from pathlib import Path

from django.core.management import call_command
from django.db import connections, transaction

from concerto.kernel.database import templates
from concerto.kernel.database.address import Address, external
from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.roles import prepare
from concerto.kernel.database.templates import Server
from concerto.kernel.journal.reading import begin, readers

HASTY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "100",
         "shared_buffers": "64MB", "max_wal_size": "512MB", "log_min_duration_statement": "-1"}  # fmt: skip
PACKAGE = Path(__file__).parent.parent / "concerto"
BOOT = Path("/proc/sys/kernel/random/boot_id")  # data without fsync does not outlive the machine's sleep
OURS = "concerto_test_"
_numbers = count()


class Databases:
    """Where tests get their databases from."""

    def __init__(self, folder: Path, url: str | None) -> None:
        self.url = url
        self.folder = folder / hashlib.sha256((url or BOOT.read_text()).encode()).hexdigest()[:8]
        self.server: Server = external(url, "owner") if url else Cluster(self.folder / "cluster", settings=HASTY)

    @contextmanager
    def running(self) -> Iterator[Databases]:
        """The server, for as long as this process needs it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "users").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            if isinstance(self.server, Cluster):
                self.server.start()
            prepare(self._owner())
            yield self
            self._leave(users.fileno())

    def _leave(self, users: int) -> None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        self._clear_up()
        if isinstance(self.server, Cluster):
            self.server.stop()

    def _clear_up(self) -> None:
        """Remove what runs that were killed have left, and templates of other migrations."""
        with templates.front_door(self._owner()) as door:
            rows = door.execute(
                "select datname from pg_database where datname ~ '^concerto_(test|template)_'"
            ).fetchall()
        for (name,) in rows:
            if name != self._template_name:
                templates.drop(self.server, name)

    def template(self) -> str:
        """The name of the migrated, empty template."""
        self._template_name = templates.template(self.server, migrations_hash(), migrated)
        return self._template_name

    def clone(self, template: str) -> str:
        """A new database like `template`; answers its name."""
        name = f"{OURS}{os.getpid()}_{next(_numbers)}"
        templates.clone(self.server, template, name)
        return name

    def drop(self, name: str) -> None:
        templates.drop(self.server, name)

    def app(self, name: str) -> Address:
        """A database as the serving role, with the rights it really has."""
        address = self.server.address("app") if isinstance(self.server, Cluster) else external(str(self.url), "app")
        return address.in_database(name)

    def owner(self, name: str) -> Address:
        return self._owner().in_database(name)

    def _owner(self) -> Address:
        return self.server.address("owner") if isinstance(self.server, Cluster) else self.server


@contextmanager
def connected(address: Address) -> Iterator[Address]:
    """Django's default connection, in every thread, leads to `address`."""
    settings = connections.settings["default"]
    before = dict(settings)
    connections["default"].close()
    settings.update(address.django(pool=False))
    try:
        yield address
    finally:
        connections["default"].close()
        settings.update(before)


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside is as if it had not been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def migrated(owner: Address) -> None:
    """Bring an empty database to today's schema, as its owner; readers of the journal begin with what comes into it."""
    with connected(owner):
        call_command("migrate", verbosity=0, interactive=False)
        begin(readers())


def migrations_hash() -> str:
    """Of everything the schema follows from; the month is part of it, because partitions are made ahead of it."""
    sources = [
        *PACKAGE.glob("**/migrations/*.py"),
        *PACKAGE.glob("kernel/database/*.py"),
        *PACKAGE.glob("kernel/journal/*.py"),
        *PACKAGE.glob("**/readers.py"),
    ]
    words = [path.read_bytes() for path in sorted(sources)]
    versions = [version("django"), version("procrastinate"), f"{datetime.now(UTC):%Y-%m}"]
    return hashlib.sha256(b"".join([*words, *(word.encode() for word in versions)])).hexdigest()
