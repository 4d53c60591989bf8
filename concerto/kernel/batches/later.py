"""Handing a mass change to a worker."""

from __future__ import annotations

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

TASK = "concerto.kernel.batches.jobs.carry_out"


def defer(id: int) -> None:
    """Ask a worker to run a batch, once the caller's transaction is committed; asking twice while it waits is asking once."""
    try:
        with transaction.atomic():  # a job that waits already must not take the caller's transaction along
            app.configure_task(TASK, queue="batches", queueing_lock=f"batch-{id}").defer(batch=id)
    except exceptions.AlreadyEnqueued:
        return
