"""Reading the journal after commit: each line once per reader, in cause order per record, whatever commits late.

    @reader("customers.touches")
    def remember(lines: Sequence[Entry]) -> None: ...

The function and its bookmark share one transaction; it is given up to PAGE lines at a time and works set by set.
A reader that comes with a new version begins at the present, unless it is registered `from_the_start`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from concerto.kernel.journal.lines import Lines
from concerto.kernel.journal.model import FIRST_SNAPSHOT, Bookmark, Entry

log = logging.getLogger(__name__)
PAGE = 2000
WITHIN = 1.0  # seconds
Read = Callable[[Sequence[Entry]], None]


@dataclass(frozen=True)
class Reader:
    """Somebody who follows the journal under a name that never changes; at most `within` seconds behind where much is
    written. One that is new is given what was written before it came only if it reads `from_the_start`."""

    name: str
    read: Read
    within: float = WITHIN
    from_the_start: bool = False


_readers: dict[str, Reader] = {}


def reader(name: str, *, within: float = WITHIN, from_the_start: bool = False) -> Callable[[Read], Read]:
    """Register a function as the reader called `name`, which is given what was written in `within` seconds at once.

    `from_the_start` is for one that keeps what follows from all that ever happened.
    """

    def register(read: Read) -> Read:
        if name in _readers:
            raise ValueError(f"two readers are called {name}")
        _readers[name] = Reader(name, read, within, from_the_start)
        return read

    return register


def readers() -> tuple[Reader, ...]:
    return tuple(_readers.values())


def begin(readers: Iterable[Reader]) -> None:
    """Give those that are new their place, before anybody writes: so they miss nothing of what this version does."""
    for reader in readers:
        with transaction.atomic():
            _bookmark(reader)


def catch_up(reader: Reader, ended: Callable[[], bool] = lambda: False) -> int:
    """Let a reader see everything committed so far, or until it is `ended`; answer how many lines it was given."""
    total, journal = 0, Lines()
    while True:
        given, more = step(reader, journal)
        total += given
        if not more or ended():
            return total


def step(reader: Reader, journal: Lines) -> tuple[int, bool]:
    """Give a reader one page; answer how many lines that was, and whether more may be waiting."""
    with transaction.atomic(durable=True):
        mark, fresh = _bookmark(reader)
        lines = journal.after(mark, PAGE)
        if lines:
            reader.read(lines)
        more = _advance(mark, lines) or not fresh
        mark.save()
    return len(lines), more


def _bookmark(reader: Reader) -> tuple[Bookmark, bool]:
    """The reader's place, locked, so that a second process with the same reader waits its turn; and whether it leads up
    to this moment, or first to where a longer way was broken off.

    The lock is of a sort that draws no transaction id, and the snapshot comes before anything that does: a snapshot can
    hold its own transaction for done, and then what the reader writes itself would never be given to it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"reader:{reader.name}"])
    snapshot = _snapshot()
    present: dict[str, Any] = {} if reader.from_the_start else {"era": current_era, "old": snapshot}
    mark, _made = Bookmark.objects.get_or_create(reader=reader.name, defaults=present)
    fresh = not mark.new and mark.era == current_era()
    if fresh:
        mark.new = snapshot
    return mark, fresh


def _advance(mark: Bookmark, lines: Sequence[Entry]) -> bool:
    """Move the bookmark past `lines`; a short page ends the difference, and the next one begins where it ended.

    Answers whether the way that it leads along goes on.
    """
    if len(lines) == PAGE:
        mark.after_id = lines[-1].id
        return True
    if not mark.new:
        mark.era, mark.old, mark.after_id = mark.era + 1, FIRST_SNAPSHOT, 0
        return True
    mark.old, mark.new, mark.after_id = mark.new, "", 0
    return False


def current_era() -> int:
    """The era that new lines are written in: the default of the column, raised by every restore."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_get_expr(adbin, adrelid)::int from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum"
            " where adrelid = 'journal'::regclass and attname = 'era'"
        )
        return int(cursor.fetchone()[0])


def _snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])
