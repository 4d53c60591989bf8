"""The whole of `concerto serve`, with its real database and its real pages: started, hurt, stopped, started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from concerto.kernel.database.cluster import Cluster

PROJECT = Path(__file__).parents[3]
KEEP = ("PATH", "HOME", "LANG")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Serving:
    """One `concerto serve` in a session of its own, as `setsid make run` has it."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port, self.log = home, port, home.parent / f"log-{time.monotonic_ns()}"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command("serve"),
                cwd=home.parent,
                env=environment(home, port),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:  # refused, cut off, or 503
            return False

    def ready(self) -> Serving:
        eventually(lambda: self.answers() or self.process.poll() is not None, seconds=90)
        assert self.process.poll() is None, self.said()
        return self

    def children(self) -> dict[str, int]:
        """What runs under us: its command, and its number. One just forked still bears our own command."""
        ps = ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)]
        listed = subprocess.run(ps, capture_output=True, text=True).stdout.splitlines()
        found = {" ".join(words): int(pid) for pid, *words in map(str.split, listed)}
        return {said: pid for said, pid in found.items() if said != " ".join(command("serve"))}

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            self.process.wait(30)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "concerto", *words]


def environment(home: Path, port: int) -> dict[str, str]:
    ours = {
        "CONCERTO_HOME": str(home),
        "CONCERTO_PORT": str(port),
        "CONCERTO_WEB_PROCESSES": "1",
        "PYTHONPATH": str(PROJECT),
    }
    return {name: os.environ[name] for name in KEEP if name in os.environ} | ours


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(so: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)


@pytest.fixture
def start(home: Path) -> Iterator[Callable[[], Serving]]:
    begun: list[Serving] = []

    def start() -> Serving:
        begun.append(Serving(home, free_port()))
        return begun[-1].ready()

    yield start
    for serving in begun:
        serving.stop()


def refused(home: Path, port: int) -> str:
    """What a `serve` says that cannot start."""
    done = subprocess.run(
        command("serve"), cwd=home.parent, env=environment(home, port), capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def test_it_starts_says_where_and_leaves_nothing_behind(home: Path, start: Callable[[], Serving]) -> None:
    serving = start()
    assert "The administrator is admin, the password " in serving.said()
    assert refused(home, free_port()) == (
        f"concerto: Concerto already serves {home} as process {serving.process.pid}: "
        "stop that one first, or set CONCERTO_HOME to another folder.\n"
    )
    assert refused(home.parent / "other", serving.port).startswith(f"concerto: Port {serving.port} is taken by ")
    assert not (home.parent / "other" / "postgres").exists()

    eventually(lambda: len(serving.children()) == 3)
    children = serving.children()
    os.killpg(serving.process.pid, signal.SIGINT)
    assert serving.process.wait(4) == 0
    assert f"Concerto 协奏 is at http://127.0.0.1:{serving.port} (Ctrl-C stops it)\n" in serving.said()
    assert serving.said().endswith("Concerto has stopped.\n")
    assert [Path(f"/proc/{pid}").exists() for pid in children.values()] == [False] * 3
    assert not Cluster(home).is_up()
    socket.create_server(("127.0.0.1", serving.port)).close()
    assert "password" not in start().said()


def test_what_is_killed_comes_back(home: Path, start: Callable[[], Serving]) -> None:
    serving = start()
    eventually(lambda: len(serving.children()) == 3)
    before = serving.children()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    eventually(
        lambda: (
            serving.children().keys() == before.keys() and not set(before.values()) & set(serving.children().values())
        )
    )
    postmaster = int((Cluster(home).place / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    eventually(lambda: "The database ended; it starts again." in serving.said() and serving.answers())


def test_one_that_was_killed_is_taken_over(home: Path, start: Callable[[], Serving]) -> None:
    first = start()
    eventually(lambda: len(first.children()) == 3)
    children = first.children()
    first.process.kill()
    first.process.wait()
    second = start()
    eventually(lambda: not any(lives(pid) for pid in children.values()))
    second.process.terminate()
    assert second.process.wait(10) == 0
    assert not Cluster(home).is_up()
