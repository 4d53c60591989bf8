"""Whether the journal is what was sealed: the chain, every line, and that no line stands outside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from concerto.kernel.journal.sealing import CHAIN, DIGEST, MARK, READER

AT_ONCE = 200  # seals looked at in one statement

_SEALS = f"""
    select seal.number, seal.lines, seal.marks, seal.ids::text, lower(seal.ids), upper(seal.ids),
        seal.chain = {CHAIN.format(before="coalesce(before.chain, ''::bytea)", number="seal.number", ids="seal.ids", lines="seal.lines", root="seal.root")}
            and (seal.number = 1 or before.number is not null),
        coalesce(found.lines, 0) = seal.lines and found.root = seal.root
    from journal_seal seal left join journal_seal before on before.number = seal.number - 1
    left join lateral (
        select count(*) as lines, sha256(string_agg({DIGEST}, ''::bytea order by id)) as root from journal
        where id >= lower(seal.ids) and id < upper(seal.ids) and id <@ seal.ids
    ) found on true
    where seal.number > %s order by seal.number limit {AT_ONCE}
"""
_LINES = f"""
    select id, substr({DIGEST}, 1, {MARK}) from journal
    where id >= %(first)s and id < %(end)s and id <@ %(ids)s::int8multirange
"""
_IDS = "select number from (select unnest(%s::int8multirange) as part) parts, generate_series(lower(part), upper(part) - 1) number order by 1"
_OUTSIDE = """
    with sealed as materialized (select coalesce(range_agg(ids), '{}'::int8multirange) as ids from journal_seal)
    select id from sealed, journal_bookmark mark, journal
    where mark.reader = %s and not id <@ sealed.ids and journal.era <= mark.era
      and (journal.era < mark.era or pg_visible_in_snapshot(journal.xid, mark.old::pg_snapshot))
    order by id limit 100
"""


@dataclass(frozen=True)
class Finding:
    """What is not as it was sealed. `what`: changed, missing or added (a line), or broken (the chain, at a seal)."""

    what: str
    number: int  # of the line, or of the seal


@dataclass(frozen=True)
class Verified:
    """`head` is the newest seal and its chain: who keeps it elsewhere can tell later that nothing before it was rewritten."""

    lines: int
    seals: int
    head: str
    findings: tuple[Finding, ...]


def verify(connection: Connection[Any], *, newest: int = 0) -> Verified:
    """Look at all seals, or at the `newest` so many; within one snapshot, so that it holds while others write."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        last, chain = _head(connection)
        start = max(0, last - newest) if newest else 0
        seals = list(_seals(connection, start))
        findings = [finding for each in seals for finding in _findings(connection, each)]
        findings += _gaps(seals, start, last)
        if not newest:
            outside = connection.execute(_OUTSIDE, [READER])
            findings += [Finding("added", id) for (id,) in outside]
    return Verified(sum(each[1] for each in seals), len(seals), f"{last}:{chain}", tuple(findings))


def stands(connection: Connection[Any], head: str) -> bool:
    """Whether a head that was noted earlier is still part of the chain."""
    number, _colon, chain = head.partition(":")
    if not number.isdecimal() or len(number) > 18:
        return False
    asked = "select from journal_seal where number = %s and encode(chain, 'hex') = %s"
    return connection.execute(asked, [int(number), chain]).rowcount == 1


def _head(connection: Connection[Any]) -> tuple[int, str]:
    row = connection.execute(
        "select number, encode(chain, 'hex') from journal_seal order by number desc limit 1"
    ).fetchone()
    return (row[0], row[1]) if row else (0, "")


def _seals(connection: Connection[Any], after: int) -> Iterator[tuple[Any, ...]]:
    while rows := connection.execute(_SEALS, [after]).fetchall():
        yield from rows
        after = rows[-1][0]


def _gaps(seals: list[tuple[Any, ...]], start: int, last: int) -> list[Finding]:
    there = {each[0] for each in seals}
    return [Finding("broken", number) for number in range(start + 1, last + 1) if number not in there]


def _findings(connection: Connection[Any], sealed: tuple[Any, ...]) -> Iterator[Finding]:
    number, _lines, marks, ids, first, end, in_chain, whole = sealed
    if not in_chain:
        yield Finding("broken", number)
    if whole:
        return
    kept = dict(connection.execute(_LINES, {"first": first, "end": end, "ids": ids}).fetchall())
    wanted = [row[0] for row in connection.execute(_IDS, [ids])]
    for place, id in enumerate(wanted):
        if id not in kept:
            yield Finding("missing", id)
        elif kept[id] != marks[place * MARK : (place + 1) * MARK]:
            yield Finding("changed", id)
