"""The sample company in the background: what the first page of an empty Concerto offers."""

from __future__ import annotations

from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

SAMPLE = "sample-company"
SEED = 1


@app.task(queue="imports", queueing_lock=SAMPLE, lock=SAMPLE)
def bring_in_sample() -> None:
    """Load it, unless somebody was quicker."""
    from concerto.kernel.actions.refusal import Refused
    from concerto.site.demo.loading import load

    try:
        load("small", SEED)
    except Refused:
        return


def load_sample() -> None:
    """Ask a worker for it; asking twice is asking once."""
    try:
        bring_in_sample.defer()
    except exceptions.AlreadyEnqueued:
        return


def is_loading() -> bool:
    return ProcrastinateJob.objects.filter(lock=SAMPLE, status="doing").exists()
