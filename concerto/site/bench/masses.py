"""Much changed at once and taken back, and a segment counted anew, next to the one or two statements that somebody would write."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

import psycopg

from concerto.customers.customer.entity import customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.standard import create, delete
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.beginning import begin, undo_batch
from concerto.kernel.batches.running import run
from concerto.kernel.batches.selection import Selection
from concerto.kernel.belonging.segment.model import Kept, Segment
from concerto.kernel.entity.registry import named
from concerto.kernel.imports.batch.actions import take_back_
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.segments.refreshing import refresh

EDIT, UNDO, ROLLBACK, SEGMENT = "mass edit", "mass edit undone", "import taken back", "segment refreshed"
Figures = tuple[int, float, float]
Statements = tuple[tuple[str, list[Any]], ...]

_LINES = """
    insert into journal (actor, door, verb, entity, record, changes, topic_entity, topic, happened_at)
    select 1, 'bulk', %s, 'customer', id, jsonb_build_object(%s::text, jsonb_build_array(null, %s::text)), 'customer', id, now()
    from customers_customer where id = any(%s)
"""
_INDUSTRY = "update customers_customer set industry = %s, version = version + 1, updated_at = now() where id = any(%s)"
_TRASHED = "update customers_customer set trashed_at = now(), version = version + 1, updated_at = now() where id = any(%s)"  # fmt: skip
_BOUGHT = """
    insert into kernel_member (segment_id, record, joined_at) select %s, c.id, now() from customers_customer c join (
        select customer_id from customers_event where kind = 'purchase' and at >= now() - interval '90 days' and trashed_at is null
        group by customer_id having count(*) >= 2
    ) bought on bought.customer_id = c.id where c.trashed_at is null
"""


def edited(actor: Actor, connection: psycopg.Connection[Any]) -> Figures:
    """(customers, seconds until one field of all of them is another, seconds of the floor)."""
    value = f"Bench {secrets.token_hex(3)}"
    batch, taken = _done(actor, lambda: begin(actor, customer, "edit", {"industry": value}, Selection()))
    statements = (_INDUSTRY, [value]), (_LINES, ["edit", "industry", value])
    return batch.total or 0, taken, floor(connection, "trashed_at is null", statements)


def undone(actor: Actor, connection: psycopg.Connection[Any]) -> Figures:
    """(customers, seconds until that edit is taken back, seconds of the floor)."""
    last = visible_to(actor, Batch).filter(noun=customer.id, verb="edit").latest("pk")
    batch, taken = _done(actor, lambda: undo_batch(actor, last))
    statements = (_INDUSTRY, ["Before"]), (_LINES, ["undo", "industry", "Before"])
    return batch.total or 0, taken, floor(connection, "trashed_at is null", statements)


def taken_back(actor: Actor, connection: psycopg.Connection[Any]) -> Figures:
    """(rows, seconds until the last import is taken back, seconds of the floor)."""
    last = visible_to(actor, Import).latest("pk")
    batch, taken = _done(actor, lambda: take_back_(actor, last))
    made = f"id in (select record from journal where batch = {last.pk} and door = 'import' and verb = 'create')"
    return batch.total or 0, taken, floor(connection, made, ((_TRASHED, []), (_LINES, ["delete", "trashed_at", "now"])))


def refreshed(actor: Actor, connection: psycopg.Connection[Any]) -> Figures:
    """(members, seconds until a segment has all of them, seconds of the floor)."""
    values = {
        "name": f"Bench {secrets.token_hex(3)}", "noun": customer.id, "owner": str(actor.person), "kept": Kept.FIXED,
        "filter": "count(event where kind = purchase and at within 90d) >= 2",
    }  # fmt: skip
    segment = create(actor, named("segment"), values)
    assert isinstance(segment, Segment)
    begun = time.perf_counter()
    moved = refresh(segment)
    taken = time.perf_counter() - begun
    connection.execute("delete from kernel_member where segment_id = %s", [segment.pk])
    begun = time.perf_counter()
    with connection.transaction(force_rollback=True):
        connection.execute(_BOUGHT, [segment.pk])
    by_hand = time.perf_counter() - begun
    delete(actor, named("segment"), segment.pk)
    return moved.joined, taken, by_hand


def floor(connection: psycopg.Connection[Any], rows: str, statements: Statements) -> float:
    """Seconds of the same statements for the same rows in one transaction, which leaves nothing behind."""
    ids = [id for (id,) in connection.execute(f"select id from customers_customer where {rows} order by id")]
    begun = time.perf_counter()
    with connection.transaction(force_rollback=True):
        for sql, values in statements:
            connection.execute(sql, [*values, ids])
    return time.perf_counter() - begun


def _done(actor: Actor, beginning: Callable[[], Batch]) -> tuple[Batch, float]:
    """A batch from its beginning to its end, and the seconds. Raises RuntimeError where some records were left."""
    begun = time.perf_counter()
    batch = run(actor, beginning())
    batch.refresh_from_db()
    taken = time.perf_counter() - begun
    if batch.changed != batch.total:
        raise RuntimeError(f"{batch.changed} of {batch.total} records were changed: {batch.status}")
    return batch, taken
