"""One open page, and what waits to be sent to it. A page that reads too slowly is told to look at everything anew."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
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


HERE = b": here\n\n"
REFRESH = event("refresh")
SIGNED_OUT = event("signed-out")


class Stream:
    """`topics` are those it may hear of at this moment. `sending` is the task that passes on what waits.

    Thousands are told at once: nothing here sets a timer or asks for a lock.
    """

    def __init__(self, actor: Actor, ticket: Ticket, topics: set[Topic]) -> None:
        self.id, self.ticket, self.topics = secrets.token_hex(12), ticket, topics
        self.become(actor)
        self.waiting: deque[bytes] = deque()
        self.sending: asyncio.Task[None] | None = None
        self.taking = True  # its page took what was waiting, since it was last looked at
        self.ended = False
        self._woken: asyncio.Future[None] | None = None

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
        if len(self.waiting) >= WAITING_AT_MOST:
            self.waiting.clear()
            message = REFRESH
        self.waiting.append(message)
        self._wake()

    def end(self, last: bytes = b"") -> None:
        """Nothing more comes, after `last`."""
        if self.ended:
            return
        self.ended = True
        self.waiting.clear()
        if last:
            self.waiting.append(last)
        self._wake()

    def see_to(self) -> None:
        """Give a sign of life; a page that has taken nothing since the last one is cut off."""
        if self.taking:
            self.taking = False
            self.tell(HERE)
        else:
            self.end()
            if self.sending:
                self.sending.cancel()

    async def next(self) -> bytes:
        """All that waits, together, as soon as anything does; nothing once it has ended."""
        while not self.waiting and not self.ended:
            self._woken = asyncio.get_running_loop().create_future()
            await self._woken
        message = b"".join(self.waiting)
        self.waiting.clear()
        self.taking = True
        return message

    def _wake(self) -> None:
        if self._woken and not self._woken.done():
            self._woken.set_result(None)
