"""The real door under a real uvicorn, and clients that read its streams."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn
from django.conf import settings

from concerto.kernel.live.door import Live
from concerto.site.serve.web import configured
from tests import cast

PATIENCE = 10.0  # seconds


class Listening:
    """A page that is open: the events it was told, as (name, data)."""

    def __init__(self, port: int, query: str, cookie: str, headers: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=6 * PATIENCE
        )  # nothing may happen for long
        self.connection.request("GET", f"/live?{query}", headers={"Cookie": cookie, **headers})
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        self.told: list[tuple[str, Any]] = []
        self.ended = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        name = ""
        try:
            while line := self.answer.readline().decode():
                if line.startswith("event: "):
                    name = line[7:].strip()
                elif line.startswith("data: "):
                    self.told.append((name, json.loads(line[6:])))
        except (OSError, ValueError, http.client.HTTPException):
            pass
        self.ended.set()

    def named(self, name: str) -> list[Any]:
        return [data for told, data in self.told if told == name]

    def wait(self, name: str, *, number: int = 1) -> Any:
        """The data of the event of this name, once as many have come."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if len(found := self.named(name)) >= number:
                return found[number - 1]
            time.sleep(0.01)
        raise AssertionError(f"no {name} in {self.told}")

    def close(self) -> None:
        with suppress(OSError, AttributeError):  # it has ended already
            self.answer.fp.raw._sock.shutdown(socket.SHUT_RDWR)  # type: ignore[attr-defined]  # the reader waits in it
        self.ended.wait(PATIENCE)
        self.answer.close()
        self.connection.close()


class Place:
    """Where the door answers."""

    def __init__(self, port: int, live: Live) -> None:
        self.port, self.live = port, live
        self.open: list[Listening] = []

    def listen(self, username: str, *topics: str, more: str = "", cookie: str = "", **headers: str) -> Listening:
        """A page of somebody who has just signed in, connected and greeted."""
        query = "&".join(f"t={topic}" for topic in topics) + more
        cookie = cookie or cookie_of(username)
        listening = Listening(self.port, query, cookie, headers)
        self.open.append(listening)
        if listening.status == 200:
            listening.wait("hello")
        return listening


def cookie_of(username: str) -> str:
    """The cookie of a browser in which somebody has just signed in; "" is a stranger's."""
    if not username:
        return ""
    return f"{settings.SESSION_COOKIE_NAME}={cast.client_of(username).cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def served() -> Iterator[Place]:
    """The door, on a port of its own until the end."""
    live = Live()
    server = uvicorn.Server(configured(live))
    sock = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    place = Place(sock.getsockname()[1], live)
    try:
        yield place
    finally:
        for listening in place.open:
            listening.close()
        server.should_exit = True
        thread.join(15)
        if live.hub:
            live.hub.threads.shutdown()
        sock.close()
        assert not thread.is_alive()
