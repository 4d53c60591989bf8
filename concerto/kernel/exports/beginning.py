"""Beginning an export that is too large to wait for: it is noted, and a worker writes it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from procrastinate import exceptions
from procrastinate.contrib.django import app

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.change import add
from concerto.kernel.batches.selection import Selection
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.exports.batch.model import Export, Status
from concerto.kernel.exports.running import check, noted
from concerto.kernel.query.listing import Asked

AT_ONCE = 5000  # rows that are sent while the person waits
TASK = "concerto.kernel.exports.jobs.write_out"


def is_large(actor: Actor, entity: Entity, selection: Selection) -> bool:
    """Whether a worker should write it. Raises Forbidden or Unclear."""
    check(actor, entity, asked_by(selection))
    return selection.rows(actor, entity, Act.EXPORT).order_by()[: AT_ONCE + 1].count() > AT_ONCE


def begin(actor: Actor, entity: Entity, selection: Selection, *, format: str, raw: bool = False) -> Export:
    """Note an export and hand it to a worker. Raises Forbidden or Unclear before anything is written."""
    check(actor, entity, asked_by(selection))
    export = noted(actor, entity, format, selection.filter)
    export.status, export.language, export.key = Status.WAITING, get_language() or "", actor.key
    export.asked = kept(selection) | {"raw": raw}
    export.expected = selection.rows(actor, entity, Act.EXPORT).order_by().count()
    with transaction.atomic():
        add(actor.doing("create"), export)
        defer(export.pk)
    return export


def kept(selection: Selection) -> dict[str, Any]:
    """A selection as JSON."""
    return {
        "ids": None if selection.ids is None else list(selection.ids),
        "filter": selection.filter,
        "q": selection.q,
        "trashed": selection.trashed,
    }


def asked_for(export: Export) -> Asked:
    """The rows that an export was begun for."""
    ids = export.asked["ids"]
    given = {name: export.asked[name] for name in ("filter", "q", "trashed")}
    return asked_by(Selection(ids=None if ids is None else tuple(ids), **given))


def asked_by(selection: Selection) -> Asked:
    return Asked(filter=selection.filter, q=selection.q, trashed=selection.trashed, only=selection.only)


def defer(id: int) -> None:
    """Ask a worker to write an export, once the caller's transaction is committed; asking twice while it waits is asking once."""
    try:
        with transaction.atomic():  # a job that waits already must not take the caller's transaction along
            app.configure_task(TASK, queue="exports", queueing_lock=f"export-{id}").defer(export=id)
    except exceptions.AlreadyEnqueued:
        return
