"""Asks a worker to post what waits for a robot, once what was just written is committed."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

TASK = "concerto.kernel.channels.robot.jobs.post_waiting"


def wake(robot: int) -> None:
    """If it is forgotten on the way, the look that is taken every minute finds the robot."""
    transaction.on_commit(partial(ask_to_post, robot))


def ask_to_post(robot: int) -> None:
    """Ask a worker; asking twice while it waits is asking once."""
    lock = f"robot-{robot}"
    try:
        app.configure_task(TASK, queue="robots", lock=lock, queueing_lock=lock).defer(robot=robot)
    except exceptions.AlreadyEnqueued:
        return
