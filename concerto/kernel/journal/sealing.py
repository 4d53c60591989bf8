"""Sealing committed lines of the journal into a chain of hashes, so that one changed behind our back is found (decision 18).

A seal covers some lines: `root` is the SHA-256 of their digests in the order of their ids, `chain` that of the seal
before and of everything this one says. `marks` are the first bytes of each digest: they only tell which line is another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

READER = "audit.seals"
MARK = 8  # bytes kept of each line's digest
AT_ONCE = 10_000  # lines of one seal where a bulk load is sealed

# a line without its transaction number, which a restore into another cluster makes meaningless; what it changed goes in as a digest
_TEXT = """
    concat_ws('|', id, extract(epoch from at), era, coalesce(actor::text, '-'), door, verb, entity, record,
        coalesce(topic_entity, '-'), coalesce(topic::text, '-'), extract(epoch from happened_at), coalesce(batch::text, '-'),
        coalesce(line::text, '-'), coalesce(because::text, '-'), to_json(reason)::text,
        encode(sha256(convert_to(changes::text || coalesce(given::text, '') || coalesce(root_entity || root, ''), 'UTF8')), 'hex'))
"""
DIGEST = f"sha256(convert_to({_TEXT}, 'UTF8'))"
CHAIN = "sha256({before} || convert_to(concat_ws('|', {number}, {ids}::text, {lines}), 'UTF8') || {root})"
_SEAL = f"""
    with before as (
        select coalesce(max(number), 0) as number, coalesce((array_agg(chain order by number desc))[1], ''::bytea) as chain
        from (select number, chain from journal_seal order by number desc limit 1) newest
    ), digests as (
        select id, {DIGEST} as digest from journal where id = any(%(ids)s) and id between %(first)s and %(last)s
    ), sealed as (
        select range_agg(int8range(id, id, '[]')) as ids, count(*)::integer as lines,
            string_agg(substr(digest, 1, {MARK}), ''::bytea order by id) as marks,
            sha256(string_agg(digest, ''::bytea order by id)) as root
        from digests
    )
    insert into journal_seal (number, ids, lines, marks, root, chain)
    select before.number + 1, sealed.ids, sealed.lines, sealed.marks, sealed.root,
        {CHAIN.format(before="before.chain", number="before.number + 1", ids="sealed.ids", lines="sealed.lines", root="sealed.root")}
    from before, sealed
"""


def seal(ids: Sequence[int]) -> None:
    """Add the next seal, over these lines. One at a time: whoever calls holds the reader's lock."""
    with connection.cursor() as cursor:
        cursor.execute(_SEAL, {"ids": list(ids), "first": min(ids), "last": max(ids)})


def seal_this_transaction() -> None:
    """Seal what this transaction wrote, for a bulk load that readers are not given."""
    for ids in _written():
        seal(ids)


def _written() -> Iterator[list[int]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "select id from journal where xid = pg_current_xact_id() and id > %s order by id limit %s",
                [last, AT_ONCE],
            )
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        yield ids
        last = ids[-1]
