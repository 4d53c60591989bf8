"""Running a mass change chunk by chunk, each committed with its counts, so that an interrupted one goes on where it stood.

Every record ends in exactly one of changed, unchanged, refused, changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from concerto.kernel.access.actor import BULK, JOB, SYSTEM, Actor
from concerto.kernel.access.token.keys import limits_of
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.batches.batch.model import OPEN, Batch, Chunk, Left, Status, Why
from concerto.kernel.batches.verbs import work_of
from concerto.kernel.batches.work import Ends, Work
from concerto.kernel.entity.among import ids as among
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label
from concerto.kernel.notices.sending import notify

LONGEST_TRANSACTION = timedelta(minutes=30)  # a change noted before a batch began may be committed so much later
ENDED = {Status.DONE: "batch-finished", Status.STOPPED: "batch-stopped"}  # the kinds of notices
Tell = Callable[[Batch], None]

_MEANWHILE = """
    select distinct record from journal
    where entity = %(entity)s and record = any(%(ids)s) and not pg_visible_in_snapshot(xid, %(frozen)s::pg_snapshot)
      and xid <> pg_current_xact_id() and (batch is distinct from %(batch)s or door <> %(door)s)
      and (%(fields)s::text[] is null or changes ?| %(fields)s::text[])
"""


def run(actor: Actor, batch: Batch, *, tell: Tell = lambda _batch: None) -> Batch:
    """Do what is left of a batch; `tell` hears of every committed chunk. What stops all of it is noted with the batch."""
    entity = named(batch.noun)
    try:
        work = work_of(actor, entity, batch.verb, batch.inputs)
        while _step(actor, entity, work, batch):
            tell(batch)
    except Refused as refused:
        _finish(actor, batch, Status.STOPPED, problem=str(refused.message))
    batch.refresh_from_db()
    return batch


def _step(actor: Actor, entity: Entity, work: Work, batch: Batch) -> bool:
    """One chunk in one transaction; False at the end, or where somebody paused or cancelled it.

    The batch's row is held meanwhile, so two workers never do the same chunk.
    """
    with transaction.atomic():
        current = Batch.everything.select_for_update().get(pk=batch.pk)
        if current.status not in OPEN:
            return False
        if current.key:
            limits_of(current.key)  # a key that was revoked meanwhile ends it
        chunk = Chunk.objects.filter(batch=current, done=False).order_by("number").first()
        if chunk is None:
            _note(actor, current, Status.DONE)
            return False
        if current.status == Status.WAITING:
            change(
                actor.doing("start"), current, status=Status.RUNNING, started_at=current.started_at or timezone.now()
            )
        _account(current, chunk, _done(actor.at(BULK).within(current.pk), entity, work, current, chunk.ids))
    return True


def _done(actor: Actor, entity: Entity, work: Work, batch: Batch, ids: Sequence[int]) -> Ends:
    """Lock the rows, leave those that may not be touched, do the rest."""
    ends = Ends()
    there: dict[int, Any] = {}
    allowed: set[int] = set()
    for trashed in work.places:
        rows = visible_to(actor, entity.model, trashed=trashed).filter(among(ids))
        there |= dict(rows.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", "updated_at"))
        may = visible_to(actor, entity.model, work.act, trashed=trashed).filter(among(there))
        allowed |= set(may.values_list("pk", flat=True))
    assert batch.created_at, "a batch that runs was kept"
    since = batch.created_at - LONGEST_TRANSACTION
    meanwhile = changed_meanwhile(batch, work, [id for id in allowed if (at := there[id]) is None or at > since])
    for id in ids:
        if id not in there:
            ends.leave(id, Why.GONE)
        elif id not in allowed:
            ends.leave(id, Why.FORBIDDEN)
        elif id in meanwhile:
            ends.leave(id, Why.MEANWHILE)
    work.do(actor, entity, [id for id in ids if id not in ends.left], ends)
    return ends


def changed_meanwhile(batch: Batch, work: Work, ids: Sequence[int]) -> set[int]:
    """Those of these records that somebody changed, in what the work touches, after the batch was begun."""
    if not ids or work.touches == frozenset():
        return set()
    values: dict[str, Any] = {
        "entity": batch.noun,
        "ids": list(ids),
        "frozen": batch.frozen,
        "batch": batch.pk,
        "door": BULK,
        "fields": None if work.touches is None else sorted(work.touches),
    }
    with connection.cursor() as cursor:
        cursor.execute(_MEANWHILE, values)
        return {row[0] for row in cursor.fetchall()}


def _account(batch: Batch, chunk: Chunk, ends: Ends) -> None:
    """Note what became of a chunk. Progress is derived, so the journal is not told of every step."""
    left = [Left(batch=batch, record=id, why=why, detail=detail) for id, (why, detail) in ends.left.items()]
    Left.objects.bulk_create(left)
    Chunk.objects.filter(pk=chunk.pk).update(done=True)
    conflicts = sum(each.why == Why.MEANWHILE for each in left)
    changed = len(ends.changed - ends.left.keys())
    counts = {"changed": changed, "conflicts": conflicts, "refused": len(left) - conflicts}
    counts["unchanged"] = len(chunk.ids) - sum(counts.values())
    added = {name: F(name) + number for name, number in counts.items()}
    Batch.everything.filter(pk=batch.pk).update(updated_at=timezone.now(), **added)


def stop(batch: Batch, because: Label) -> None:
    """End one for which nobody may act any more, if it is still under way."""
    with transaction.atomic():
        current = Batch.everything.select_for_update().get(pk=batch.pk)
        if current.status in OPEN:
            _note(SYSTEM.at(JOB), current, Status.STOPPED, problem=str(because))


def _finish(actor: Actor, batch: Batch, status: Status, *, problem: str = "") -> None:
    with transaction.atomic():
        _note(actor, Batch.everything.select_for_update().get(pk=batch.pk), status, problem=problem)


def _note(actor: Actor, batch: Batch, status: Status, *, problem: str = "") -> None:
    """How it ended. Who waited on the page has seen it; who left it to a worker is told."""
    now = timezone.now()
    line = change(
        actor.doing("finish"),
        batch,
        status=status,
        started_at=batch.started_at or now,
        finished_at=now,
        problem=problem[:1000],
    )
    if actor.door == JOB:
        notify([batch.person_id], ENDED[status], about=batch, journal_id=line or 0)
