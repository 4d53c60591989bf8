"""When records are brought in line with their fields: after a change of a field, and when a new day begins."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

from concerto.kernel.overlay.background.settling import out_of_date, settle, unfinished


@app.task(queue="fields")
def settle_fields(noun: str, words: bool = False) -> None:
    settle(settings.DATABASE_OWNER, noun, words=words)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="fields", queueing_lock="fields-of-the-day")
def fields_of_the_day(timestamp: int) -> None:
    """What depends on the day is computed soon after it begins, wherever the company is; what failed is tried again."""
    for noun in sorted({*out_of_date(), *unfinished()}):
        defer(noun)


def defer(noun: str, *, words: bool = False) -> None:
    """Ask a worker; asking twice while it waits is asking once."""
    asked = settle_fields.configure(queueing_lock=f"fields-{noun}-{words}", lock=f"fields-{noun}")
    try:
        with transaction.atomic():  # a job that waits already must not take the caller's transaction along
            asked.defer(noun=noun, words=words)
    except exceptions.AlreadyEnqueued:
        return
