"""Counting in the background: a segment at a time, those that look back from now again and again."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from concerto.kernel.belonging.segment.model import Kept, Segment
from concerto.kernel.segments.refreshing import refresh
from concerto.kernel.segments.tagging import settle
from concerto.kernel.segments.waking import TASK, ask_to_count


@app.task(queue="segments", name=TASK)
def count_segment(segment: int) -> None:
    """Who belongs now, and their tag."""
    found = Segment.everything.filter(pk=segment).defer("search").first()
    if isinstance(found, Segment):
        refresh(found)
        settle(found)


@app.periodic(cron="* * * * *")
@app.task(queue="segments", queueing_lock="segments-look")
def count_due_segments(timestamp: int) -> None:
    """Ask for those whose time has come, and for those that were never counted."""
    due = Q(due_at__lte=timezone.now()) | Q(counted_at=None, trouble="")
    kept = Segment.everything.filter(due & ~Q(kept=Kept.FIXED, counted_at__isnull=False), trashed_at=None)
    for segment in kept.order_by("due_at", "pk").values_list("pk", flat=True):
        ask_to_count(segment)
