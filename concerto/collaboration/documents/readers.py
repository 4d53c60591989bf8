"""Documents that are valid for a time, as contracts, price lists and certificates: who added one is told before it ends and when it has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.change import line
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import alarm
from concerto.kernel.alarms.setting import call_off, set_alarm
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.files.file.model import File
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.journal.writing import write
from concerto.kernel.notices.sending import notify

ENDING, ENDED = "document.ending", "document.ended"
AHEAD = timedelta(days=30)


@reader("collaboration.documents")
def follow_validity(lines: Sequence[Entry]) -> None:
    """Alarms stand as the files do now."""
    told = {line.record for line in lines if line.entity == "file"}
    for file in File.everything.filter(pk__in=told).defer("search") if told else ():
        _set_alarms(file)


def _set_alarms(file: File) -> None:
    """One ahead, unless that has passed, and one with the first day on which it is valid no more."""
    key, last = str(file.pk), file.valid_until if file.trashed_at is None else None
    if last is None:
        call_off(ENDING, key)
        call_off(ENDED, key)
        return
    set_alarm(ENDED, key, _morning(last + timedelta(days=1)), until=last.isoformat())
    ahead = _morning(last - AHEAD)
    if ahead > timezone.now():
        set_alarm(ENDING, key, ahead, until=last.isoformat())
    else:
        call_off(ENDING, key)


def _morning(day: date) -> datetime:
    """When a day begins where the company works."""
    return datetime.combine(day, time(), working_time_of(None).zone)


@alarm(ENDING)
def tell_ending(alarm: Alarm) -> None:
    _tell(alarm, "document-ending", "remind")


@alarm(ENDED)
def tell_ended(alarm: Alarm) -> None:
    _tell(alarm, "document-ended", "fall-due")


def _tell(alarm: Alarm, kind: str, verb: str) -> None:
    """Unless it was given another day meanwhile: then another alarm tells of that. The journal says that somebody was told."""
    rows = File.everything.select_for_update(no_key=True).defer("search").filter(trashed_at=None)
    file = rows.filter(pk=int(alarm.key), valid_until=date.fromisoformat(str(alarm.facts["until"]))).first()
    if file and file.by_id:
        journal = write(line(SYSTEM.doing(verb), entity_of(file), file, {}))
        notify([file.by_id], kind, about=file, journal_id=journal)
