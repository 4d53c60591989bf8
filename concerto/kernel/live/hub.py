"""All streams of a process, and the tasks that feed them: they run while anybody listens, and ask in threads."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from django.db import Error, connection

from concerto.kernel.access.actor import Actor
from concerto.kernel.journal.watching import MOST, Watch
from concerto.kernel.live import fanout, presence
from concerto.kernel.live.stream import REFRESH, SIGNED_OUT, Stream, event
from concerto.kernel.live.topics import Topic
from concerto.kernel.live.visitor import actors, still_open, visitor
from concerto.kernel.notices.reading import unread
from concerto.kernel.notices.running import followed_nouns, is_anything_running

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

A_LOOK = 0.05  # seconds between two looks at the journal
A_GLANCE = 1.0  # … at who is where
A_STAY = 5.0  # … between two words that our own streams are still there
A_CHECK = 5.0  # … at whether sessions still hold
A_SILENCE = 25.0  # … at whether pages are still there
TROUBLED = 1.0  # seconds until a database that did not answer is asked again
THREADS = 3
AT_ONCE = 100  # streams told before they are written to and whoever else asks this process has a turn
OF_ONE_SESSION = 40  # streams; the oldest closes for a further one
PLACES = frozenset(
    {"membership", "team", "department", "role", "grant", "module"}
)  # nouns from which rights follow, beside the person's own line


class Hub:
    """Used from one event loop only; whatever asks the database runs in `threads`."""

    def __init__(self) -> None:
        self.streams: dict[str, Stream] = {}
        self.listeners: dict[Topic, set[Stream]] = defaultdict(set)
        self.people: dict[int, set[Stream]] = defaultdict(set)
        self.left: set[str] = set()
        self.arrived: set[str] = set()
        self.stayed = 0.0  # when we last said who all is here, in monotonic seconds
        self.around: dict[Topic, str] = {}
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.looking = asyncio.Event()  # the journal is being watched

    # -- coming and going ---------------------------------------------------------------------------------------
    async def enter(self, cookie: str, asked: Mapping[Topic, int], *, again: bool) -> Stream | None:
        """A stream for whoever has this cookie; None where its session does not hold. `again`: the page was connected before."""
        found = await self.ask(visitor, cookie)
        if found is None:
            return None
        stream = Stream(*found, set())
        stream.topics = await self.ask(fanout.granted, stream, asked)
        self._add(stream)
        await self.looking.wait()  # from here on nothing is missed; what was committed before is found by the greeting
        await self._greet(stream, asked, again=again)
        return stream

    def _add(self, stream: Stream) -> None:
        own = [each for each in self.people[stream.person] if each.ticket == stream.ticket]
        if len(own) >= OF_ONE_SESSION:
            min(own, key=list(self.streams.values()).index).end()
        self.streams[stream.id] = stream
        self.arrived.add(stream.id)
        self.people[stream.person].add(stream)
        for topic in stream.topics:
            self.listeners[topic].add(stream)
        self._begin()

    async def _greet(self, stream: Stream, asked: Mapping[Topic, int], *, again: bool) -> None:
        shown = {topic: version for topic, version in asked.items() if topic in stream.topics}
        missed = REFRESH if again else b""
        if not again and (changed := await self.ask(fanout.outdated, stream, shown)):
            missed = event("changed", {"records": changed, "gone": [], "lists": {}})
        stream.tell(event("hello", await self.ask(_hello, stream)))
        if missed:
            stream.tell(missed)
        if gone := [topic for topic in asked if topic not in stream.topics]:
            stream.tell(event("changed", {"records": [], "gone": gone, "lists": {}}))

    def leave(self, stream: Stream) -> None:
        """The page has closed, or was closed."""
        stream.end()
        if self.streams.pop(stream.id, None) is None:
            return
        self.left.add(stream.id)
        _discard(self.people, stream.person, stream)
        for topic in stream.topics:
            _discard(self.listeners, topic, stream)

    def _lose(self, stream: Stream, topics: Iterable[Topic]) -> None:
        for topic in topics:
            stream.topics.discard(topic)
            _discard(self.listeners, topic, stream)

    # -- the tasks ----------------------------------------------------------------------------------------------
    def _begin(self) -> None:
        """Start each task that does not run: they end one by one when the last page has gone, each after its own pause."""
        for name, (pause, work) in self._works().items():
            task = self.tasks.get(name)
            if task is None or task.done():
                self.tasks[name] = asyncio.create_task(self._while_open(pause, work))
                if name == "journal":
                    self.looking.clear()

    def _works(self) -> dict[str, tuple[float, Callable[[], Awaitable[None]]]]:
        journal = Watch("journal", "entity", "record", "topic_entity", "topic", "root_entity", "root", "actor")
        notices = Watch("kernel_notice", "person_id")
        return {
            "journal": (A_LOOK, partial(self._follow_journal, journal)),
            "notices": (A_LOOK, partial(self._follow_notices, notices)),
            "presence": (A_GLANCE, self._follow_presence),
            "sessions": (A_CHECK, self._check_sessions),
            "silence": (A_SILENCE, self._see_to_all),
        }

    async def _while_open(self, pause: float, work: Callable[[], Awaitable[None]]) -> None:
        """Again and again while anybody listens. A database that is away is waited for; streams stay open meanwhile."""
        while self.streams:
            try:
                await work()
                await asyncio.sleep(pause)
            except Error:
                log.warning("the database did not answer; live updates go on when it does")
                await asyncio.sleep(TROUBLED)
            except Exception:
                log.exception("live updates failed; every page looks at everything anew")
                await self._tell(self.streams.values(), REFRESH)
                await asyncio.sleep(TROUBLED)

    async def _tell(self, streams: Iterable[Stream], message: bytes) -> None:
        await self._each(streams, lambda stream: stream.tell(message))

    async def _each(self, streams: Iterable[Stream], work: Callable[[Stream], None]) -> None:
        """Some at a time, so that the first ones have been written to while the last ones wait."""
        for place, stream in enumerate(tuple(streams), 1):
            work(stream)
            if place % AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _follow_journal(self, watch: Watch) -> None:
        lines = await self.ask(watch.look)
        self.looking.set()
        if len(lines) >= MOST:
            await self._check_sessions()
            await self._renew(set(self.people))
            await self._tell(self.streams.values(), REFRESH)
            return
        await self._see_to_rights(lines)
        changed = {Topic(noun, id) for line in lines for noun, id in (line[:2], line[2:4], line[4:6]) if noun and id}
        if heard := {topic for topic in changed if topic in self.listeners or Topic(topic.noun) in self.listeners}:
            await self._tell_of(heard)
        for person in {line[6] for line in lines if line[0] in followed_nouns()} & self.people.keys():
            for stream in self.people[person]:
                stream.tell(event("running"))

    async def _tell_of(self, changed: set[Topic]) -> None:
        listeners = {
            topic: tuple(self.listeners[topic])
            for topic in changed | {Topic(topic.noun) for topic in changed}
            if topic in self.listeners
        }
        for news, streams in await self.ask(fanout.news, changed, listeners):
            for stream in streams if news.gone else ():
                self._lose(stream, news.gone)
            await self._tell(streams, event("changed", vars(news)))

    async def _follow_notices(self, watch: Watch) -> None:
        people = {person for (person,) in await self.ask(watch.look)} & self.people.keys()
        if not people:
            return
        counts = await self.ask(unread, people)
        for person in people:
            for stream in self.people.get(person, ()):
                stream.tell(event("notices", {"unread": counts.get(person, 0)}))

    async def _follow_presence(self) -> None:
        """Those who left first, then those who have come, and from time to time all; then what has changed around our own."""
        left, self.left = self.left, set()
        arrived, self.arrived = self.arrived, set()
        here = [(stream.id, stream.person, topic) for stream in self.streams.values() if (topic := looked_at(stream))]
        if left:
            await self.ask(presence.leave, left)
        if (now := time.monotonic()) - self.stayed >= A_STAY:
            self.stayed = now
            await self.ask(presence.stay, here)
        elif some := [each for each in here if each[0] in arrived]:
            await self.ask(presence.stay, some)
        around = await self.ask(presence.around, {topic for _stream, _person, topic in here})
        changed = {topic for topic in around.keys() | self.around.keys() if around.get(topic) != self.around.get(topic)}
        self.around = around
        for topic in changed:
            await self._tell(self.listeners.get(topic, ()), event("here", topic))

    # -- rights -------------------------------------------------------------------------------------------------
    async def _see_to_rights(self, lines: Iterable[tuple[Any, ...]]) -> None:
        """A line about a session may have ended it; one about a person or a place in the company changes what may be heard."""
        nouns = {line[0] for line in lines}
        if ended := {line[1] for line in lines if line[0] == "sign-in"}:
            await self._end_closed({stream for stream in self.streams.values() if stream.ticket.session in ended})
        if people := {line[1] for line in lines if line[0] == "person"} & self.people.keys():
            await self._end_closed({stream for person in people for stream in self.people.get(person, ())})
            await self._renew(people)
        if nouns & PLACES:
            await self._renew(set(self.people))

    async def _see_to_all(self) -> None:
        await self._each(self.streams.values(), Stream.see_to)

    async def _check_sessions(self) -> None:
        await self._end_closed(set(self.streams.values()))

    async def _end_closed(self, streams: set[Stream]) -> None:
        if not streams:
            return
        holding = await self.ask(still_open, {stream.ticket for stream in streams})
        for stream in streams:
            if stream.ticket not in holding:
                stream.end(SIGNED_OUT)

    async def _renew(self, people: set[int]) -> None:
        """What these people are now."""
        for person, actor in (await self.ask(actors, people)).items():
            for stream in tuple(self.people.get(person, ())):
                if actor is None:
                    stream.end(SIGNED_OUT)
                elif actor != stream.actor:
                    await self._change_rights(stream, actor)

    async def _change_rights(self, stream: Stream, actor: Actor) -> None:
        stream.become(actor)
        lost = stream.topics - await self.ask(fanout.granted, stream, set(stream.topics))
        if lost:
            self._lose(stream, lost)
            stream.tell(event("changed", {"records": [], "gone": sorted(lost), "lists": {}}))

    # -- asking -------------------------------------------------------------------------------------------------
    async def ask(self, work: Callable[..., Answer], *given: Any) -> Answer:
        """The answer of something that asks the database, in a thread, whose connection is given back."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, partial(_asked, work, *given))


def _asked(work: Callable[..., Answer], *given: Any) -> Answer:
    try:
        return work(*given)
    finally:
        connection.close()


def _discard(index: dict[Any, set[Stream]], key: Any, stream: Stream) -> None:
    index[key].discard(stream)
    if not index[key]:
        del index[key]


def looked_at(stream: Stream) -> Topic | None:
    """The record that a page is about, if it is about one."""
    records = [topic for topic in stream.topics if topic.record]
    return records[0] if len(records) == 1 else None


def _hello(stream: Stream) -> dict[str, Any]:
    """What a page shows at once: its own name for presence, how many notices are unread, whether work is under way."""
    return {
        "stream": stream.id,
        "unread": unread([stream.person]).get(stream.person, 0),
        "running": is_anything_running(stream.actor),
    }
