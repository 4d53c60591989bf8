"""What workers do is found wherever it stands, and what is asked for by name is there."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app

from concerto.kernel.batches import later
from concerto.kernel.exports import beginning
from concerto.kernel.imports import queue
from concerto.kernel.segments import waking as counting
from concerto.kernel.webhooks import waking as sending

OURS = "concerto."


def test_every_file_of_jobs_has_its_tasks_known_and_no_other_file_has_any() -> None:
    homes = {name.rpartition(".")[0] for name in app.tasks if name.startswith(OURS)}
    assert homes == set(settings.PROCRASTINATE_IMPORT_PATHS)
    assert len(homes) > 10


def test_what_is_asked_for_by_name_is_a_task() -> None:
    asked = {later.TASK, beginning.TASK, queue.RUN, queue.LOOK, counting.TASK, sending.TASK}
    assert asked <= app.tasks.keys()


def test_what_comes_round_never_waits_twice() -> None:
    """A worker that was away for an hour takes one look and not sixty."""
    periodic = [each.task for each in app.periodic_registry.periodic_tasks.values() if each.task.name.startswith(OURS)]
    assert [task.name for task in periodic if not task.queueing_lock] == []
