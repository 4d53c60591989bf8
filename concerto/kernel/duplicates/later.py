"""Handing a search to a worker."""

from __future__ import annotations

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

TASK = "concerto.kernel.duplicates.jobs.search"


def defer(id: int) -> None:
    """Ask a worker to search, once the caller's transaction is committed; asking twice while it waits is asking once."""
    try:
        with transaction.atomic():
            app.configure_task(TASK, queue="batches", queueing_lock=f"hunt-{id}").defer(hunted=id)
    except exceptions.AlreadyEnqueued:
        return
