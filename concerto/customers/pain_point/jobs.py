from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app

from concerto.customers.pain_point.waking import TASK
from concerto.customers.pain_point.working_out import work_out


@app.periodic(cron="10 3 * * *")
@app.task(queue="segments", queueing_lock="pain-points", name=TASK)
def work_out_all(timestamp: int) -> None:
    """Every night, as stays grow longer than their targets by themselves; and when it changed what counts as one."""
    with transaction.atomic():
        work_out()
