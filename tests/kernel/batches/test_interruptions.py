"""What happens to a mass change from outside: others who write meanwhile, two who undo at once, a worker that dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.batches import beginning, selection
from concerto.kernel.batches.batch import actions
from concerto.kernel.batches.batch.model import Batch, Chunk, Left, Status
from concerto.kernel.batches.beginning import begin, undo_batch
from concerto.kernel.batches.running import run
from concerto.kernel.batches.selection import Selection
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from tests import cast

CUSTOMER = named("customer")

WORKER = """
import sys, time
from tests import settings
settings.DATABASES["default"] |= eval(sys.argv[2])
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django; django.setup()
from concerto.kernel.access.actor import JOB, actor_for
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.running import run
batch = Batch.everything.get(pk=int(sys.argv[1]))
run(actor_for(batch.person_id, JOB), batch, tell=lambda _batch: (print("chunk", flush=True), time.sleep(0.3)))
"""


@pytest.fixture
def later(committed: Address, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is small, chunks are, and no worker waits: tests run batches themselves."""
    monkeypatch.setattr(beginning, "SMALL", 0)
    monkeypatch.setattr(selection, "CHUNK", 2)
    yield


def fresh(batch: Batch) -> Batch:
    found = Batch.everything.get(pk=batch.pk)
    assert isinstance(found, Batch)
    return found


def settled(batch: Batch) -> tuple[str, int, int, int, int]:
    found = fresh(batch)
    assert found.counted == found.total
    return found.status, found.changed or 0, found.unchanged or 0, found.refused or 0, found.conflicts or 0


def steward() -> Actor:
    return cast.acting("data")


def test_what_somebody_changed_meanwhile_is_left_and_told(later: None) -> None:
    batch = begin(steward(), CUSTOMER, "edit", {"stage": "refer"}, Selection())
    total = fresh(batch).total or 0
    own, team, other = (cast.customer_of(whose) for whose in ("own", "team", "other"))
    admin = cast.acting("admin")
    standard.edit(admin, CUSTOMER, own.pk, {"stage": "nurture"})
    standard.edit(admin, CUSTOMER, team.pk, {"city": "York"})  # another field: no conflict
    standard.delete(admin, CUSTOMER, other.pk)
    standard.create(admin, CUSTOMER, {"name": "Came later"})
    run(steward(), batch)
    assert settled(batch) == ("done", total - 2, 0, 1, 1)
    assert dict(Left.objects.filter(batch=batch).values_list("record", "why")) == {
        own.pk: "meanwhile",
        other.pk: "gone",
    }
    assert cast.customer_of("own").stage == "nurture"
    assert Customer.everything.get(name="Came later").stage == "acquire"  # type: ignore[attr-defined]  # a manager of records


def test_rights_are_those_of_the_moment(later: None) -> None:
    admin = cast.acting("admin")
    batch = begin(cast.acting("marketing"), CUSTOMER, "edit", {"city": "Wuxi"}, Selection())
    person = cast.person_called("marketing")
    standard.edit(admin, named("person"), person.pk, {"roles": ["legal"]})
    run(cast.acting("marketing"), batch)
    assert settled(batch) == ("done", 0, 0, fresh(batch).total, 0)  # who only reads changes nothing
    again = begin(admin, CUSTOMER, "edit", {"revenue": "5"}, Selection())
    run(cast.acting("service"), again)  # who may not know the field at all
    found = fresh(again)
    assert (found.status, found.changed) == (Status.STOPPED, 0) and found.problem


def test_paused_it_waits_cancelled_it_ends_and_what_was_done_can_be_undone(later: None) -> None:
    batch = begin(steward(), CUSTOMER, "edit", {"stage": "refer"}, Selection())
    run(steward(), batch, tell=lambda running: actions.pause(steward(), running))
    assert (fresh(batch).status, fresh(batch).changed) == ("paused", 2)
    run(steward(), batch)
    assert fresh(batch).changed == 2
    with pytest.raises(Exception, match="under way"):
        undo_batch(steward(), fresh(batch))
    actions.resume(steward(), batch)
    run(steward(), batch, tell=lambda running: actions.cancel(steward(), running))
    assert (fresh(batch).status, fresh(batch).changed) == ("cancelled", 4)
    back = undo_batch(steward(), fresh(batch))
    run(steward(), back)
    assert settled(back) == ("done", 4, 0, 0, 0)
    assert not Customer.everything.filter(stage="refer").exists()


def test_an_undo_that_was_broken_off_can_be_begun_again(later: None) -> None:
    batch = begin(steward(), CUSTOMER, "edit", {"stage": "refer"}, Selection())
    run(steward(), batch)
    total, first = fresh(batch).changed or 0, undo_batch(steward(), fresh(batch))
    run(steward(), first, tell=lambda running: actions.cancel(steward(), running))
    second = undo_batch(steward(), fresh(batch))
    run(steward(), second)
    assert settled(second) == ("done", total - 2, 2, 0, 0)
    assert not Customer.everything.filter(stage="refer").exists()


def test_of_two_who_undo_at_once_one_is_told(later: None) -> None:
    batch = begin(steward(), CUSTOMER, "edit", {"stage": "refer"}, Selection())
    run(steward(), batch)
    together, told = Barrier(2), []

    def take_back() -> None:
        try:
            together.wait()
            told.append(undo_batch(steward(), fresh(batch)).status)
        except Invalid as refused:
            told.append(str(*refused.problems.values()))
        finally:
            connection.close()

    threads = [Thread(target=take_back) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["This was taken back already, or is being taken back right now.", "waiting"]


def test_a_worker_that_is_killed_leaves_nothing_half_done(later: None, committed: Address) -> None:
    batch = begin(steward(), CUSTOMER, "edit", {"stage": "refer"}, Selection())
    total = fresh(batch).total or 0
    worker = started(batch, connection.settings_dict)
    assert worker.stdout and worker.stdout.readline() == "chunk\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    wait_until(lambda: nobody_else())
    done = Chunk.objects.filter(batch=batch, done=True).count()
    assert 1 <= done < total // 2 and fresh(batch).status == "running"
    assert Entry.objects.filter(batch=batch.pk, door="bulk").count() == 2 * done
    run(steward(), batch)
    assert settled(batch) == ("done", total, 0, 0, 0)
    lines = Entry.objects.filter(batch=batch.pk, door="bulk").values_list("record", flat=True)
    assert len(lines) == len(set(lines)) == total


def started(batch: Batch, database: dict[str, Any]) -> subprocess.Popen[str]:
    wanted = {name: database[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(batch.pk), repr(wanted)],
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )


def nobody_else() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0] == 0)


def wait_until(holds: Callable[[], bool]) -> None:
    for _try in range(100):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")
