"""What the API forgets in time: answers kept for repeated requests, and counts of minutes that are over."""

from __future__ import annotations

from procrastinate.contrib.django import app

from concerto.kernel.api import limits, once


@app.periodic(cron="*/10 * * * *")
@app.task(queue="housekeeping", queueing_lock="api-forgets")
def forget(timestamp: int) -> None:
    limits.forget_old()
    once.forget_old()
