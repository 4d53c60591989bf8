"""Looking at the records: every night, and when somebody asks."""

from __future__ import annotations

from procrastinate import exceptions
from procrastinate.contrib.django import app

from concerto.kernel.quality.report.model import QualityReport


@app.task(queue="quality")
def look_at_quality(report: int) -> None:
    """Count the records of a report and look for what could be repaired."""
    from concerto.kernel.overlay.loading import refresh
    from concerto.kernel.quality.looking import look

    refresh()
    found = QualityReport.everything.filter(pk=report, trashed_at=None).defer("search").first()
    if isinstance(found, QualityReport):
        look(found)


@app.periodic(cron="17 3 * * *")
@app.task(queue="quality", queueing_lock="quality-of-the-day")
def quality_of_the_day(timestamp: int) -> None:
    """Ask for every report, one after the other; nouns that are new get theirs."""
    from concerto.kernel.overlay.loading import refresh
    from concerto.kernel.quality.report.making import ensure_reports

    refresh()
    ensure_reports()
    for report in QualityReport.everything.filter(trashed_at=None).order_by("pk").values_list("pk", flat=True):
        ask_to_look(report)


def ask_to_look(report: int) -> None:
    """Ask a worker; asking twice while it waits is asking once."""
    try:
        look_at_quality.configure(lock="quality", queueing_lock=f"quality-{report}").defer(report=report)
    except exceptions.AlreadyEnqueued:
        return
