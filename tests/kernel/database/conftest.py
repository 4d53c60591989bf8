"""Real servers for these tests: our own, PostgreSQL 15 and 18 run by somebody else, and the one a URL names."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from concerto.kernel.database import programs
from concerto.kernel.database.address import Address, external
from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.settings import APP
from tests.kernel.database.foreign import Foreign, running
from tests.kernel.database.homes import Homes, in_memory

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
GIVEN = os.environ.get("CONCERTO_DATABASE_URL", "")
PROJECT = Path(__file__).parents[3]

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="is about what root's server may do, and this is not root")


@pytest.fixture(scope="session")
def shared_folder() -> Iterator[Path]:
    """A folder that every account may enter and write to; pytest's own are closed to all but one."""
    folder = Path(tempfile.mkdtemp(prefix="concerto-test-", dir=in_memory()))
    folder.chmod(0o1777)
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
    yield homes.started()
    homes.remove()


@pytest.fixture(scope="session")
def binaries_15() -> Path:
    if not (DEBIAN_15 / "initdb").exists():
        pytest.skip("PostgreSQL 15 of the system is not installed")
    return DEBIAN_15


@pytest.fixture(scope="session")
def binaries_18(shared_folder: Path) -> Path:
    return programs.install(shared_folder / "programs")


@pytest.fixture(scope="session")
def foreign_15(binaries_15: Path, shared_folder: Path) -> Iterator[Foreign]:
    with running(binaries_15, shared_folder / "foreign-15") as server:
        yield server


@pytest.fixture(scope="session")
def foreign_18(binaries_18: Path, shared_folder: Path) -> Iterator[Foreign]:
    with running(binaries_18, shared_folder / "foreign-18") as server:
        yield server


@pytest.fixture(params=["foreign_15", "foreign_18"])
def foreign(request: pytest.FixtureRequest) -> Foreign:
    """A running server of others, used by many tests."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Foreign)
    return found


@pytest.fixture(params=["binaries_15", "binaries_18"])
def new_server(request: pytest.FixtureRequest, shared_folder: Path) -> Iterator[Foreign]:
    """A server of others on which nobody has made anything yet."""
    folder = shared_folder / f"foreign-{secrets.token_hex(4)}"
    with running(request.getfixturevalue(request.param), folder) as server:
        yield server


@dataclass(frozen=True)
class Server:
    """A server with its owner's address, and the way its serving role signs in."""

    owner: Address
    serving: Callable[[Address], Address]
    cluster: Cluster | None = None


@pytest.fixture(scope="session", params=["embedded", "foreign_15", "foreign_18", *(["given"] if GIVEN else [])])
def server(request: pytest.FixtureRequest) -> Server:
    """The same tests everywhere, also on the server of CONCERTO_DATABASE_URL where it is set."""
    if request.param == "embedded":
        cluster: Cluster = request.getfixturevalue("embedded_cluster")
        return Server(cluster.address("owner"), lambda address: replace(address, user=APP), cluster)
    url = GIVEN if request.param == "given" else _url_of_an_owner(request.getfixturevalue(request.param))
    return Server(external(url, "owner"), lambda address: external(url, "app").in_database(address.dbname))


@dataclass(frozen=True)
class Ordinary:
    """An ordinary user of this machine who runs Python programs that know Concerto."""

    name: str
    uid: int
    python: str

    def runs(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{PROJECT}:{Path(pytest.__file__).parents[1]}"}
        other = os.geteuid() != self.uid
        return subprocess.run(
            [self.python, "-c", program, *map(str, arguments)],
            cwd="/",
            env=environment,
            text=True,
            capture_output=True,
            check=False,
            user=self.uid if other else None,
            group=self.uid if other else None,
            extra_groups=[] if other else None,
        )


@pytest.fixture(scope="session")
def ordinary() -> Iterator[Ordinary]:
    """Oneself, or for root an account made for the session."""
    if os.geteuid() != 0:
        yield Ordinary(pwd.getpwuid(os.geteuid()).pw_name, os.geteuid(), sys.executable)
        return
    name = f"concerto-{os.getpid()}"
    made = subprocess.run(
        ["useradd", "--system", "--no-create-home", name], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"an ordinary account could not be made: {made.stderr.strip()}")
    yield _with_python(name, pwd.getpwnam(name).pw_uid)
    subprocess.run(["userdel", name], check=True, capture_output=True)


def _with_python(name: str, uid: int) -> Ordinary:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in filter(os.path.exists, (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}")):
        user = Ordinary(name, uid, python)
        if _knows_concerto(user):
            return user
    pytest.skip(f"an ordinary account has no {version} that reaches this checkout")


def _knows_concerto(user: Ordinary) -> bool:
    try:
        return user.runs("import concerto.kernel.database.cluster").returncode == 0
    except PermissionError:
        return False


def _url_of_an_owner(foreign: Foreign) -> str:
    return foreign.url(foreign.account("createdb createrole"))


def eventually(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Waits for what happens soon; fails when it does not."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds} seconds in vain"
        time.sleep(0.01)
