"""Whatever is killed or runs out while programs write: what was acknowledged is there once, and it goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.place import socket_folder
from tests.site.faults.house import House, Writers, filled, kept_once, within
from tests.site.serve.test_life import lives

pytestmark = pytest.mark.xdist_group("faults")
DISK = "600m"


@pytest.fixture(scope="module")
def disk() -> Iterator[Path | None]:
    """A small disk of its own; None where we may not mount one."""
    folder = Path(tempfile.mkdtemp(prefix="concerto-faults-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=711", "tmpfs", folder], capture_output=True, check=False
    )
    yield folder if mounted.returncode == 0 else None
    if mounted.returncode == 0:
        subprocess.run(["umount", "--lazy", folder], check=True)
    folder.rmdir()


@pytest.fixture(scope="module")
def house(disk: Path | None) -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="concerto-faults-", dir=disk))
    folder.chmod(0o711)
    house = House(folder / "home")
    yield house
    house.serving.stop()
    Cluster(house.home).stop()
    shutil.rmtree(socket_folder(house.home), ignore_errors=True)
    shutil.rmtree(folder)


def test_any_process_is_killed_under_writes(house: House) -> None:
    with Writers(house, "killed") as writers:
        for child in ("site.serve.web", "readers", "worker"):
            within(lambda child=child: any(child in said for said in house.serving.children()))
            pid = next(pid for said, pid in house.serving.children().items() if child in said)
            os.kill(pid, signal.SIGKILL)
            writers.go_on()
        for how in (signal.SIGKILL, signal.SIGINT):  # crashed, and restarted by somebody
            os.kill(house.postmaster(), how)
            writers.go_on()
        children = house.serving.children().values()
        house.serving.process.kill()
        house.serving.process.wait()
        within(lambda: not any(map(lives, children)))
        house.again()
        writers.go_on()
    kept_once(house, writers)
    assert {status for status, _said in writers.refused} <= {503, 409}  # 409: the same key is still at work


def test_a_full_disk_is_said_and_work_goes_on_when_there_is_room(house: House, disk: Path | None) -> None:
    if disk is None:
        pytest.skip("only root may mount the small disk that this fills")
    content = os.urandom(200_000)
    with Writers(house, "full") as writers:
        with filled(disk):
            within(lambda: any(status == 507 for status, _said in writers.refused))
            no_room = house.upload(content)
        writers.go_on()
        assert house.upload(content).status_code == 201
    kept_once(house, writers)
    assert (no_room.status_code, no_room.json()["title"]) == (507, "no-room")
    assert {status for status, _said in writers.refused} <= {503, 507, 409}
    assert all("make room" in said for status, said in writers.refused if status == 507)


def test_a_database_that_ended_for_want_of_room_comes_back_with_it(house: House, disk: Path | None) -> None:
    if disk is None:
        pytest.skip("only root may mount the small disk that this fills")
    with Writers(house, "ended") as writers:
        with filled(disk):
            house.end_for_want_of_room()
            within(lambda: any(status == 503 for status, _said in writers.refused))
            within(lambda: "No space left on device" in house.serving.said())
        writers.go_on()
    kept_once(house, writers)
    assert all("send it again" in said for _status, said in writers.refused)
