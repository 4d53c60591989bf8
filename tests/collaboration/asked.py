"""Tasks between people of the cast."""

from __future__ import annotations

from typing import Any

from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.reading import catch_up, readers
from concerto.kernel.notices.model import Notice
from tests.cast import acting, customer_of, person_called


def asked(title: str = "Call back", *, by: str = "sales", whose: str | None = "own", to: str = "", **more: Any) -> Task:
    """A task about the customer in that place of the story, or about nothing."""
    given = {"title": title, "subject": named("customer").code(customer_of(whose).pk) if whose else ""}
    given |= {"assignee": person_called(to).pk} if to else {}
    kept = create(acting(by), named("task"), {**given, **more})
    assert isinstance(kept, Task)
    return kept


def now(task: Task) -> Task:
    """As it is in the database."""
    found = Task.everything.get(pk=task.pk)
    assert isinstance(found, Task)
    return found


def told(kind: str, task: Task) -> list[str]:
    for reader in readers():
        catch_up(reader)
    rows = Notice.objects.filter(kind=kind, entity="task", record=task.pk).order_by("person__username")
    return list(rows.values_list("person__username", flat=True))
