"""What has to be done before what: the task that a form asks for, and the prerequisites beside it, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.tasks.task.model import OWED, Task
from concerto.kernel.actions.refusal import Invalid

_BEFORE = """
    select id as task, after_id as before from collaboration_task where after_id is not null
    union select task_id, before_id from collaboration_prerequisite where trashed_at is null
"""
_PAIRS = f"select task, before from ({_BEFORE}) pair where task = any(%s) or before = any(%s)"
_LEADS_BACK = f"""
    with recursive pair as ({_BEFORE}), above as (
        select %s::bigint as id union select pair.before from above join pair on pair.task = above.id
    )
    select exists (select 1 from above where id = %s)
"""
_HOLD = "select pg_advisory_xact_lock(hashtext('order of tasks'))"


def refuse_circle(task: int | None, before: int | None, field: str) -> None:
    """Raise Invalid, at a field, where a task would wait for one that waits for it. Two could close a circle together, each seeing
    half of it: whoever orders tasks waits here for whoever else does, until they are through."""
    if task is None or before is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_HOLD)
        cursor.execute(_LEADS_BACK, [before, task])
        if cursor.fetchone()[0]:
            raise Invalid({field: _("This would lead in a circle: that task waits for this one already.")})


def before(tasks: Iterable[int]) -> Mapping[int, list[Task]]:
    """Task → those that have to be done before and are not, in two queries; those without any are missing."""
    asked = list(tasks)
    pairs = [(task, earlier) for task, earlier in _pairs(asked) if task in asked]
    known = Task.everything.filter(pk__in={earlier for _task, earlier in pairs}, state__in=OWED, trashed_at=None)
    open_ones = known.defer("search").in_bulk()
    found: dict[int, list[Task]] = {}
    for task, earlier in sorted(pairs):
        if earlier in open_ones:
            found.setdefault(task, []).append(open_ones[earlier])
    return found


def behind(tasks: Iterable[int]) -> Mapping[int, list[int]]:
    """Task → ids of those that wait for it, among others perhaps."""
    asked = list(tasks)
    found: dict[int, list[int]] = {}
    for task, earlier in sorted(_pairs(asked)):
        if earlier in asked:
            found.setdefault(earlier, []).append(task)
    return found


def _pairs(tasks: list[int]) -> list[tuple[int, int]]:
    if not tasks:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, [tasks, tasks])
        return list(cursor.fetchall())
