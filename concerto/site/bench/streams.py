"""A mention, until every open page of the record has heard of it: pages of many people, each asked for its own rights."""

from __future__ import annotations

import selectors
import socket
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from typing import cast

import psycopg
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import PAGE as BY_PAGE
from concerto.kernel.access.actor import SYSTEM, actor_for
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.signing_in.sessions import SESSION
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.live.hub import OF_ONE_SESSION
from concerto.site.bench.doors import API, Ask, Doors, Failed, signed_in
from concerto.site.bench.measuring import Call

NAME = "streams"
AT_ONCE = 50  # streams that are being opened
ROUNDS = 7
OPENING = 60.0  # seconds for so many
PATIENCE = 15.0  # seconds for the last page
MOST = 65536  # bytes read of a page at once
PAUSE = 0.6  # between two mentions: longer than any reader of the journal waits


@dataclass(frozen=True)
class Heard:
    """Milliseconds from the click to a page that heard, of all pages in all rounds; `last` is the slowest page of a usual round."""

    p50: float
    p95: float
    last: float
    floor: float


class Pages:
    """Open streams. One loop looks at all sockets: whoever listens takes the processors
    of what is measured, so nothing else is done for a stream than to read it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.sockets: list[socket.socket] = []
        self.selector = selectors.DefaultSelector()

    def open(self, path: str, cookies: Iterable[str]) -> None:
        """A page for each cookie, connected and greeted."""
        greeted: dict[socket.socket, float] = {}
        opened = [self._ask(path, cookie) for cookie in cookies]
        self._read(OPENING, b"event: hello", greeted, len(opened))
        if len(greeted) < len(opened):
            raise Failed(f"{path}: {len(opened) - len(greeted)} of {len(opened)} pages were not greeted")

    def _ask(self, path: str, cookie: str) -> socket.socket:
        page = socket.create_connection(("127.0.0.1", self.port))
        host = f"127.0.0.1:{self.port}"
        page.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\r\n".encode()
        )
        page.setblocking(False)
        self.selector.register(page, selectors.EVENT_READ)
        self.sockets.append(page)
        return page

    def listen(self, seconds: float) -> dict[socket.socket, float]:
        """When each page heard of a change, until all have or time is up."""
        heard: dict[socket.socket, float] = {}
        self._read(seconds, b"event: changed", heard, len(self.sockets))
        return heard

    def _read(self, seconds: float, sign: bytes, heard: dict[socket.socket, float], until: int) -> None:
        end = time.perf_counter() + seconds
        while len(heard) < until and (left := end - time.perf_counter()) > 0:
            for key, _events in self.selector.select(left):
                page = cast(socket.socket, key.fileobj)
                if not (told := page.recv(MOST)):
                    raise Failed("a page was closed by the server")
                if sign in told:
                    heard.setdefault(page, time.perf_counter())

    def close(self) -> None:
        self.selector.close()
        for page in self.sockets:
            page.close()


def measured(doors: Doors, database: Address, customer: int, streams: int) -> Heard:
    """So many pages of one customer, opened by everybody who may see it, and mentions on it by the API."""
    _let_open(streams)
    watching = list(_watching(customer))
    cookies = list(_cookies(watching, streams))
    mention = doors.calling(API, partial(_mention, customer, watching[0].username))()
    return _run(doors.port, f"/live?t=record:customer:{customer}", cookies, mention, floor(database))


def _let_open(streams: int) -> None:
    with suppress(ImportError):  # Windows has no such limit
        import resource

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        if 0 < most < streams + 100:
            raise Failed(f"this machine lets a process open {most} files; {streams} streams need more")


def _watching(customer: int) -> Iterator[Person]:
    for person in visible_to(SYSTEM, Person).filter(left_at=None).order_by("pk"):
        actor = actor_for(person.pk, BY_PAGE)
        if actor and visible_to(actor, Customer).filter(pk=customer).exists():
            yield person


def _cookies(people: Sequence[Person], streams: int) -> Iterator[str]:
    """One for each stream, of as few sessions as can have so many; people in turn."""
    for first in range(0, streams, OF_ONE_SESSION):
        session = SessionStore()
        session[SESSION] = signed_in(people[(first // OF_ONE_SESSION) % len(people)])
        session.save()
        for _stream in range(min(OF_ONE_SESSION, streams - first)):
            yield f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _mention(customer: int, username: str, number: int) -> Ask:
    said = {"subject": entity_of(Customer).code(customer), "body": f"@{username} look at this, {number}"}
    return Ask("/api/v1/comments", "POST", said)


def _run(port: int, path: str, cookies: Sequence[str], mention: Call, floor: float) -> Heard:
    with closing(Pages(port)) as pages, ThreadPoolExecutor(1) as clicking:
        for first in range(0, len(cookies), AT_ONCE):
            pages.open(path, cookies[first : first + AT_ONCE])
        rounds = [_round(pages, clicking, mention, number) for number in range(ROUNDS)][1:]  # the first one warms
    every = sorted(taken for each in rounds for taken in each)
    last = statistics.median(max(each) for each in rounds)
    return Heard(statistics.median(every) * 1000, every[int(len(every) * 0.95)] * 1000, last * 1000, floor * 1000)


def _round(pages: Pages, clicking: ThreadPoolExecutor, mention: Call, number: int) -> list[float]:
    """Seconds from the click until each page heard. Raises Failed where one did not."""
    pages.listen(PAUSE)
    begun = time.perf_counter()
    said = clicking.submit(mention, number)
    heard = pages.listen(PATIENCE)
    said.result()
    if deaf := len(pages.sockets) - len(heard):
        raise Failed(f"{deaf} of {len(pages.sockets)} open pages did not hear of a mention")
    return [at - begun for at in heard.values()]


def floor(database: Address) -> float:
    """Seconds for a word from one connection of the database to another, by the database's own means."""
    with database.connect(autocommit=True) as one, database.connect(autocommit=True) as other:
        one.execute("listen bench")
        return statistics.median(_told(one, other) for _time in range(20))


def _told(one: psycopg.Connection, other: psycopg.Connection) -> float:
    begun = time.perf_counter()
    other.execute("notify bench")
    next(iter(one.notifies(timeout=5, stop_after=1)))
    return time.perf_counter() - begun
