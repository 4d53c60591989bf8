"""Passing over what one transaction wrote: for a bulk load, which does itself what the readers would have done."""

from __future__ import annotations

from django.db import connection

from concerto.kernel.journal.model import Bookmark
from concerto.kernel.journal.reading import readers
from concerto.kernel.journal.sealing import seal_this_transaction


def pass_over_this_transaction() -> None:
    """No reader will be given the lines of this transaction; all others they will. They are sealed here. Call it last, just before the commit.

    Each bookmark is told that this transaction is one of those it has seen. Readers wait until the commit.
    """
    with connection.cursor() as cursor:
        for name in sorted(reader.name for reader in readers()):
            cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"reader:{name}"])
        seal_this_transaction()
        cursor.execute("select pg_current_xact_id()::text::bigint")
        (transaction,) = cursor.fetchone()
    for mark in Bookmark.objects.filter(reader__in=[reader.name for reader in readers()]):
        mark.old = with_seen(mark.old, transaction)
        mark.new = with_seen(mark.new, transaction) if mark.new else ""
        mark.save()


def with_seen(snapshot: str, transaction: int) -> str:
    """A snapshot (xmin:xmax:xip,…) in which one transaction more is visible, and nothing else.

    >>> with_seen("10:12:10", 14)
    '10:15:10,12,13'
    >>> with_seen("10:12:10,11", 10)
    '11:12:11'
    """
    _least, next_one, running = snapshot.split(":")
    unseen = {int(each) for each in running.split(",") if each} | set(range(int(next_one), transaction))
    unseen.discard(transaction)
    beyond = max(int(next_one), transaction + 1)
    least_unseen = min(unseen, default=beyond)
    return f"{least_unseen}:{beyond}:{','.join(map(str, sorted(unseen)))}"
