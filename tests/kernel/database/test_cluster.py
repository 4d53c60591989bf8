"""Starting, stopping, and who may come in."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from concerto.kernel.database.account import ACCOUNT, as_account
from concerto.kernel.database.cluster import Cluster, Outcome
from concerto.kernel.database.programs import alive
from tests.kernel.database.conftest import PROJECT, needs_root
from tests.kernel.database.homes import Homes

START = (
    "import sys; from pathlib import Path; from concerto.kernel.database.cluster import Cluster; "
    "print(Cluster(Path(sys.argv[1]), settings={'fsync': 'off', 'shared_buffers': '16MB'}).start())"
)


def asked(cluster: Cluster, question: str) -> object:
    with cluster.address("owner").as_keeper().in_database("postgres").connect() as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def test_a_cluster_is_made_then_found_running_then_started_again(homes: Homes) -> None:
    cluster = homes.cluster(homes.new())
    assert not cluster.is_up()
    assert cluster.start() == Outcome.MADE
    assert cluster.is_up()
    assert Cluster(cluster.home).start() == "already running"
    cluster.stop()
    assert (cluster.is_up(), alive(cluster.place)) == (False, [])
    assert cluster.start() == "started"


def test_stopping_what_never_ran_changes_nothing(homes: Homes) -> None:
    home = homes.new()
    homes.cluster(home).stop()
    assert list(home.iterdir()) == []


def test_the_home_is_made_when_it_is_missing(homes: Homes) -> None:
    cluster = homes.cluster(homes.new() / "deeper" / "var")
    assert cluster.start() == Outcome.MADE
    assert cluster.place == cluster.home / "postgres" / "18"
    assert cluster.notice is None


def test_of_eight_starts_at_once_one_makes_it(homes: Homes) -> None:
    cluster = homes.cluster(homes.new())
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", START, str(cluster.home)], cwd=PROJECT, text=True, stdout=subprocess.PIPE
        )
        for _ in range(8)
    ]
    said = sorted(start.communicate()[0].strip() for start in starts)
    assert said == ["already running"] * 7 + ["made"]


def test_settings_are_durable_private_and_the_same_everywhere(homes: Homes) -> None:
    cluster = homes.cluster(homes.new(), settings={"shared_buffers": "16MB"})
    cluster.start()
    for name, value in {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "wal_compression": "pglz",
        "listen_addresses": "",
        "max_connections": "60",
        "TimeZone": "UTC",
        "shared_buffers": "16MB",
        "unix_socket_permissions": "0700",
        "server_encoding": "UTF8",
    }.items():
        assert (name, asked(cluster, f"show {name}")) == (name, value)
    assert (
        asked(cluster, "select datlocprovider::text || datlocale from pg_database where datname = 'postgres'")
        == "bC.UTF-8"
    )


def test_no_network_and_a_private_socket(embedded_cluster: Cluster) -> None:
    folder = Path(embedded_cluster.address("app").host)
    assert folder.stat().st_mode & 0o777 == 0o700
    listening = asked(
        embedded_cluster, "select count(*) from pg_settings where name = 'listen_addresses' and setting <> ''"
    )
    assert listening == 0


@needs_root
def test_another_account_is_refused_even_at_the_socket(embedded_cluster: Cluster) -> None:
    socket = embedded_cluster.address("app").host
    psql: list[str | Path] = [
        embedded_cluster.program("psql"),
        f"--host={socket}",
        "--username=concerto_app",
        "postgres",
    ]
    refused = as_account(pwd.getpwnam(ACCOUNT), psql)
    assert refused.returncode != 0
    assert 'Peer authentication failed for user "concerto_app"' in refused.stderr


def test_the_client_checks_who_serves(embedded_cluster: Cluster) -> None:
    address = embedded_cluster.address("owner").in_database("postgres").as_keeper()
    with pytest.raises(psycopg.OperationalError, match="requirepeer"):
        address.connect(requirepeer="somebody-else")


def test_programs_of_the_server_run(embedded_cluster: Cluster) -> None:
    said = subprocess.run(
        [embedded_cluster.program("pg_dump"), "--version"], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("pg_dump (PostgreSQL) 18.")


@needs_root
def test_as_root_the_data_is_the_accounts_and_the_home_stays_roots(embedded_cluster: Cluster) -> None:
    def owner(path: Path) -> str:
        return pwd.getpwuid(path.stat().st_uid).pw_name

    home = embedded_cluster.home
    owners = {path: owner(home / path) for path in (".", "engine", "engine/lock", "postgres", "postgres/18")}
    assert owners == {".": "root", "engine": "root", "engine/lock": "root", "postgres": ACCOUNT, "postgres/18": ACCOUNT}
    servers = alive(embedded_cluster.place)
    assert {Path(f"/proc/{pid}").stat().st_uid for pid in servers} == {pwd.getpwnam(ACCOUNT).pw_uid}


def test_two_homes_do_not_meet(homes: Homes) -> None:
    one, other = homes.cluster(homes.new("one")), homes.cluster(homes.new("other"))
    assert (one.start(), other.is_up(), other.start()) == (Outcome.MADE, False, Outcome.MADE)
    one.stop()
    assert (one.is_up(), other.is_up()) == (False, True)


def test_nothing_of_the_environment_reaches_the_server(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGDATA": "/nowhere", "PGPORT": "1", "LC_ALL": "nonsense", "TZ": "Asia/Shanghai"}.items():
        monkeypatch.setenv(name, value)
    cluster = homes.cluster(homes.new())
    assert cluster.start() == Outcome.MADE
    assert asked(cluster, "show timezone") == "UTC"
    assert "PGDATA" in os.environ
