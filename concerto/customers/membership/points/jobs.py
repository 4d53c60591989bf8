from __future__ import annotations

from procrastinate.contrib.django import app

from concerto.customers.membership.level.settling import settle_all
from concerto.customers.membership.points.expiring import expire


@app.periodic(cron="10 * * * *")
@app.task(queue="segments", queueing_lock="points", lock="points")
def expire_points(timestamp: int) -> None:
    """Every hour, as the company's day may begin at any: what is not due costs a look into an index."""
    expire()


@app.periodic(cron="50 2 * * *")
@app.task(queue="segments", queueing_lock="levels", lock="points")
def settle_levels(timestamp: int) -> None:
    """Every night: a year moves on by itself."""
    settle_all()
