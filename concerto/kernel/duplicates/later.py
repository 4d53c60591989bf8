"""Handing a search to a worker."""

from __future__ import annotations

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.types import TimeDeltaParams

TASK = "concerto.kernel.duplicates.jobs.search"


def defer(id: int, seconds: int = 0) -> None:
    """Ask a worker to search so many seconds after the caller's transaction is committed; asking twice while it waits is
    asking once."""
    wait: TimeDeltaParams | None = {"seconds": seconds} if seconds else None
    try:
        with transaction.atomic():
            app.configure_task(TASK, queue="batches", queueing_lock=f"hunt-{id}", schedule_in=wait).defer(hunted=id)
    except exceptions.AlreadyEnqueued:
        return
