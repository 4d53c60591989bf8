"""Asks a worker to send what waits for a hook, once what was just written is committed."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

TASK = "concerto.kernel.webhooks.jobs.send_waiting"


def wake(hook: int) -> None:
    """If it is forgotten on the way, the look that is taken every minute finds the hook."""
    transaction.on_commit(partial(ask_to_send, hook))


def ask_to_send(hook: int) -> None:
    """Ask a worker; asking twice while it waits is asking once."""
    lock = f"webhook-{hook}"
    try:
        app.configure_task(TASK, queue="webhooks", lock=lock, queueing_lock=lock).defer(hook=hook)
    except exceptions.AlreadyEnqueued:
        return
