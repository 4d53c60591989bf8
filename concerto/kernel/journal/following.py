"""The process that keeps every reader of the journal up to date, and does what else comes due."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from threading import Event

from django.db import DatabaseError, close_old_connections, connection

from concerto.kernel.journal.lines import Lines
from concerto.kernel.journal.reading import Reader, readers, step
from concerto.kernel.journal.watching import Watch
from concerto.kernel.statements.collecting import collecting_rarely

log = logging.getLogger(__name__)
LOOK = 0.2  # seconds between two looks
TROUBLED = 5.0  # seconds until a reader that failed is tried again
Work = Callable[[], object]


def follow(*also: Work) -> None:
    """Look, let every reader catch up and do what else is due, look again; ends on SIGTERM or SIGINT between two looks."""
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    followers = Followers(readers(), ended.is_set)
    works = {"looking": followers.look} | {work.__name__: work for work in also}
    pause = LOOK
    while not ended.wait(pause):
        told = [kept_up(name, work) for name, work in works.items()]
        pause = LOOK if all(told) and followers.catch_up() else TROUBLED


@dataclass
class Follower:
    """A reader, whether there is something it was not given yet, and when it may be given more (monotonic seconds)."""

    reader: Reader
    behind: bool = True  # of what was written while nobody followed
    free: float = 0.0


class Followers:
    """All readers. While nothing is written they ask the database one question together."""

    def __init__(self, readers: Iterable[Reader], ended: Callable[[], bool] = lambda: False) -> None:
        self._ended = ended
        self._all = [Follower(reader) for reader in readers]
        self._journal, self._lines = Watch("journal", "era"), Lines()

    def look(self) -> None:
        """Find out whether anything was committed."""
        if self._journal.look():
            for follower in self._all:
                follower.behind = True

    def catch_up(self) -> bool:
        """Let those catch up that are behind and had their pause, page by page; answer whether all could."""
        now = time.monotonic()
        due = [follower for follower in self._all if follower.behind and follower.free <= now]
        for follower in due:
            follower.free = now + follower.reader.within
        going = due
        with collecting_rarely():
            while going:
                going = [follower for follower in going if self._turn(follower)]
        return not any(follower.behind for follower in due)

    def _turn(self, follower: Follower) -> bool:
        """Give a follower its next page; answer whether it goes on. Whoever stops us does not wait for all that was written."""
        return not self._ended() and kept_up(follower.reader.name, partial(self._step, follower)) and follower.behind

    def _step(self, follower: Follower) -> None:
        _given, follower.behind = step(follower.reader, self._lines)


def kept_up(name: str, work: Work) -> bool:
    """Do one piece of work; a failure is logged and keeps its bookmark, so that nothing is passed over."""
    try:
        work()
    except DatabaseError:
        log.warning("the database did not answer %s; it goes on where it was", name)
        connection.close()
    except Exception:
        log.exception("%s failed; it will be tried again at the same place", name)
        close_old_connections()
    else:
        return True
    return False
