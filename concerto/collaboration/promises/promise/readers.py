"""What follows a line about a promise: its alarms, and who is told; what follows silence: the reminders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from concerto.collaboration.my_work.standing_in import away
from concerto.collaboration.promises.promise.clocks import LATE, SOON, set_alarms
from concerto.collaboration.promises.promise.model import Promise, State
from concerto.collaboration.sides import superiors_of
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import alarm
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, notify, send

SETTLING = {"keep", "break", "release"}


@reader("collaboration.promises")
def follow_promises(lines: Sequence[Entry]) -> None:
    """Alarms as the promise is by now, however many lines tell of it; then who made it and who keeps it are told how it ended."""
    own = [line for line in lines if line.entity == "promise"]
    found = _promises({line.record for line in own}) if own else {}
    for id in sorted(found):
        with transaction.atomic():
            set_alarms(found[id])
    settled = ((line, found[line.record]) for line in own if line.verb in SETTLING and line.record in found)
    send("promise-settled", list(_told(settled)))


def _promises(ids: Iterable[int]) -> dict[int, Promise]:
    rows = Promise.everything.filter(pk__in=set(ids)).select_related("owner")
    return {each.pk: each for each in rows.defer("search", "owner__search")}


def _told(settled: Iterable[tuple[Entry, Promise]]) -> Iterable[Notification]:
    for line, promise in settled:
        for person in {promise.maker_id, promise.owner_id} - {line.actor}:
            if person:
                yield Notification(person, "promise", promise.pk, line.id, line.actor)


@alarm(SOON)
def remind(alarm: Alarm) -> None:
    """Who keeps it is told that it will be due, unless it is closed by then."""
    if promise := _open(alarm):
        notify(_keepers(promise), "promise-soon", about=promise, journal_id=_newest_line(promise))


@alarm(LATE)
def complain(alarm: Alarm) -> None:
    """Who keeps it and whom that one reports to are told that it is overdue. A due moment that was moved rings at the new one."""
    promise = _open(alarm)
    if promise and promise.due and promise.due <= timezone.now():
        people = {*_keepers(promise), *superiors_of(promise.owner_id)[:1]}
        notify(sorted(people), "promise-late", about=promise, journal_id=_newest_line(promise))


def _open(alarm: Alarm) -> Promise | None:
    rows = Promise.everything.select_for_update(no_key=True)
    return rows.filter(pk=int(str(alarm.facts["promise"])), state=State.OPEN, trashed_at=None).first()


def _keepers(promise: Promise) -> list[int]:
    """Who keeps it, and who stands in for them while they are away."""
    stand_in = away(timezone.now()).stand_in_of(promise.owner_id) if promise.owner_id else None
    return [each for each in (promise.owner_id, stand_in) if each]


def _newest_line(promise: Promise) -> int:
    """What a reminder is known by: the same promise rings anew only after something about it was written."""
    lines = Entry.objects.filter(entity="promise", record=promise.pk).order_by("-id")
    return lines.values_list("id", flat=True).first() or 0
