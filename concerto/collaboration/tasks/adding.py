"""A task in one line, as one adds it beside a record or on “My work”: what, who, until which day."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_date

from concerto.collaboration.tasks.task.entity import task as described
from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.standard import create
from concerto.kernel.clock.finding import working_time_of

EVENING = time(18)  # when a day ends on which nobody works


def add_in_a_line(actor: Actor, post: QueryDict, subject: str = "") -> Task:
    """Keep it; without an assignee it is one's own. Raises Refused."""
    given: dict[str, Any] = {"title": post.get("title", ""), "subject": subject, "assignee": post.get("assignee", "")}
    if day := _day(post.get("due", "")):
        given["due"] = end_of(day, actor.department).isoformat()
    kept = create(actor, described, {id: value for id, value in given.items() if value or id == "title"})
    assert isinstance(kept, Task)
    return kept


def end_of(day: date, department: int | None) -> datetime:
    """When the working day of a department is over."""
    work = working_time_of(department)
    hours = work.on(day)
    end = hours[-1][1] if hours and hours[-1][1] != time.max else EVENING
    return datetime.combine(day, end, work.zone)


def _day(words: str) -> date | None:
    try:
        return parse_date(words.strip())
    except ValueError:
        return None
