"""A whole `concerto serve` on a small disk of its own, and programs that write to it without a pause."""

from __future__ import annotations

import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psycopg

from concerto.kernel.database.address import Address
from concerto.kernel.database.cluster import Cluster
from tests.site.serve.test_life import PROJECT, Serving, command, environment, free_port

PATIENCE = 60.0  # seconds in which anything must be well again


class House:
    """Killed, filled and started again; the port stays, as it does for those who write."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.serving = Serving(home, self.port).ready()
        self.token = self._token()

    def _token(self) -> str:
        made = subprocess.run(
            command("token", "create", "--user", "admin"), cwd=PROJECT, env=environment(self.home, self.port),
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return made.stdout.split()[-1]

    def again(self) -> None:
        self.serving = Serving(self.home, self.port).ready()

    def client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=10)

    def upload(self, content: bytes) -> httpx.Response:
        """Attach a file to the first customer."""
        with self.client() as client:
            first = client.get("/api/v1/customers", params={"limit": 1}).json()["items"][0]["id"]
            headers = {"Content-Type": "application/octet-stream"}
            return client.post(f"/api/v1/customers/{first}/files?name=a.txt", content=content, headers=headers)

    @property
    def owner(self) -> Address:
        return Cluster(self.home).address("owner")

    def postmaster(self) -> int:
        return int((Cluster(self.home).place / "postmaster.pid").read_text().split()[0])

    def end_for_want_of_room(self) -> None:
        """Let the database ask for new files of its own log until it cannot go on."""
        with suppress(psycopg.Error), self.owner.as_keeper().connect(autocommit=True) as rows:
            while True:
                rows.execute("select pg_logical_emit_message(false, 'full', 'of it', true), pg_switch_wal()")

    def numbers(self, query: str) -> Counter[str]:
        """A name and a number in each row."""
        with self.owner.connect() as rows:
            return Counter(dict(rows.execute(query).fetchall()))


class Writer(threading.Thread):
    """Sends one write after the other, each under a key of its own and again until it is acknowledged."""

    def __init__(self, house: House, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.house, self.acknowledged, self.refused = house, list[str](), list[tuple[int, str]]()
        self.stopping = threading.Event()

    def run(self) -> None:
        with self.house.client() as client:
            number = 0
            while not self.stopping.is_set():
                number += 1
                self._until_acknowledged(client, f"{self.name}-{number}")

    def _until_acknowledged(self, client: httpx.Client, name: str) -> None:
        while not self.stopping.is_set():
            try:
                answer = client.post("/api/v1/customers", json={"name": name}, headers={"Idempotency-Key": name})
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            if answer.status_code == 201:
                self.acknowledged.append(name)
                return
            self.refused.append((answer.status_code, answer.json().get("detail", "")))
            time.sleep(0.05)


class Writers:
    """Several at once."""

    def __init__(self, house: House, word: str, count: int = 3) -> None:
        self.house = house
        self.all = [Writer(house, f"{word}{number}") for number in range(count)]

    @property
    def acknowledged(self) -> list[str]:
        return [name for writer in self.all for name in list(writer.acknowledged)]

    @property
    def refused(self) -> set[tuple[int, str]]:
        return {answer for writer in self.all for answer in list(writer.refused)}

    def go_on(self, count: int = 5) -> None:
        """Wait until each has so many more acknowledged."""
        wanted = {writer: len(writer.acknowledged) + count for writer in self.all}
        within(lambda: all(len(writer.acknowledged) >= number for writer, number in wanted.items()))

    def __enter__(self) -> Writers:
        for writer in self.all:
            writer.start()
        self.go_on(1)
        return self

    def __exit__(self, *_error: object) -> None:
        for writer in self.all:
            writer.stopping.set()
        for writer in self.all:
            writer.join(PATIENCE)


def within(so: Callable[[], bool], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)


def kept_once(house: House, writers: Writers) -> None:
    """Every acknowledged write is there once, with one line in the journal; and no write stands there twice."""
    rows = house.numbers("select name, count(*) from customers_customer group by name")
    lines = house.numbers(
        "select changes->'name'->>1, count(*) from journal where entity = 'customer' and verb = 'create' group by 1"
    )
    acknowledged = writers.acknowledged
    assert len(acknowledged) == len(set(acknowledged))
    assert {name for name in acknowledged if (rows[name], lines[name]) != (1, 1)} == set()
    assert {name for name, count in (rows + lines).items() if count > 2} == set()


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """The disk of a folder with no byte left on it."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            piece = bytes(1024 * 1024)
            while piece:
                try:
                    file.write(piece)
                except OSError:
                    piece = piece[: len(piece) // 2]
        yield
    finally:
        filler.unlink(missing_ok=True)
