"""Real servers for these tests: embedded clusters in homes of their own, and PostgreSQL 15 of the system."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest

from concerto.kernel.database.address import Address, external
from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.place import ELSEWHERE, as_account, digest, socket_folder
from concerto.kernel.database.settings import APP

QUICK = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "30"}
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
PROJECT = Path(__file__).parents[3]
TESTER = "concerto-tester"

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it is about what root's server may do")


class Homes:
    """Data folders under one temporary folder, and the clusters in them; all gone when the test is over."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[Path] = set()

    def new(self, name: str = "home", mode: int = 0o755) -> Path:
        home = self.folder / name
        home.mkdir(parents=True)
        home.chmod(mode)
        return home

    def cluster(self, home: Path, settings: Mapping[str, str] = QUICK) -> Cluster:
        self.used.add(home)
        return Cluster(home, settings=settings)

    def remove(self) -> None:
        for home in self.used:
            Cluster(home).stop()
            shutil.rmtree(socket_folder(home), ignore_errors=True)
            if os.geteuid() == 0:
                shutil.rmtree(ELSEWHERE / digest(home), ignore_errors=True)


@pytest.fixture(scope="session")
def shared_folder() -> Iterator[Path]:
    """A folder that every account may enter; pytest's own are closed to all but one."""
    folder = Path(tempfile.mkdtemp(prefix="concerto-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def homes(shared_folder: Path) -> Iterator[Homes]:
    made = Homes(shared_folder / secrets.token_hex(4))
    yield made
    made.remove()


@pytest.fixture(scope="session")
def embedded_cluster(shared_folder: Path) -> Iterator[Cluster]:
    """One running cluster for the tests that only need a server."""
    homes = Homes(shared_folder / "shared")
    cluster = homes.cluster(homes.new())
    cluster.start()
    yield cluster
    homes.remove()


@dataclass(frozen=True)
class Server:
    """A server with an owner's address, the way its serving role signs in, and somebody who may do all."""

    owner: Address
    serving: Callable[[Address], Address]
    administrator: Address
    cluster: Cluster | None = None


@dataclass(frozen=True)
class System15:
    """PostgreSQL 15 of the system on a port of this machine, with one administrator and passwords for all."""

    port: int
    password: str

    def url(self, user: str, dbname: str = "concerto") -> str:
        return f"postgres://{quote(user)}:{quote(self.password, safe='')}@127.0.0.1:{self.port}/{dbname}"

    def administrator(self) -> Address:
        return external(self.url("administrator", "postgres"), "owner")

    def account(self, rights: str) -> str:
        """A new account with these rights; answers its name."""
        name = f"account {secrets.token_hex(4)}"
        with self.administrator().connect(autocommit=True) as connection:
            connection.execute(f"create role \"{name}\" login password '{self.password}' {rights}")
        return name


@pytest.fixture(scope="session")
def system_15(shared_folder: Path) -> Iterator[System15]:
    if not (DEBIAN_15 / "initdb").exists():
        pytest.skip("PostgreSQL 15 of the system is not installed")
    account = _account_of_the_system()
    folder = shared_folder / "system"
    folder.mkdir(mode=0o700)
    server = System15(_free_port(), "p@ss:w/rd %")
    (folder / "password").write_text(server.password)
    for path in (folder / "password", folder):
        os.chown(path, account.pw_uid, account.pw_gid)
    _run(account, "initdb", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--username=administrator",
         "--auth=scram-sha-256", f"--pwfile={folder}/password", f"--pgdata={folder}/data")
    options = f"-c port={server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    _run(account, "pg_ctl", "start", "-w", f"--pgdata={folder}/data", f"--log={folder}/log", f"--options={options}")
    yield server
    _run(account, "pg_ctl", "stop", "-m", "immediate", f"--pgdata={folder}/data")


@pytest.fixture(params=["embedded", "system 15", "given"])
def server(request: pytest.FixtureRequest) -> Server:
    """The same tests for our own server, for the system's, and for the one of CONCERTO_DATABASE_URL where it is set."""
    if request.param == "embedded":
        cluster = request.getfixturevalue("embedded_cluster")
        owner = cluster.address("owner")
        return Server(owner, lambda address: replace(address, user=APP), owner.as_keeper(), cluster)
    url = request.getfixturevalue("system_15_url") if request.param == "system 15" else _given()
    owner = external(url, "owner")
    return Server(owner, lambda address: external(url, "app").in_database(address.dbname), owner)


@pytest.fixture(scope="session")
def system_15_url(system_15: System15) -> str:
    return system_15.url(system_15.account("createdb createrole"))


@dataclass(frozen=True)
class Ordinary:
    """An ordinary user of this machine who runs Python programs that know Concerto."""

    name: str
    uid: int
    python: str

    def runs(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        identity = {"user": self.uid, "group": self.uid, "extra_groups": []} if os.geteuid() == 0 else {}
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{PROJECT}:{Path(pytest.__file__).parents[1]}"}
        return subprocess.run([self.python, "-c", program, *map(str, arguments)], cwd="/", env=environment, text=True,
                              capture_output=True, check=False, **identity)


@pytest.fixture(scope="session")
def ordinary() -> Iterator[Ordinary]:
    """Oneself, or for root an account made for the session."""
    if os.geteuid() != 0:
        yield Ordinary(pwd.getpwuid(os.geteuid()).pw_name, os.geteuid(), sys.executable)
        return
    made = subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", TESTER], capture_output=True, text=True)
    if made.returncode not in (0, 9):
        pytest.skip(f"an ordinary account could not be made: {made.stderr.strip()}")
    entry = pwd.getpwnam(TESTER)
    yield Ordinary(TESTER, entry.pw_uid, _python_for(entry))
    subprocess.run(["userdel", TESTER], check=True, capture_output=True)


def _python_for(entry: pwd.struct_passwd) -> str:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        user = Ordinary(entry.pw_name, entry.pw_uid, python)
        if as_account(entry, ["test", "-x", python]).returncode == 0 and user.runs("import concerto, psycopg").returncode == 0:
            return python
    pytest.skip(f"an ordinary account has no {version} that reaches this checkout")


def _given() -> str:
    url = os.environ.get("CONCERTO_DATABASE_URL")
    if not url:
        pytest.skip("CONCERTO_DATABASE_URL names no other server to test on")
    return url


def _account_of_the_system() -> pwd.struct_passwd:
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _run(account: pwd.struct_passwd, program: str, *arguments: str) -> None:
    done = as_account(account, [DEBIAN_15 / program, *arguments])
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Waits for what happens soon; fails when it does not."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds} seconds in vain"
        time.sleep(0.01)
