"""A request's body, taken to memory while it is small and to disk when it grows, before anybody works on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

Receive = Callable[[], Awaitable[dict[str, Any]]]
IN_MEMORY = 1024 * 1024  # bytes of one request


class TooLarge(Exception):
    """The body is larger than the limit; what was read of it is gone."""


class ClientGone(Exception):
    """The client left before its body was complete."""


class Body:
    """A complete body. `file` stands at its beginning; `close` removes it from memory or disk."""

    def __init__(self, folder: Path) -> None:
        self.file = SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder))  # noqa: SIM115 (outlives this function)
        self.length = 0

    def close(self) -> None:
        self.file.close()

    async def take(self, receive: Receive, limit: int, *, claimed: int = 0) -> None:
        """Reads to the end. Raises TooLarge as soon as the limit is passed, ClientGone when the rest never comes.

        A body that is `claimed` to be too large is not even begun.
        """
        more = True
        if claimed > limit:
            raise TooLarge
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            await self._add(message.get("body", b""), limit)
            more = message.get("more_body", False)
        self.file.seek(0)

    async def _add(self, chunk: bytes, limit: int) -> None:
        self.length += len(chunk)
        if self.length > limit:
            raise TooLarge
        if self.length > IN_MEMORY:  # a slow disk must not hold up every other request
            await asyncio.to_thread(self.file.write, chunk)
        else:
            self.file.write(chunk)


def claimed_length(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """What the client says its body measures; 0 when it does not say."""
    for name, value in headers:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
