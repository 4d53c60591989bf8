"""Searches for duplicates in the background, and those that a crash left behind."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from concerto.kernel.duplicates.hunting import run
from concerto.kernel.duplicates.later import TASK, defer
from concerto.kernel.duplicates.model import OVER, Hunt

QUIET = timedelta(minutes=3)  # a search that has not moved for so long has lost its worker


@app.task(queue="batches", name=TASK)
def search(hunted: int) -> None:
    """Do a search that was begun."""
    found = Hunt.objects.filter(pk=hunted).exclude(stage__in=OVER).first()
    if found:
        run(found)


@app.periodic(cron="* * * * *")
@app.task(queue="batches", queueing_lock="go-on-with-interrupted-searches")
def go_on_with_interrupted_searches(timestamp: int) -> None:
    """Begin anew what has not ended and does not move."""
    for id in (
        Hunt.objects.exclude(stage__in=OVER).filter(moved_at__lt=timezone.now() - QUIET).values_list("pk", flat=True)
    ):
        defer(id)
