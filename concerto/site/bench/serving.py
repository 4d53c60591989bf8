"""A Concerto of the benchmark's own, kept in its own folder for the next run: real data is never touched."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from concerto.kernel.database.errors import Sentence
from concerto.site.configuration import become, configuration
from concerto.site.setting import Misconfigured

_ = Sentence
PATIENCE = 60.0  # seconds for the server to come up


def own_home(scale: str) -> None:
    """From now on this process, and those it starts, work in the benchmark's folder of that scale."""
    home = configuration().home / "bench" / scale
    for closed in (home.parent.parent, home.parent):
        closed.mkdir(parents=True, exist_ok=True)
        closed.chmod(0o711 if os.geteuid() == 0 else 0o700)  # the database's account passes through
    become(
        home=str(home), database_url="", database_app_url="", database_role="app", pooled="off", demo="off",
        host="127.0.0.1", port=str(_free_port()), public_url="", log="line", debug="off",
        api_rate="0", api_rate_address="0",  # it asks as much as it can
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def run(*command: str) -> None:
    """One of our own commands. Raises Misconfigured where it failed; it has said why."""
    if subprocess.run(
        [sys.executable, "-m", "concerto", *command], stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
    ).returncode:
        raise Misconfigured(_("The benchmark needs concerto {command} to work.", command=" ".join(command)))


@contextmanager
def served() -> Iterator[int]:
    """The real server, on a free port of this machine; answers the port."""
    here = configuration()
    log = here.home / "bench.log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "concerto", "serve"], stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
        try:
            _wait(server, here.port, log)
            yield here.port
        finally:
            server.terminate()
            server.wait(30)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        with suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise Misconfigured(_("The server of the benchmark did not come up; see {log}.", log=log))
