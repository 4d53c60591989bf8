"""Posting in the background: one worker at a time for a robot, so that a slow one delays no other."""

from __future__ import annotations

import time
from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from concerto.kernel.channels.robot.model import Card
from concerto.kernel.channels.robot.waking import TASK, ask_to_post

STRETCH = 45.0  # seconds that a job posts before it lets others have their turn
KEPT = timedelta(days=30)


@app.task(queue="robots", name=TASK)
def post_waiting(robot: int) -> None:
    from concerto.kernel.channels.robot.sending import post_next  # brings the client along, which only workers need

    end = time.monotonic() + STRETCH
    while post_next(robot):
        if time.monotonic() > end:
            return ask_to_post(robot)
    return None


@app.periodic(cron="* * * * *")
@app.task(queue="robots", queueing_lock="robots-look")
def look_for_due(timestamp: int) -> None:
    """Wake the robots for which something is due: tries whose time has come, and whatever a crash left behind."""
    from concerto.kernel.channels.robot.sending import WAY

    for robot in Card.objects.filter(WAY.due()).values_list("robot", flat=True).distinct().order_by():
        ask_to_post(robot)


@app.periodic(cron="25 3 * * *")
@app.task(queue="housekeeping", queueing_lock="robots-forget")
def forget_cards(timestamp: int) -> None:
    """Cards are not kept longer than anybody looks for them; those that wait are."""
    from concerto.kernel.webhooks.delivery.model import State

    Card.objects.filter(made_at__lt=timezone.now() - KEPT).exclude(state=State.WAITING).delete()
