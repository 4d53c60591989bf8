"""Whoever is asked to help with a task is told of it, once."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.collaboration.tasks.helper.model import TaskHelper
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.sending import Notification, send


@reader("collaboration.helpers")
def tell_helpers(lines: Sequence[Entry]) -> None:
    """All lines at once; who helps of their own accord is not told, nor of what was taken back meanwhile."""
    named = [line for line in lines if line.entity == "task-helper" and "person" in line.changes and line.batch is None]
    helpers = TaskHelper.everything.in_bulk({line.record for line in named}) if named else {}
    told = ((line, helpers[line.record]) for line in named if line.record in helpers)
    send(
        "task-help",
        [
            Notification(helper.person_id, "task", helper.task_id, line.id, line.actor)
            for line, helper in told
            if helper.trashed_at is None and helper.person_id != line.actor
        ],
    )
