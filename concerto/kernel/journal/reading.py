"""Reading the journal after commit: each line once per reader, in cause order per record, whatever commits late.

    @reader("customers.touches")
    def remember(lines: Sequence[Entry]) -> None: ...

The function and its bookmark share one transaction; it is given up to PAGE lines at a time and works set by set.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection, transaction

from concerto.kernel.journal.model import FIRST_SNAPSHOT, Bookmark, Entry

log = logging.getLogger(__name__)
PAGE = 2000
WITHIN = 1.0  # seconds
Read = Callable[[Sequence[Entry]], None]

_COLUMNS = [field.attname for field in Entry._meta.concrete_fields]
_CHANGES = _COLUMNS.index("changes")
_NEXT = f"""
    select {", ".join(_COLUMNS)} from journal
    where xid >= pg_snapshot_xmin(%(old)s::pg_snapshot) and xid < pg_snapshot_xmax(%(new)s::pg_snapshot)
      and not pg_visible_in_snapshot(xid, %(old)s::pg_snapshot) and pg_visible_in_snapshot(xid, %(new)s::pg_snapshot)
      and era = %(era)s and id > %(after)s
    order by id limit %(page)s
"""
_REST_OF_ERA = f"""
    select {", ".join(_COLUMNS)} from journal
    where era = %(era)s and id > %(after)s and not pg_visible_in_snapshot(xid, %(old)s::pg_snapshot) order by id limit %(page)s
"""


@dataclass(frozen=True)
class Reader:
    """Somebody who follows the journal under a name that never changes; at most `within` seconds behind where much is written."""

    name: str
    read: Read
    within: float = WITHIN


_readers: dict[str, Reader] = {}


def reader(name: str, *, within: float = WITHIN) -> Callable[[Read], Read]:
    """Register a function as the reader called `name`, which is given what was written in `within` seconds at once."""

    def register(read: Read) -> Read:
        if name in _readers:
            raise ValueError(f"two readers are called {name}")
        _readers[name] = Reader(name, read, within)
        return read

    return register


def readers() -> tuple[Reader, ...]:
    return tuple(_readers.values())


def catch_up(reader: Reader, ended: Callable[[], bool] = lambda: False) -> int:
    """Let a reader see everything committed so far, or until it is `ended`; answer how many lines it was given."""
    total = 0
    while True:
        given, more = step(reader)
        total += given
        if not more or ended():
            return total


def step(reader: Reader) -> tuple[int, bool]:
    """Give a reader one page; answer how many lines that was, and whether more may be waiting."""
    with transaction.atomic(durable=True):
        mark, fresh = _bookmark(reader.name)
        lines = _page(mark)
        if lines:
            reader.read(lines)
        more = _advance(mark, lines) or not fresh
        mark.save()
    return len(lines), more


def _bookmark(name: str) -> tuple[Bookmark, bool]:
    """The reader's place, locked, so that a second process with the same reader waits its turn; and whether it leads up
    to this moment, or first to where a longer way was broken off.

    The lock is of a sort that draws no transaction id, and the snapshot comes before anything that does: a snapshot can
    hold its own transaction for done, and then what the reader writes itself would never be given to it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"reader:{name}"])
    snapshot = _snapshot()
    mark, _made = Bookmark.objects.get_or_create(reader=name)
    fresh = not mark.new and mark.era == current_era()
    if fresh:
        mark.new = snapshot
    return mark, fresh


def _page(mark: Bookmark) -> list[Entry]:
    """The next lines. Of an era that is over, whose transactions are all known, whatever was not seen before is next."""
    query = _NEXT if mark.new else _REST_OF_ERA
    values: dict[str, str | int] = {
        "old": mark.old,
        "new": mark.new,
        "era": mark.era,
        "after": mark.after_id,
        "page": PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [Entry.from_db(None, _COLUMNS, _read(row)) for row in cursor.fetchall()]


def _read(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row as its model holds it: Django leaves JSON a text until a field reads it."""
    return (*row[:_CHANGES], orjson.loads(row[_CHANGES]), *row[_CHANGES + 1 :])


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
