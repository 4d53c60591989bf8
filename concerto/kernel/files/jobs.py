"""Keeping house among the contents of files, once a night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from concerto.kernel.files.sweeping import sweep


@app.periodic(cron="40 3 * * *")
@app.task(queue="housekeeping", queueing_lock="files-sweep")
def sweep_files(timestamp: int) -> None:
    sweep()
