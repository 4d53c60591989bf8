"""The process that keeps every reader of the journal up to date."""

from __future__ import annotations

import logging
import signal
from threading import Event

from django.db import DatabaseError, close_old_connections, connection

from concerto.kernel.journal.reading import Reader, catch_up, readers

log = logging.getLogger(__name__)
IDLE = 0.2  # seconds between two looks when there was nothing new
TROUBLED = 5.0  # seconds until a reader that failed is tried again


def follow() -> None:
    """Look, let every reader catch up, look again; ends on SIGTERM or SIGINT between two looks."""
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    pause = IDLE
    while not ended.wait(pause):
        troubled = sum(not keep_up(reader) for reader in readers())
        pause = TROUBLED if troubled else IDLE


def keep_up(reader: Reader) -> bool:
    """Let one reader catch up; a failure is logged and keeps its bookmark, so that nothing is passed over."""
    try:
        catch_up(reader)
    except DatabaseError:
        log.warning("the database did not answer %s; it goes on where it was", reader.name)
        connection.close()
    except Exception:
        log.exception("the reader %s failed; it will be tried again at the same place", reader.name)
        close_old_connections()
    else:
        return True
    return False
