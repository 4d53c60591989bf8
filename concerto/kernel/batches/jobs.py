"""Mass changes in the background, and those that a crash left behind."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from procrastinate.contrib.django import app

from concerto.kernel.access.actor import JOB
from concerto.kernel.access.token.keys import NobodyToAct, going_on
from concerto.kernel.batches.abandoned import abandoned
from concerto.kernel.batches.batch.model import OPEN, Batch
from concerto.kernel.batches.later import TASK, defer
from concerto.kernel.batches.running import run, stop


@app.task(queue="batches", name=TASK)
def carry_out(batch: int) -> None:
    """Run a batch as the person who began it, with the rights of today, in the language in which it was begun."""
    found = Batch.everything.get(pk=batch)
    with translation.override(found.language or settings.LANGUAGE_CODE):
        try:
            run(going_on(found.person_id, found.key, JOB), found)
        except NobodyToAct as nobody:
            stop(found, nobody.message)


@app.periodic(cron="* * * * *")
@app.task(queue="batches", queueing_lock="go-on-with-interrupted-batches")
def go_on_with_interrupted_batches(timestamp: int) -> None:
    """Start again what has not ended and does not move."""
    for id in abandoned(Batch.everything.filter(status__in=OPEN), TASK, "batch"):
        defer(id)
