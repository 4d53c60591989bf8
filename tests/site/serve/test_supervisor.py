"""The supervisor with real processes: they come back, wait longer each time, stop when told, and never outlive it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from concerto.site.serve import supervisor
from concerto.site.serve.supervisor import Child, Supervisor

STUBBORN = "trap '' TERM; sleep 60 & echo $! > {file}; while :; do sleep 0.1; done"


def shell(name: str, script: str) -> Child:
    return Child(name, ["/bin/sh", "-c", script])


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def eventually(so: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < until, "it never happened"
        await asyncio.sleep(0.01)


def written(file: Path, lines: int = 1) -> Callable[[], bool]:
    return lambda: file.exists() and len(file.read_text().split()) >= lines


def pids(file: Path) -> list[int]:
    return [int(word) for word in file.read_text().split()]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.2)


@pytest.mark.usefixtures("hasty")
def test_a_child_that_is_killed_comes_back(tmp_path: Path, said: list[str]) -> None:
    file = tmp_path / "pids"

    async def story() -> None:
        keeper = Supervisor(said.append)
        keeper.keep(shell("web", f"echo $$ >> {file}; exec sleep 60"))
        await eventually(written(file))
        os.kill(pids(file)[0], signal.SIGKILL)
        await eventually(written(file, 2))
        await keeper.stop()

    asyncio.run(story())
    assert said == ["web ended (signal 9); it starts again in 0.05 s."]
    assert [alive(pid) for pid in pids(file)] == [False, False]


def pauses(tmp_path: Path, said: list[str], script: str, starts: int) -> list[str]:
    """What a child that ends again and again was made to wait, in seconds."""

    async def story() -> None:
        keeper = Supervisor(said.append)
        keeper.keep(shell("worker", f"echo x >> {tmp_path}/starts; {script}"))
        await eventually(written(tmp_path / "starts", starts))
        await keeper.stop()

    asyncio.run(story())
    return [sentence.split()[-2] for sentence in said]


@pytest.mark.usefixtures("hasty")
def test_a_child_that_keeps_ending_waits_longer_each_time(tmp_path: Path, said: list[str]) -> None:
    begun = time.monotonic()
    assert pauses(tmp_path, said, "exit 3", starts=5)[:4] == ["0.05", "0.1", "0.2", "0.2"]
    assert time.monotonic() - begun > 0.55
    assert said[0] == "worker ended (exit code 3); it starts again in 0.05 s."


@pytest.mark.usefixtures("hasty")
def test_one_that_ran_well_starts_again_soon(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: list[str]) -> None:
    monkeypatch.setattr(supervisor, "WELL", 0.01)
    assert pauses(tmp_path, said, "sleep 0.02", starts=4)[:3] == ["0.05", "0.05", "0.05"]


def test_all_stop_in_order_and_nothing_is_left(tmp_path: Path, said: list[str]) -> None:
    order = tmp_path / "order"

    def polite(name: str) -> Child:
        return shell(
            name,
            f"trap 'echo {name} >> {order}; exit 0' TERM; echo $$ >> {tmp_path / name}; while :; do sleep 0.05; done",
        )

    async def story() -> float:
        keeper = Supervisor(said.append)
        keeper.keep(polite("web"), polite("worker"))
        await eventually(lambda: written(tmp_path / "web")() and written(tmp_path / "worker")())
        begun = time.monotonic()
        await keeper.stop()
        return time.monotonic() - begun

    assert asyncio.run(story()) < 8
    assert sorted(order.read_text().split()) == ["web", "worker"]
    assert [alive(pids(tmp_path / name)[0]) for name in ("web", "worker")] == [False, False]
    assert said == []


def test_one_that_does_not_listen_is_killed_with_all_it_started(tmp_path: Path, said: list[str]) -> None:
    file = tmp_path / "grandchild"

    async def story() -> None:
        keeper = Supervisor(said.append)
        keeper.keep(shell("worker", STUBBORN.format(file=file)))
        await eventually(written(file))
        await keeper.stop(patience=0.2)
        await eventually(lambda: not alive(pids(file)[0]))

    asyncio.run(story())


def test_whoever_hurries_does_not_wait(tmp_path: Path, said: list[str]) -> None:
    file = tmp_path / "grandchild"

    async def story() -> float:
        keeper = Supervisor(said.append)
        keeper.keep(shell("worker", STUBBORN.format(file=file)))
        await eventually(written(file))
        begun = time.monotonic()
        stopping = asyncio.create_task(keeper.stop(patience=10))
        await asyncio.sleep(0.1)
        keeper.kill()
        await stopping
        return time.monotonic() - begun

    assert asyncio.run(story()) < 8


def test_what_a_child_leaves_behind_goes_with_it(tmp_path: Path, said: list[str]) -> None:
    file = tmp_path / "left"

    async def story() -> None:
        keeper = Supervisor(said.append)
        keeper.keep(shell("worker", f"sleep 60 & echo $! > {file}; exit 0"))
        await eventually(lambda: written(file)() and not alive(pids(file)[0]))
        await keeper.stop()

    asyncio.run(story())


def test_a_child_is_told_its_environment_and_stands_alone(tmp_path: Path, said: list[str]) -> None:
    file = tmp_path / "told"
    child = Child(
        "web", ["/bin/sh", "-c", f'echo "$KIND $HOME $$ $(ps -o sid= -p $$)" > {file}; exec sleep 60'], {"KIND": "page"}
    )

    async def story() -> None:
        keeper = Supervisor(said.append)
        keeper.keep(child)
        await eventually(written(file, 4))
        await keeper.stop()

    asyncio.run(story())
    kind, home, pid, session = file.read_text().split()
    assert (kind, home, session) == ("page", os.environ["HOME"], pid)


PARENT = """
import asyncio, sys
from concerto.site.serve.supervisor import Child, Supervisor

async def main():
    keeper = Supervisor(print)
    keeper.keep(*[Child(f"child {n}", ["/bin/sh", "-c", f"echo $$ > {sys.argv[1]}/{n}; exec sleep 60"]) for n in (1, 2)])
    await asyncio.sleep(60)

asyncio.run(main())
"""


def test_when_the_parent_is_killed_no_child_is_left(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)])
    try:
        asyncio.run(eventually(lambda: written(tmp_path / "1")() and written(tmp_path / "2")()))
        children = [pids(tmp_path / name)[0] for name in ("1", "2")]
        assert [alive(pid) for pid in children] == [True, True]
    finally:
        parent.kill()
        parent.wait()
    asyncio.run(eventually(lambda: not any(alive(pid) for pid in children)))


def test_a_program_that_is_not_there_is_tried_again(said: list[str]) -> None:
    async def story() -> None:
        keeper = Supervisor(said.append)
        keeper.keep(Child("web", ["/nonexistent/program"]))
        await eventually(lambda: bool(said))
        await keeper.stop()

    asyncio.run(story())
    assert said == ["web ended (could not start: No such file or directory); it starts again in 1 s."]
