"""Which records are worth comparing with some: those that a search finds by what is left of the name or by what leads to
them, and the neighbours in the order of names (Hernández and Stolfo, SIGMOD 1995). One message to the database for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Composed, Identifier, Literal

from concerto.kernel.duplicates.linking.single import stem_words
from concerto.kernel.duplicates.reading import identifying
from concerto.kernel.entity.entity import Entity
from concerto.kernel.text.lexemes import query
from concerto.kernel.text.pinyin import sort_key
from concerto.kernel.text.tokens import tokens

MOST = 40  # records that one search answers for one record
BESIDE = 10  # neighbours on either side
POINTS = 20  # of one record that are searched for
LEAST, LEAST_BEHIND = 4, 6  # letters of a name that are searched for; fewer begin too many names

_BESIDE = """
    select mine.id, near.id from unnest(%(ids)s::bigint[], %(keys)s::text[]) mine (id, key) cross join lateral (
        (select row.id from {table} row where {live} and (row.sort_key, row.id) > (mine.key, mine.id)
         order by row.sort_key, row.id limit {beside})
        union all
        (select row.id from {table} row where {live} and (row.sort_key, row.id) < (mine.key, mine.id)
         order by row.sort_key desc, row.id desc limit {beside})
    ) near
"""
_FOUND = """
    select asked.id, near.id from unnest(%(asked_{at})s::bigint[], %(words_{at})s::text[]) asked (id, words)
    cross join lateral (
        select row.{link} as id from {table} row where row.search @@ asked.words::tsquery and {live} limit {most}
    ) near where near.id <> asked.id
"""
# The planner takes every beginning of a word for common, and would walk a whole table for the first few rows that have it.
_BY_SEARCH = SQL("set local enable_seqscan = off; set local enable_indexscan = off; ")
_AS_USUAL = SQL("; set local enable_seqscan = on; set local enable_indexscan = on")


@dataclass(frozen=True)
class Asked:
    """A record of which others are looked for; `id` is 0 for one that is not there yet."""

    id: int
    key: str
    names: Sequence[str]  # its title, and what else it is called
    points: Sequence[str]  # whatever leads to it


def near(entity: Entity, asked: Sequence[Asked], most: int = MOST) -> dict[int, set[int]]:
    """The id of each → ids of others that may be the same, whoever may see them."""
    found: dict[int, set[int]] = defaultdict(set)
    values: dict[str, Any] = {"ids": [each.id for each in asked], "keys": [each.key for each in asked]}
    searches = []
    for at, (noun, link, words) in enumerate(_searches(entity, asked)):
        values |= {f"asked_{at}": [id for id, _word in words], f"words_{at}": [word for _id, word in words]}
        parts = {"link": Identifier(link), "at": SQL(str(at)), "most": Literal(most)}
        searches.append(SQL(_FOUND).format(**_of(noun), **parts))
    beside = SQL(_BESIDE).format(**_of(entity), beside=Literal(BESIDE))
    message = beside + SQL("; ") + _BY_SEARCH + SQL(" union ").join(searches) + _AS_USUAL
    with connection.cursor() as cursor:
        cursor.execute(message.as_string(), values)
        rows = cursor.fetchall()
        for _statement in range(3):
            cursor.nextset()
        for id, other in (*rows, *cursor.fetchall()):
            found[id].add(other)
    return found


def _searches(entity: Entity, asked: Sequence[Asked]) -> Iterator[tuple[Entity, str, list[tuple[int, str]]]]:
    """(noun that is searched, its column that leads to the record, (id, words) of each record)."""
    names = [(each.id, word) for each in asked for name in each.names for word in words_of(name)]
    points = [(each.id, word) for each in asked for word in filter(None, map(query, each.points[:POINTS]))]
    yield entity, "id", names + points
    for noun, link, _told in identifying(entity):
        yield noun, link.column_name, points


def words_of(name: str) -> Iterator[str]:
    """What a name is searched by: its reading without place, form and trade; of a Chinese one also without the first
    character, which may be a wrong one."""
    key = sort_key(name)
    short = stem_words(key).strip()
    words = short if len(short) >= LEAST else key
    if all(token.kind != "han" for token in tokens(name)):
        yield from filter(None, [query(words)])
        return
    behind = "".join(words.split(" ")[1:])
    for joined in (words.replace(" ", ""), behind if len(behind) >= LEAST_BEHIND else ""):
        yield from filter(None, [query(joined)])


def _of(noun: Entity) -> Mapping[str, Composed | Identifier]:
    """Its table, and which rows of it are its own and not in the trash."""
    described = getattr(noun.model, "noun_id", "")  # by an administrator: all such records share one table
    own = SQL(" and row.noun = {}").format(Literal(described)) if described else SQL("")
    return {"table": Identifier(noun.model._meta.db_table), "live": SQL("row.trashed_at is null") + own}
