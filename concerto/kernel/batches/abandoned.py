"""Which work has lost its worker: it has not ended, has not moved for a while, and no worker that lives is at it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

QUIET = timedelta(seconds=30)  # a worker that lives says so every ten seconds


def abandoned(still: QuerySet[Any], task: str, argument: str) -> list[int]:
    """Ids of the work that is to be taken up again; `argument` is what the task calls the id."""
    since = timezone.now() - QUIET
    alive = ProcrastinateJob.objects.filter(task_name=task, status="doing", worker__last_heartbeat__gte=since)
    busy = {args[argument] for args in alive.values_list("args", flat=True)}
    return [id for id in still.filter(updated_at__lt=since).values_list("pk", flat=True) if id not in busy]
