from __future__ import annotations

from procrastinate.contrib.django import app

from concerto.customers.worth.working_out import work_out


@app.periodic(cron="40 2 * * *")
@app.task(queue="segments", queueing_lock="worth")
def work_out_worth(timestamp: int) -> None:
    """Every night: fifths are about all customers at once."""
    work_out()
