"""One look at all records of a report: counted, kept as a point of the series, told to its stewards where it got worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from concerto.kernel.access.actor import JOB, SYSTEM
from concerto.kernel.actions.action import locked
from concerto.kernel.actions.change import change
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import find
from concerto.kernel.notices.sending import notify
from concerto.kernel.quality.asking import Question, questions
from concerto.kernel.quality.entry.model import CatalogueEntry
from concerto.kernel.quality.measuring import Counted, count, score_of
from concerto.kernel.quality.notices import WORSE
from concerto.kernel.quality.report.model import QualityReport, Score, Slice
from concerto.kernel.quality.suggesting import suggest

PATIENCE = "15min"  # for one statement over all records
LOOK = "look"  # the verb of the journal's line


def look(report: QualityReport) -> QualityReport:
    """Count, keep and tell, and look for what could be repaired. Nothing is locked while it counts."""
    entity = find(report.noun)
    if entity is None:
        return report
    asked = questions(report)
    with patient():
        counted = count(entity, asked, report.source)
    with transaction.atomic():
        before = latest(report)
        fresh = keep(report, counted, timezone.now())
        tell(fresh, worse(before, counted.all.faulty), asked)
    with patient():
        suggest(entity)
    return fresh


@contextmanager
def patient() -> Iterator[None]:
    """A transaction whose statements may take as long as all records need."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local statement_timeout = '{PATIENCE}'")
        yield


def keep(report: QualityReport, counted: Counted, at: datetime) -> QualityReport:
    """A point of the series, and the figures of the report."""
    fresh = locked(SYSTEM.at(JOB), QualityReport, report.pk, Act.EDIT)
    Score.objects.bulk_create(_scores(fresh, counted, at))
    whole = counted.all
    change(
        SYSTEM.at(JOB).doing(LOOK),
        fresh,
        score=score_of(whole),
        faults=whole.faults,
        records=whole.total,
        checked_at=at,
    )
    return fresh


def _scores(report: QualityReport, counted: Counted, at: datetime) -> Iterator[Score]:
    for key, faulty in counted.all.faulty.items():
        yield Score(report=report, at=at, key=key, total=counted.all.total, faulty=faulty)
    for slice, parts in ((Slice.DEPARTMENT, counted.departments), (Slice.SOURCE, counted.sources)):
        for value, counts in parts.items():
            yield Score(
                report=report, at=at, key="", slice=slice, value=value, total=counts.asked, faulty=counts.faults
            )


def latest(report: QualityReport) -> dict[str, int]:
    """Key → faulty, of the look before; nothing where there was none."""
    scores = Score.objects.filter(report=report.pk, slice="")
    last = scores.order_by("-at").values_list("at", flat=True).first()
    return dict(scores.filter(at=last).values_list("key", "faulty")) if last else {}


def worse(before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, int]:
    """Key → faults that are new, where there are more than at the look before."""
    return {key: faulty - before[key] for key, faulty in now.items() if key in before and faulty > before[key]}


def tell(report: QualityReport, news: Mapping[str, int], asked: Sequence[Question]) -> None:
    """Tell the steward of the records, and those of the fields that got worse."""
    if not news:
        return
    fields = {each.field for each in asked if each.key in news}
    entries = CatalogueEntry.everything.filter(noun=report.noun, field__in=fields, trashed_at=None)
    people = {report.steward_id, *entries.values_list("steward", flat=True)}
    line = change_line(report)
    notify(sorted(id for id in people if id), WORSE, about=report, journal_id=line)


def change_line(report: QualityReport) -> int:
    """The journal's line of the look that has just been kept."""
    from concerto.kernel.journal.model import Entry

    lines = Entry.objects.filter(entity="quality-report", record=report.pk, verb=LOOK)
    return lines.order_by("-id").values_list("id", flat=True)[0]
