"""Asks a worker to work out all pain points anew, once what was just written is committed."""

from __future__ import annotations

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

TASK = "concerto.customers.pain_point.jobs.work_out_all"


def wake() -> None:
    """If it is forgotten on the way, the night comes to it."""
    transaction.on_commit(ask)


def ask() -> None:
    """Ask a worker; asking twice while it waits is asking once."""
    try:
        app.configure_task(TASK, queue="segments", queueing_lock="pain-points").defer(timestamp=0)
    except exceptions.AlreadyEnqueued:
        return
