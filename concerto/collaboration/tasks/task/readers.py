"""What follows a task: its alarms, and who is told that it is due, late, closed, or free to go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from concerto.collaboration.sides import people_of
from concerto.collaboration.tasks.task.model import OWED, Task
from concerto.collaboration.tasks.task.order import before, behind
from concerto.kernel.access.actor import PAGE, SYSTEM, actor_for
from concerto.kernel.access.audience import profile, seen_among
from concerto.kernel.actions.change import line
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import alarm
from concerto.kernel.alarms.setting import call_off, set_alarm
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.journal.writing import write
from concerto.kernel.notices.sending import Notification, notify, send

SOON, LATE = "task.soon", "task.late"
AHEAD = timedelta(days=1)  # that much before it is due, whoever has longer than that is reminded
CLOSING = ("finish", "drop")


@reader("collaboration.tasks")
def follow_tasks(lines: Sequence[Entry]) -> None:
    """Alarms stand as the tasks do now; who closed one is not told."""
    told = [line for line in lines if line.entity == "task"]
    tasks: Mapping[int, Task] = Task.everything.defer("search").in_bulk({line.record for line in told}) if told else {}
    for task in tasks.values():
        _set_alarms(task)
    closed = [line for line in told if line.verb in CLOSING and line.record in tasks]
    send("task-closed", [each for line in closed for each in _closed(line, tasks[line.record])])
    send("task-free", list(_freed({line.record: line for line in closed})))
    send("task-held", [each for line in told if line.record in tasks for each in _held(line, tasks[line.record])])


def _set_alarms(task: Task) -> None:
    """One ahead, unless there is less time than that anyway, and one when it is due."""
    key, due = str(task.pk), task.due
    if due is None or task.state not in OWED or task.trashed_at is not None:
        call_off(SOON, key)
        call_off(LATE, key)
        return
    set_alarm(LATE, key, due)
    if due - AHEAD > timezone.now():
        set_alarm(SOON, key, due - AHEAD)
    else:
        call_off(SOON, key)


def _closed(line: Entry, task: Task) -> Iterator[Notification]:
    """Who gave it and who was to do it."""
    for person in sorted({each for each in (task.giver_id, task.assignee_id) if each and each != line.actor}):
        yield Notification(person, "task", task.pk, line.id, line.actor)


def _freed(closed: Mapping[int, Entry]) -> Iterator[Notification]:
    """Whoever has a task that waited for one of these, and waits for nothing any more; of several the last is said to have freed it."""
    in_order = sorted(behind(closed).items(), key=lambda waiting: closed[waiting[0]].id)
    freed_by = {task: closed[id] for id, tasks in in_order for task in tasks}
    blocked = before(freed_by)
    free = Task.everything.filter(pk__in=freed_by.keys() - blocked.keys(), state__in=OWED, trashed_at=None)
    for task in free.defer("search").order_by("pk"):
        line = freed_by[task.pk]
        yield from (
            Notification(each, "task", task.pk, line.id, line.actor) for each in _whose(task) if each != line.actor
        )


def _held(line: Entry, task: Task) -> Iterator[Notification]:
    """Everybody in a department that is given something which nobody does yet."""
    given = line.changes.get("department", (None, None))[1]
    if given and int(given) == task.department_id and task.assignee_id is None and task.state in OWED:
        for person in _whose(task):
            if person != line.actor:
                yield Notification(person, "task", task.pk, line.id, line.actor)


def _whose(task: Task) -> list[int]:
    """The assignee; while there is none, those of the department who may see it."""
    if task.assignee_id:
        return [task.assignee_id]
    actors = [actor for each in people_of(task.department_id) if (actor := actor_for(each, PAGE))]
    seen = seen_among((actor, "task", task.pk) for actor in actors)
    return [actor.person for actor in actors if actor.person and (profile(actor, "task"), "task", task.pk) in seen]


@alarm(SOON)
def remind(alarm: Alarm) -> None:
    """Say that it is due soon, unless it is by now, or was moved."""
    task = _owed(alarm)
    if task and task.due and timezone.now() < task.due <= alarm.due_at + AHEAD:
        _tell(task, "task-soon", "remind")


@alarm(LATE)
def say_late(alarm: Alarm) -> None:
    """Say that it is overdue, unless it was moved meanwhile."""
    task = _owed(alarm)
    if task and task.due and task.due <= alarm.due_at:
        _tell(task, "task-late", "fall-due")


def _owed(alarm: Alarm) -> Task | None:
    rows = Task.everything.select_for_update(of=("self",), no_key=True).defer("search")
    return rows.filter(pk=int(alarm.key), state__in=OWED, trashed_at=None).first()


def _tell(task: Task, kind: str, verb: str) -> None:
    """The journal says that somebody was told."""
    journal = write(line(SYSTEM.doing(verb), entity_of(task), task, {}))
    notify(_whose(task), kind, about=task, journal_id=journal)
