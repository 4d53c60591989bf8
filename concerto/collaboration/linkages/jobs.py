from __future__ import annotations

from procrastinate.contrib.django import app

from concerto.collaboration.linkages.watching import look


@app.periodic(cron="*/10 * * * *")
@app.task(queue="segments", queueing_lock="linkages", lock="linkages")
def watch_linkages(timestamp: int) -> None:
    """Every ten minutes: who falls short is helped as agreed, who has recovered needs it no more."""
    look()
