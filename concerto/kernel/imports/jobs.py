"""Imports in the background, and those that a crash left behind."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.utils import translation
from procrastinate.contrib.django import app

from concerto.kernel.access.actor import IMPORT, SYSTEM
from concerto.kernel.access.token.keys import NobodyToAct, going_on
from concerto.kernel.batches.abandoned import abandoned
from concerto.kernel.imports.batch.model import OPEN, Import, Status
from concerto.kernel.imports.foreseeing import foresee
from concerto.kernel.imports.queue import LOOK, RUN, defer
from concerto.kernel.imports.running import finish, run


@app.task(queue="imports", name=RUN)
def bring_in(batch: int) -> None:
    """Run an import as the person who started it, in the language in which they did."""
    found = Import.everything.get(pk=batch)
    if found.finished_at and found.status != Status.CANCELLED:
        return
    with translation.override(found.language or settings.LANGUAGE_CODE):
        try:
            run(going_on(found.person_id, found.key, IMPORT), found)
        except NobodyToAct as nobody:
            finish(SYSTEM.at(IMPORT), found, problem=nobody.message)


@app.task(queue="imports", name=LOOK)
def look_ahead(batch: int) -> None:
    """Find out what an import would do, as the person who prepares it."""
    found = Import.everything.get(pk=batch)
    if found.status != Status.DRAFT:
        return
    with translation.override(found.language or settings.LANGUAGE_CODE), suppress(NobodyToAct):
        foresee(going_on(found.person_id, found.key, IMPORT), found)


@app.periodic(cron="* * * * *")
@app.task(queue="imports", queueing_lock="go-on-with-interrupted")
def go_on_with_interrupted(timestamp: int) -> None:
    """Start again what was started, has not ended and does not move."""
    for id in abandoned(Import.everything.filter(status__in=OPEN), RUN, "batch"):
        defer(id)
