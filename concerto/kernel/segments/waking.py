"""Asks a worker to count a segment, once what was just written is committed."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

TASK = "concerto.kernel.segments.jobs.count_segment"


def wake(segment: int) -> None:
    """If it is forgotten on the way, the look that is taken every minute finds the segment."""
    transaction.on_commit(partial(ask_to_count, segment))


def ask_to_count(segment: int) -> None:
    """Ask a worker; asking twice while it waits is asking once."""
    asked = app.configure_task(TASK, queue="segments", lock="segments", queueing_lock=f"segment-{segment}")
    try:
        asked.defer(segment=segment)
    except exceptions.AlreadyEnqueued:
        return
