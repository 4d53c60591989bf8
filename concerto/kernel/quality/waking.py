"""Asks a worker to look at the records of a report, once what was just written is committed."""

from __future__ import annotations

from functools import partial

from django.db import transaction


def wake(report: int) -> None:
    """If it is forgotten on the way, the look of the night finds the report."""
    from concerto.kernel.quality.jobs import ask_to_look  # the tasks know the verbs that wake them

    transaction.on_commit(partial(ask_to_look, report))
