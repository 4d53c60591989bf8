"""The tags that there are, remembered for a moment: pages name them in every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from time import monotonic

from django.db import connection

from concerto.kernel.entity.registry import named
from concerto.kernel.fields.tags import Word
from concerto.kernel.tags.tag.model import Tag

MOMENT = 0.2  # seconds for which another process may still call a tag by its former name

_remembered: dict[str, tuple[float, Mapping[int, Word]]] = {}


def known(now: bool) -> Mapping[int, Word]:
    """Id → tag; the id of a merged one leads to the one it was merged into, those in the trash are left out."""
    database = str(connection.settings_dict["NAME"])
    at, words = _remembered.get(database, (0.0, {}))
    if now or monotonic() - at > MOMENT:
        words = read()
        _remembered[database] = (monotonic(), words)
    return words


def read() -> Mapping[int, Word]:
    rows = {tag.pk: tag for tag in Tag.everything.filter(trashed_at=None).defer("search", "meaning")}
    ends = {id: end for id in rows if (end := _end(rows, id)) in rows}
    former: dict[int, set[str]] = defaultdict(set)
    for id, end in ends.items():
        if id != end:
            former[end] |= {name.casefold() for name in (rows[id].name, rows[id].name_zh) if name}
    words = {end: _word(rows[end], frozenset(former[end])) for end in set(ends.values())}
    return {id: words[end] for id, end in ends.items()}


def _end(rows: Mapping[int, Tag], id: int) -> int:
    """Where merges lead; a tag merged into one in the trash is as gone as that one."""
    for _step in range(len(rows)):
        tag = rows.get(id)
        if tag is None or tag.merged_into_id is None:
            break
        id = tag.merged_into_id
    return id


def _word(tag: Tag, former: frozenset[str]) -> Word:
    tables = frozenset(named(noun).model._meta.db_table for noun in tag.nouns)
    return Word(tag.pk, tag.name, tag.name_zh, tag.hue, tables, former)
