"""Exports in the background, those that a crash left behind, and files whose time is over."""

from __future__ import annotations

import zoneinfo

from django.conf import settings
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from concerto.kernel.access.actor import JOB
from concerto.kernel.access.token.keys import NobodyToAct, going_on
from concerto.kernel.batches.abandoned import abandoned
from concerto.kernel.exports.background import remove_expired, run, stop
from concerto.kernel.exports.batch.model import OPEN, Export
from concerto.kernel.exports.beginning import TASK, defer


@app.task(queue="exports", name=TASK)
def write_out(export: int) -> None:
    """Write an export as the person who began it, with the rights of today, in the language in which it was begun."""
    found = Export.everything.get(pk=export)
    with translation.override(found.language or settings.LANGUAGE_CODE):
        try:
            actor = going_on(found.person_id, found.key, JOB)
        except NobodyToAct as nobody:
            return stop(found, nobody.message)
        with timezone.override(zoneinfo.ZoneInfo(actor.preferences.time_zone or settings.TIME_ZONE)):
            run(actor, found)
    return None


@app.periodic(cron="* * * * *")
@app.task(queue="exports", queueing_lock="go-on-with-interrupted-exports")
def go_on_with_interrupted_exports(timestamp: int) -> None:
    """Begin anew what has not ended and does not move."""
    for id in abandoned(Export.everything.filter(status__in=OPEN), TASK, "export"):
        defer(id)


@app.periodic(cron="10 4 * * *")
@app.task(queue="housekeeping", queueing_lock="exports-remove-expired")
def remove_expired_exports(timestamp: int) -> None:
    remove_expired()
