"""Sending in the background: one worker at a time for a hook, so that a slow one delays no other."""

from __future__ import annotations

import time
from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from concerto.kernel.webhooks.delivery.model import Delivery
from concerto.kernel.webhooks.waking import TASK, ask_to_send

STRETCH = 45.0  # seconds that a job sends before it lets others have their turn
KEPT = timedelta(days=30)


@app.task(queue="webhooks", name=TASK)
def send_waiting(hook: int) -> None:
    """Send what is due for a hook."""
    from concerto.kernel.webhooks.sending import send_next  # brings the client along, which only workers need

    end = time.monotonic() + STRETCH
    while send_next(hook):
        if time.monotonic() > end:
            return ask_to_send(hook)
    return None


@app.periodic(cron="* * * * *")
@app.task(queue="webhooks", queueing_lock="webhooks-look")
def look_for_due(timestamp: int) -> None:
    """Wake the hooks for which something is due: tries whose time has come, and whatever a crash left behind."""
    from concerto.kernel.webhooks.sending import WAY

    for hook in Delivery.everything.filter(WAY.due()).values_list("webhook", flat=True).distinct().order_by():
        ask_to_send(hook)


@app.periodic(cron="20 3 * * *")
@app.task(queue="housekeeping", queueing_lock="webhooks-forget")
def forget_deliveries(timestamp: int) -> None:
    """Messages hold what was told; they are not kept longer than anybody looks for them."""
    Delivery.everything.filter(created_at__lt=timezone.now() - KEPT).delete()
