from __future__ import annotations

from procrastinate.contrib.django import app

from concerto.commerce.quote.expiring import expire


@app.periodic(cron="20 * * * *")
@app.task(queue="segments", queueing_lock="quotes", lock="quotes")
def expire_quotes(timestamp: int) -> None:
    """Every hour, as the company's day may begin at any."""
    expire()
