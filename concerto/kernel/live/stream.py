"""One open page, and what waits to be sent to it. A page that reads too slowly is told to look at everything anew."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

import orjson

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.audience import Profile, profile
from concerto.kernel.live.topics import Topic
from concerto.kernel.live.visitor import Ticket

WAITING_AT_MOST = 8  # events


def event(name: str, data: Any = None) -> bytes:
    """An event as it goes over the line."""
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data, default=list) + b"\n\n"


REFRESH = event("refresh")
SIGNED_OUT = event("signed-out")


class Stream:
    """`topics` are those it may hear of at this moment. Its queue ends with None."""

    def __init__(self, actor: Actor, ticket: Ticket, topics: set[Topic]) -> None:
        self.id, self.ticket, self.topics = secrets.token_hex(12), ticket, topics
        self.become(actor)
        self.queue: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING_AT_MOST)
        self.ended = False

    def become(self, actor: Actor) -> None:
        """From now on it hears what this actor may see: its person, with other rights than before."""
        self.actor, self._profiles = actor, dict[str, Profile]()

    def profile(self, noun: str) -> Profile:
        """The condition under which it may hear of rows of a noun; kept, as thousands are asked at once."""
        if noun not in self._profiles:
            self._profiles[noun] = profile(self.actor, noun)
        return self._profiles[noun]

    @property
    def person(self) -> int:
        assert self.actor.person, "streams are for people"
        return self.actor.person

    def tell(self, message: bytes) -> None:
        """Send when the page is ready for it; one that has fallen behind gets a single "refresh" instead of all."""
        if self.ended:
            return
        if self.queue.full():
            self._empty()
            message = REFRESH
        self.queue.put_nowait(message)

    def end(self, last: bytes = b"") -> None:
        """Nothing more comes, after `last`."""
        if self.ended:
            return
        self.ended = True
        self._empty()
        if last:
            self.queue.put_nowait(last)
        self.queue.put_nowait(None)

    def _empty(self) -> None:
        while not self.queue.empty():
            self.queue.get_nowait()
