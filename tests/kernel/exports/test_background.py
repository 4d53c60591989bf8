"""Large exports: written by a worker with the rights of that moment, whole or not there, for their person alone."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import API, JOB
from concerto.kernel.access.token.actions import revoke
from concerto.kernel.access.token.keys import going_on, issue
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions import standard
from concerto.kernel.batches.abandoned import QUIET
from concerto.kernel.batches.selection import Selection
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from concerto.kernel.exports import background, beginning, jobs, rows
from concerto.kernel.exports.background import remove_expired, run
from concerto.kernel.exports.batch.actions import cancel
from concerto.kernel.exports.batch.model import Export
from concerto.kernel.exports.beginning import begin
from concerto.kernel.notices.reading import notices
from concerto.kernel.notices.running import running
from tests import cast

CUSTOMER = named("customer")
WORKER = """
import sys, time
from tests import settings
settings.DATABASES["default"] |= eval(sys.argv[2])
settings.FILES = sys.argv[3]
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django; django.setup()
from concerto.kernel.exports import rows, background
rows.CHUNK = 2
from concerto.kernel.access.actor import JOB, actor_for
from concerto.kernel.exports.batch.model import Export
export = Export.everything.get(pk=int(sys.argv[1]))
background.run(actor_for(export.person_id, JOB), export, tell=lambda _rows: (print("chunk", flush=True), time.sleep(0.5)))
"""


@pytest.fixture(autouse=True)
def small_chunks(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES = tmp_path
    monkeypatch.setattr(beginning, "AT_ONCE", 0)
    monkeypatch.setattr(rows, "CHUNK", 2)


def begun(username: str = "executive", **asked: Any) -> Export:
    return begin(cast.acting(username), CUSTOMER, Selection(**asked), format="csv")


def fresh(export: Export) -> Export:
    found = Export.everything.get(pk=export.pk)
    assert isinstance(found, Export)
    return found


def ended(export: Export) -> tuple[str, str]:
    return fresh(export).status, fresh(export).problem


def told(username: str) -> list[tuple[str, str]]:
    return [(line.kind.id, line.words) for line in notices(cast.acting(username)).lines]


def lines(export: Export) -> list[list[str]]:
    text = (background.folder() / fresh(export).path).read_text("utf-8-sig")
    return list(csv.reader(StringIO(text)))[1:]


def test_a_page_leads_to_the_file_which_is_its_persons_alone(db: None) -> None:
    page, other = cast.client_of("executive"), cast.client_of("admin")
    address = page.get("/customers/export?q=&filter=").headers["Location"]
    export = Export.everything.latest("pk")
    assert address == f"/exports/{export.pk}/file"
    assert "0 of" in page.get(address).content.decode() and running(cast.acting("executive"))[0].address == address
    jobs.write_out(export.pk)
    assert told("executive")[0] == ("export-ready", "The file with your export of Customers is ready")
    assert not running(cast.acting("executive"))
    file = page.get(f"/exports/{export.pk}/download")
    text = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it streams
    total = Customer.everything.filter(trashed_at=None).count()
    assert len(list(csv.reader(StringIO(text)))) == total + 1 == (fresh(export).rows or 0) + 1
    assert "Download (" in page.get(address).content.decode()
    assert [other.get(f"/exports/{export.pk}/{end}").status_code for end in ("file", "download")] == [404, 404]


def test_rights_are_those_of_the_moment_it_is_written_and_fetched(db: None) -> None:
    narrower, none, fetched = begun("sales"), begun("sales"), begun("sales")
    own = cast.customer_of("own")
    standard.edit(cast.acting("admin"), CUSTOMER, own.pk, {"owner": cast.person_called("admin").pk})
    jobs.write_out(narrower.pk)
    jobs.write_out(fetched.pk)
    assert own.name not in {row[1] for row in lines(narrower)} and lines(narrower)
    standard.edit(cast.acting("admin"), named("person"), cast.person_called("sales").pk, {"roles": ["service"]})
    jobs.write_out(none.pk)
    assert ended(none) == ("stopped", "You may not take these records out.")
    assert cast.client_of("sales").get(f"/exports/{fetched.pk}/download").status_code == 403


def test_a_key_limits_it_and_ends_it_when_revoked(db: None) -> None:
    me = cast.person_called("executive")
    issue(cast.acting("executive"), person=me.pk, name="Nightly", nouns=["customer"])
    token = Token.everything.latest("pk")
    actor = going_on(me.pk, token.pk, API)
    first, second = (begin(actor, CUSTOMER, Selection(), format="csv") for _each in range(2))
    jobs.write_out(first.pk)
    assert {row[14] for row in lines(first)} == {""}  # the owner: people are beyond the key
    run(going_on(me.pk, token.pk, JOB), second, tell=lambda _rows: revoke(cast.acting("executive"), token))
    reason = "The API token with which this was begun was revoked or has expired."
    assert ended(second) == ("stopped", reason)
    assert told("executive")[0] == ("export-stopped", "Your export of Customers stopped before its end")
    third = begin(actor, CUSTOMER, Selection(), format="csv")
    jobs.write_out(third.pk)
    assert ended(third) == ("stopped", reason)


def test_cancelled_or_taken_up_by_another_it_leaves_no_file(db: None) -> None:
    me = cast.acting("executive")
    cancelled, doubled = begun(), begun()
    run(me, cancelled, tell=lambda _rows: cancel(me, fresh(cancelled)) if fresh(cancelled).is_open else None)
    assert ended(cancelled) == ("cancelled", "") and list(background.folder().iterdir()) == []
    second: list[str] = []

    def another(_rows: int) -> None:
        if not second:
            second.append("began")
            run(me, doubled)

    run(me, doubled, tell=another)
    assert [path.name for path in background.folder().iterdir()] == [fresh(doubled).path]
    assert [kind for kind, _words in told("executive")] == ["export-ready"]


def test_files_go_when_their_time_is_over(db: None) -> None:
    export = begun()
    jobs.write_out(export.pk)
    path = background.folder() / fresh(export).path
    assert remove_expired() == 0 and path.exists()
    past = timezone.now() - timedelta(days=2)
    Export.everything.filter(pk=export.pk).update(kept_until=past)
    os.utime(path, (past.timestamp(), past.timestamp()))
    assert cast.client_of("executive").get(f"/exports/{export.pk}/download").status_code == 409
    assert remove_expired() == 1 and not path.exists()
    assert ended(export) == ("expired", "")


def test_one_that_was_killed_is_begun_anew(committed: Address, tmp_path: Path) -> None:
    export = begun()
    database = {name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    given = [str(export.pk), repr(database), str(tmp_path)]
    worker = subprocess.Popen([sys.executable, "-c", WORKER, *given], stdout=subprocess.PIPE, text=True)
    assert worker.stdout and worker.stdout.readline() == "chunk\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    assert (fresh(export).status, fresh(export).path) == ("running", "")
    Export.everything.filter(pk=export.pk).update(updated_at=timezone.now() - QUIET * 2)
    jobs.go_on_with_interrupted_exports(0)
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where queueing_lock = %s", [f"export-{export.pk}"])
        assert len(cursor.fetchall()) == 1  # begun, and asked for again: once
    jobs.write_out(export.pk)
    assert len(lines(export)) == Customer.everything.filter(trashed_at=None).count() == fresh(export).rows
    assert fresh(export).attempt == 2


@pytest.mark.parametrize(("heartbeat", "taken_up"), [("1 second", []), ("1 minute", ["todo"])])
def test_one_that_is_slow_to_move_is_left_to_a_worker_that_lives(db: None, heartbeat: str, taken_up: list[str]) -> None:
    """Large workbooks are packed at the end without another row being written."""
    export = begun()
    Export.everything.filter(pk=export.pk).update(status="running", updated_at=timezone.now() - QUIET * 2)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval) returning id", [heartbeat]
        )
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s where queueing_lock = %s",
            [cursor.fetchone()[0], f"export-{export.pk}"],
        )
        jobs.go_on_with_interrupted_exports(0)
        cursor.execute(
            "select status from procrastinate_jobs where queueing_lock = %s and status <> 'doing'",
            [f"export-{export.pk}"],
        )
        assert [status for (status,) in cursor.fetchall()] == taken_up
