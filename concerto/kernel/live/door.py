"""The address /live: one stream of server-sent events for each open page, straight from ASGI.

GET /live?t=record:customer:218@7&t=list:customer
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from django.db import Error

from concerto.kernel.live.hub import Hub
from concerto.kernel.live.stream import Stream
from concerto.kernel.live.topics import AT_MOST, NoTopic, topics_in
from concerto.kernel.live.visitor import NotHere, session_in

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

LONGEST = 8192  # bytes of what is asked for
AGAIN_AFTER = 3000  # milliseconds a browser waits that reconnects by itself
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # proxies pass every event on at once
    (b"x-content-type-options", b"nosniff"),
]


class Live:
    """The ASGI application. Its hub belongs to the event loop that first asks."""

    def __init__(self) -> None:
        self.hub: Hub | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.hub = self.hub or Hub()
        if scope["path"] != "/live" or scope["method"] != "GET":
            return await refuse(
                send, HTTPStatus.METHOD_NOT_ALLOWED if scope["path"] == "/live" else HTTPStatus.NOT_FOUND
            )
        entered = await self._enter(scope)
        if isinstance(entered, HTTPStatus):
            return await refuse(send, entered)
        try:
            await _send(entered, receive, send)
        finally:
            self.hub.leave(entered)
        return None

    async def _enter(self, scope: Scope) -> Stream | HTTPStatus:
        """The stream that was asked for, or why there is none."""
        assert self.hub
        try:
            asked = asked_in(scope["query_string"])
            session = session_in(scope["headers"])
            again = any(name == b"last-event-id" for name, _value in scope["headers"]) or "again" in asked
            stream = await self.hub.enter(session, topics_in(asked.get("t", [])), again=again)
        except NoTopic:
            return HTTPStatus.BAD_REQUEST
        except NotHere:
            return HTTPStatus.FORBIDDEN
        except Error:
            return HTTPStatus.SERVICE_UNAVAILABLE
        return stream or HTTPStatus.UNAUTHORIZED


def asked_in(query: bytes) -> dict[str, list[str]]:
    """What stands in the address. Raises NoTopic where it is longer than any page asks."""
    if len(query) > LONGEST:
        raise NoTopic
    try:
        return parse_qs(query.decode("ascii"), keep_blank_values=True, max_num_fields=AT_MOST + 1, errors="strict")
    except ValueError as wrong:  # not ASCII, or too many
        raise NoTopic from wrong


async def _send(stream: Stream, receive: Receive, send: Send) -> None:
    """Everything that the stream is told, until either side ends it, or the hub cuts it off."""
    stream.sending = asyncio.create_task(_pass_on(stream, send))
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await asyncio.wait({stream.sending, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stream.sending.cancel()
        gone.cancel()


async def _pass_on(stream: Stream, send: Send) -> None:
    with suppress(OSError):  # it is not there any more
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send(_piece(f"retry: {AGAIN_AFTER}\n\n".encode()))
        while message := await stream.next():
            await send(_piece(message))
        await send({"type": "http.response.body", "body": b""})


def _piece(body: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": True}


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def refuse(send: Send, status: HTTPStatus) -> None:
    """An answer without words: only scripts ask here."""
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
