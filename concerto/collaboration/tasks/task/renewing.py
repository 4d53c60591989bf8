"""The next one of a task that comes again, with its helpers: made in the transaction that finishes it, and only once."""

from __future__ import annotations

from django.utils import timezone

from concerto.collaboration.tasks.helper.model import TaskHelper
from concerto.collaboration.tasks.task.checklist import begun_anew
from concerto.collaboration.tasks.task.model import Task
from concerto.collaboration.tasks.task.rhythm import next_planned, on_working_day
from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.actions.change import add
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.clock.finding import working_time_of

CARRIED = (
    "subject", "title", "about", "assignee_id", "department_id", "giver_id", "priority", "every", "unit", "workdays",
    "tags", "custom",
)  # fmt: skip


def renew(actor: Actor, task: Task) -> Task | None:
    """None where it comes only once, or the next one is there since it was finished before."""
    if not task.every or Task.everything.filter(renews=task.pk).exists():
        return None
    work = working_time_of(task.department_id)
    now = timezone.now()
    due = (task.due or now).astimezone(work.zone)
    kept = task.planned is not None and task.due in (task.planned, on_working_day(task.planned, work))
    on_day = task.on_day if kept and task.on_day else due.day
    planned = next_planned(task.planned if kept and task.planned else due, task.every, task.unit, on_day, now, work)
    next_one = Task(
        **{name: getattr(task, name) for name in CARRIED}, renews_id=task.pk, checklist=begun_anew(task.checklist),
        planned=planned, on_day=on_day, due=on_working_day(planned, work) if task.workdays else planned,
    )  # fmt: skip
    made = add(SYSTEM.at(actor.door).doing(CREATE), next_one)
    for helper in TaskHelper.everything.filter(task=task, trashed_at=None, person__left_at=None).order_by("pk"):
        add(SYSTEM.at(actor.door).doing(CREATE), TaskHelper(task=made, person_id=helper.person_id, note=helper.note))
    return made
