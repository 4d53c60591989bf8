"""Handing an import to a worker."""

from __future__ import annotations

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

RUN, LOOK = "concerto.kernel.imports.jobs.bring_in", "concerto.kernel.imports.jobs.look_ahead"


def defer(id: int) -> None:
    """Ask a worker to run an import, once the caller's transaction is committed; asking twice while it waits is asking once."""
    _ask(RUN, f"import-{id}", id)


def defer_look(id: int) -> None:
    """Ask a worker to find out what an import would do."""
    _ask(LOOK, f"import-look-{id}", id)


def _ask(task: str, lock: str, id: int) -> None:
    try:
        with transaction.atomic():  # a job that waits already must not take the caller's transaction along
            app.configure_task(task, queue="imports", queueing_lock=lock).defer(batch=id)
    except exceptions.AlreadyEnqueued:
        return
