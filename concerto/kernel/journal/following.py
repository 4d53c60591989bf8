"""The process that keeps every reader of the journal up to date, and does what else comes due."""

from __future__ import annotations

import logging
import signal
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from threading import Event
from time import monotonic

from django.db import DatabaseError, close_old_connections, connection

from concerto.kernel.journal.reading import catch_up, readers

log = logging.getLogger(__name__)
IDLE = 0.2  # seconds between two looks when there was nothing new
TROUBLED = 5.0  # seconds until a reader that failed is tried again
Work = Callable[[], object]


def follow(*also: Work) -> None:
    """Look, let every reader catch up and do what else is due, look again; ends on SIGTERM or SIGINT between two looks."""
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    works: dict[str, tuple[Work, float]] = {each.name: (partial(catch_up, each), each.every) for each in readers()}
    works |= {work.__name__: (work, 0.0) for work in also}
    next_look: dict[str, float] = defaultdict(float)
    pause = IDLE
    while not ended.wait(pause):
        due = [name for name in works if next_look[name] <= monotonic()]
        next_look |= {name: monotonic() + works[name][1] for name in due}
        troubled = sum(not kept_up(name, works[name][0]) for name in due)
        pause = TROUBLED if troubled else IDLE


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
