"""How long it takes from a commit until every open page has heard of it, with thousands of pages open.

    python -m tests.kernel.live.load http://127.0.0.1:8000 COOKIES KEY /api/v1/customers/1 --streams 5000

Not a test: figures depend on the machine. `measure` is what a benchmark calls.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Measured:
    """Seconds from the commit to the page: the median, the 99th percentile and the last; and how many pages heard."""

    streams: int
    heard: int
    median: float
    p99: float
    last: float


class Page:
    """One open stream, which notes when it is told of a change."""

    def __init__(self) -> None:
        self.heard = asyncio.Event()
        self.at = 0.0

    async def open(self, host: str, port: int, path: str, cookie: str) -> None:
        """Connect and wait for the greeting; then listen until the end."""
        reader, self.writer = await asyncio.open_connection(host, port)
        self.writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\r\n".encode()
        )
        await reader.readuntil(b"event: hello")
        self.listening = asyncio.create_task(self._listen(reader))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"event: changed"):
                self.at = time.perf_counter()
                self.heard.set()


async def measure(
    address: str,
    sessions: Sequence[str],
    topic: str,
    change: Callable[[], Awaitable[float]],
    *,
    streams: int,
    rounds: int = 5,
) -> list[Measured]:
    """Open `streams` pages about `topic`, then let `change` commit something; it answers when that was (perf_counter)."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    url, pages = urlsplit(address), [Page() for _ in range(streams)]
    for start in range(0, streams, 50):
        batch = pages[start : start + 50]
        await asyncio.gather(
            *(
                page.open(
                    str(url.hostname),
                    url.port or 80,
                    f"/live?t={topic}",
                    f"sessionid={sessions[number % len(sessions)]}",
                )
                for number, page in enumerate(batch, start)
            )
        )
    found = [await _one_round(pages, change) for _round in range(rounds)]
    for page in pages:
        page.listening.cancel()
        page.writer.close()
    return found


async def _one_round(pages: list[Page], change: Callable[[], Awaitable[float]]) -> Measured:
    await asyncio.sleep(1)
    for page in pages:
        page.heard.clear()
    committed = await change()
    try:
        async with asyncio.timeout(10):
            await asyncio.gather(*(page.heard.wait() for page in pages))
    except TimeoutError:
        pass
    times = sorted(page.at - committed for page in pages if page.heard.is_set())
    if not times:
        return Measured(len(pages), 0, 0, 0, 0)
    return Measured(len(pages), len(times), statistics.median(times), times[int(len(times) * 0.99)], times[-1])


async def post(address: str, key: str, body: str) -> float:
    """One change by the API with a key; answers when it was told that the change is committed."""
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port or 80)
    writer.write(
        f"PATCH {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()
    )
    status = await reader.readline()
    at = time.perf_counter()
    writer.close()
    if b" 200 " not in status:
        raise RuntimeError(f"the change was refused: {status.decode().strip()}")
    return at


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("address")
    asked.add_argument("cookies", help="a file with one session key a line; a session may have 40 pages open")
    asked.add_argument("key", help="of the API, for the changes")
    asked.add_argument("record", help="/api/v1/customers/1, which is changed")
    asked.add_argument("--field", default="employees")
    asked.add_argument("--topic", default="list:customer")
    asked.add_argument("--streams", type=int, default=1000)
    given = asked.parse_args()

    async def change() -> float:
        number = int(time.time() * 1000) % 1_000_000
        return await post(given.address + given.record, given.key, f'{{"{given.field}": {number}}}')

    sessions = Path(given.cookies).read_text().split()
    for measured in asyncio.run(measure(given.address, sessions, given.topic, change, streams=given.streams)):
        print(measured)


if __name__ == "__main__":
    main()
