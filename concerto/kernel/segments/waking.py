"""Asks a worker to count a segment, once what was just written is committed."""

from __future__ import annotations

from functools import partial

from django.db import transaction


def wake(segment: int) -> None:
    """If it is forgotten on the way, the look that is taken every minute finds the segment."""
    from concerto.kernel.segments.jobs import ask_to_count  # the tasks know what wakes them

    transaction.on_commit(partial(ask_to_count, segment))
