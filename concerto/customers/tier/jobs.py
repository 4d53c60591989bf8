from __future__ import annotations

from procrastinate.contrib.django import app

from concerto.customers.tier.giving import give


@app.periodic(cron="* * * * *")
@app.task(queue="segments", queueing_lock="tiers", lock="tiers")
def give_tiers(timestamp: int) -> None:
    """Every minute: who came into a segment is promoted, whoever left it long enough ago is demoted."""
    give()
