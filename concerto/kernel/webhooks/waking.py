"""Asks a worker to send what waits for a hook, once what was just written is committed."""

from __future__ import annotations

from functools import partial

from django.db import transaction


def wake(hook: int) -> None:
    """If it is forgotten on the way, the look that is taken every minute finds the hook."""
    from concerto.kernel.webhooks.jobs import ask_to_send  # the tasks know the verbs that wake them

    transaction.on_commit(partial(ask_to_send, hook))
