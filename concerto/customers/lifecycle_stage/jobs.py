from __future__ import annotations

from procrastinate.contrib.django import app

from concerto.customers.lifecycle_stage.moving import move_on


@app.periodic(cron="* * * * *")
@app.task(queue="segments", queueing_lock="stages", lock="stages")
def move_on_by_rule(timestamp: int) -> None:
    """Every minute: who came into the segment of a later stage moves there."""
    move_on()
