"""Lines of the journal on their way to readers: those of one process follow each other closely, so each is read once for all."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection
from psycopg.types.datetime import TimestamptzLoader

from concerto.kernel.journal.model import Bookmark, Entry

AHEAD = 50  # pages whose ids are asked for at once: what lies along a long way is looked for seldom
KEPT = 4_000  # lines that are remembered

_COLUMNS = [field.attname for field in Entry._meta.concrete_fields]
_CHANGES = _COLUMNS.index("changes")
_NEXT = """
    select id from journal
    where xid >= pg_snapshot_xmin(%(old)s::pg_snapshot) and xid < pg_snapshot_xmax(%(new)s::pg_snapshot)
      and not pg_visible_in_snapshot(xid, %(old)s::pg_snapshot) and pg_visible_in_snapshot(xid, %(new)s::pg_snapshot)
      and era = %(era)s and id > %(after)s
    order by id limit %(most)s
"""
_REST_OF_ERA = """
    select id from journal
    where era = %(era)s and id > %(after)s and not pg_visible_in_snapshot(xid, %(old)s::pg_snapshot) order by id limit %(most)s
"""
_LINES = f"""
    select {", ".join(_COLUMNS)} from journal where id = any(%(ids)s) and id between %(first)s and %(last)s order by id
"""
Place = tuple[int, str, str, int]


class Lines:
    """What one process has found and read lately. Lines never change, and neither does what lies between two snapshots."""

    def __init__(self) -> None:
        self.era = 0
        self.known: dict[int, Entry] = {}
        self.found: dict[str, tuple[Place, array[int]]] = {}

    def after(self, mark: Bookmark, most: int) -> list[Entry]:
        """The next lines of a reader. Of an era that is over, whose transactions are all known, whatever was not seen
        before is next."""
        place, ids = self.found.pop(mark.reader, (None, array("q")))
        if place != (mark.era, mark.old, mark.new, mark.after_id) or not ids:
            ids = _after(mark, most * AHEAD)
        page, rest = ids[:most], ids[most:]
        lines = self._read(mark.era, page)
        if rest:
            self.found[mark.reader] = (mark.era, mark.old, mark.new, page[-1]), rest
        return lines

    def _read(self, era: int, ids: Sequence[int]) -> list[Entry]:
        if era != self.era:  # a restore takes ids back
            self.era, self.known = era, {}
        missing = [id for id in ids if id not in self.known]
        self.known |= {line.id: line for line in _lines(missing)} if missing else {}
        lines = [self.known[id] for id in ids]
        for id in list(self.known)[: max(0, len(self.known) - KEPT)]:
            del self.known[id]
        return lines


def _after(mark: Bookmark, most: int) -> array[int]:
    asked: dict[str, str | int] = {
        "old": mark.old,
        "new": mark.new,
        "era": mark.era,
        "after": mark.after_id,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEXT if mark.new else _REST_OF_ERA, asked)
        return array("q", (id for (id,) in cursor.fetchall()))


def _lines(ids: Sequence[int]) -> list[Entry]:
    """By id. Their moments are read by psycopg alone, which takes a tenth of the time that Django's way does."""
    with connection.cursor() as cursor:
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        asked: dict[str, Any] = {"ids": list(ids), "first": ids[0], "last": ids[-1]}
        cursor.execute(_LINES, asked)
        return [Entry.from_db(None, _COLUMNS, _loaded(row)) for row in cursor.fetchall()]


def _loaded(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row as its model holds it: Django leaves JSON a text until a field reads it."""
    return (*row[:_CHANGES], orjson.loads(row[_CHANGES]), *row[_CHANGES + 1 :])
