"""The embedded PostgreSQL server of one data folder: made once, started when needed, stopped politely.

Whether it runs is decided by asking it, and by the processes that stand in its folder; never by a pid file alone.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from shlex import quote

from psycopg.pq import Ping

from concerto.kernel.database import making, programs, settings
from concerto.kernel.database.account import as_account
from concerto.kernel.database.address import Address, Role, embedded
from concerto.kernel.database.errors import DatabaseRefused, Sentence, refusing_plainly
from concerto.kernel.database.place import Place, find

_ = Sentence
PATIENCE = 10.0  # seconds until what a killed server left behind must have gone
LONGEST_RECOVERY = 600  # seconds a server may take to repair its data after a crash
SOCKET_LOCK = ".s.PGSQL.5432.lock"


class Outcome(StrEnum):
    """What `start` found and did."""

    MADE = "made"
    STARTED = "started"
    ALREADY_RUNNING = "already running"


class Cluster:
    """The server of `home`. `settings` override its configuration by name (tests switch fsync off)."""

    def __init__(self, home: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.settings = dict(settings or {})

    @property
    def place(self) -> Path:
        """The folder of the data, really."""
        return self._place.data

    @property
    def notice(self) -> Sentence | None:
        """One sentence when the data lives elsewhere than in `home`."""
        return self._place.notice

    def address(self, role: Role) -> Address:
        return embedded(self.home, role)

    def is_up(self) -> bool:
        """Whether it accepts connections now."""
        return self.address("owner").answers() == Ping.OK

    def start(self) -> Outcome:
        """Makes the cluster when there is none, starts it when it does not run; safe to call from many processes.

        A server that was killed is recovered. Raises DatabaseRefused, with nothing half-made left under its name.
        """
        with self._alone() as place:
            if self._comes_up():
                return Outcome.ALREADY_RUNNING
            binaries = programs.install(place.engine)
            made = making.make(place, binaries, sync=self.settings.get("fsync") != "off")
            self._bring_up(binaries)
            return Outcome.MADE if made else Outcome.STARTED

    def stop(self) -> None:
        """Stops it: open transactions are rolled back, what was committed is on disk. No server is no trouble."""
        if not self._place.engine.exists():
            return
        with self._alone() as place:
            until = time.monotonic() + LONGEST_RECOVERY
            while (postmaster := self._postmaster()) and time.monotonic() < until:
                programs.tell(postmaster, signal.SIGINT)  # "fast": disconnect clients, write all, leave
                time.sleep(0.05)
            programs.end(place.data)

    def program(self, name: str) -> Path:
        """A program of this server, such as pg_dump. The cluster must have been started before."""
        return programs.installed(self._place.engine) / name

    @cached_property
    def _place(self) -> Place:
        with refusing_plainly(self.home):
            return find(self.home)

    @contextmanager
    def _alone(self) -> Iterator[Place]:
        """Holds the lock of this cluster; whoever comes second waits, and then finds the work done."""
        with refusing_plainly(self.home):
            self._place.make_folders()
            lock = os.open(self._place.engine / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield self._place
            finally:
                os.close(lock)

    def _postmaster(self) -> int | None:
        """The process that leads a living server on our data."""
        try:
            pid = int((self.place / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None
        return pid if pid in programs.alive(self.place) else None

    def _comes_up(self) -> bool:
        """Waits for a server that starts or stops at this moment. False when there is none."""
        until = time.monotonic() + PATIENCE
        while postmaster := self._postmaster():
            answer = self.address("owner").answers()
            if answer == Ping.OK:
                return True
            if answer == Ping.REJECT:
                until = time.monotonic() + PATIENCE
            if time.monotonic() > until:
                raise DatabaseRefused(
                    _(
                        "The process {pid} already serves the data in {place}, but does not answer "
                        "here; stop it and start Concerto again.",
                        pid=postmaster,
                        place=self.place,
                    )
                )
            time.sleep(0.1)
        return False

    def _bring_up(self, binaries: Path) -> None:
        """Starts the server; what a killed one left behind is cleared away, and given time to go."""
        until = time.monotonic() + PATIENCE
        configuration = settings.write(self._place, self.settings)
        while not self._launched(binaries, configuration):
            if time.monotonic() > until or not self._cleared():
                raise DatabaseRefused(
                    _(
                        "PostgreSQL did not start on the data in {place} ({why}); the data is kept.",
                        place=self.place,
                        why=last_words(self._place),
                    )
                )
            time.sleep(0.2)

    def _launched(self, binaries: Path, configuration: Path) -> bool:
        start = [
            "start",
            "--wait",
            f"--timeout={LONGEST_RECOVERY}",
            f"--pgdata={self.place}",
            f"--log={self._place.postgres / 'start.log'}",
            f"--options=-c config_file={quote(str(configuration))}",
        ]
        return as_account(self._place.account, [binaries / "pg_ctl", *start]).returncode == 0

    def _cleared(self) -> bool:
        """Whether something stood in the way of a start, and was removed: orphans, or lock files of a dead server."""
        locks = [lock for lock in (self.place / "postmaster.pid", self._place.socket / SOCKET_LOCK) if lock.exists()]
        in_the_way = bool(programs.alive(self.place) or locks)
        programs.end(self.place)
        for lock in locks:
            lock.unlink(missing_ok=True)
        return in_the_way


def last_words(place: Place) -> str:
    """The reason in the newest log: its last fatal line, else its last line."""
    logs = [place.postgres / "start.log", *(place.postgres / "log").glob("*.log")]
    newest = max((log for log in logs if log.exists()), key=lambda log: log.stat().st_mtime, default=None)
    lines = newest.read_text(errors="replace").splitlines() if newest else []
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return (fatal or lines or [_("it left no log")])[-1].strip()
