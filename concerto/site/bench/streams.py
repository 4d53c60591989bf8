"""A mention, until every open page of the record has heard of it: pages of many people, each asked for its own rights."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

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
PATIENCE = 15.0  # seconds for the last page
PAUSE = 0.6  # between two mentions: longer than any reader of the journal waits


@dataclass(frozen=True)
class Heard:
    """Milliseconds from the click to a page that heard, of all pages in all rounds; `last` is the slowest page of a usual round."""

    p50: float
    p95: float
    last: float
    floor: float


class Page:
    """One open stream, which notes when it is told of a change."""

    def __init__(self) -> None:
        self.heard = asyncio.Event()
        self.at = 0.0

    async def open(self, port: int, path: str, cookie: str) -> None:
        """Connect, wait for the greeting, then listen until the end."""
        reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        head = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\r\n"
        )
        self.writer.write(head.encode())
        if b" 200 " not in (first := await reader.readline()):
            raise Failed(f"{path}: {first!r}")
        await reader.readuntil(b"event: hello")
        self.listening = asyncio.create_task(self._listen(reader))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"event: changed") and not self.heard.is_set():
                self.at = time.perf_counter()
                self.heard.set()

    def close(self) -> None:
        self.listening.cancel()
        self.writer.close()


def measured(doors: Doors, database: Address, customer: int, streams: int) -> Heard:
    """So many pages of one customer, opened by everybody who may see it, and mentions on it by the API."""
    _let_open(streams)
    watching = list(_watching(customer))
    cookies = list(_cookies(watching, streams))
    mention = doors.calling(API, partial(_mention, customer, watching[0].username))()
    return asyncio.run(_run(doors.port, f"/live?t=record:customer:{customer}", cookies, mention, floor(database)))


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


async def _run(port: int, path: str, cookies: Sequence[str], mention: Call, floor: float) -> Heard:
    pages = [Page() for _cookie in cookies]
    for first in range(0, len(pages), AT_ONCE):
        some = zip(pages[first : first + AT_ONCE], cookies[first : first + AT_ONCE], strict=True)
        await asyncio.gather(*(page.open(port, path, cookie) for page, cookie in some))
    rounds = [await _round(pages, mention, number) for number in range(ROUNDS)][1:]  # the first one warms
    for page in pages:
        page.close()
    every = sorted(taken for each in rounds for taken in each)
    last = statistics.median(max(each) for each in rounds)
    return Heard(statistics.median(every) * 1000, every[int(len(every) * 0.95)] * 1000, last * 1000, floor * 1000)


async def _round(pages: Sequence[Page], mention: Call, number: int) -> list[float]:
    """Seconds from the click until each page heard. Raises Failed where one did not."""
    await asyncio.sleep(PAUSE)
    for page in pages:
        page.heard.clear()
    begun = time.perf_counter()
    await asyncio.to_thread(mention, number)
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(page.heard.wait() for page in pages))
    except TimeoutError:
        deaf = sum(not page.heard.is_set() for page in pages)
        raise Failed(f"{deaf} of {len(pages)} open pages did not hear of a mention") from None
    return [page.at - begun for page in pages]


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
