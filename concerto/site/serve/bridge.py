"""A bridge from ASGI to Django's WSGI application, because Django's own ASGI handler costs half to four fifths of the speed.

A thread works only while Django works: a body is complete before it starts, and an answer is drawn to its end, to disk
when it is long, before it is sent. So a slow client holds no thread, and whatever asks the database does so in one.
Only a file that Django opened is sent from where it is, piece by piece, in whichever thread is free.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from concerto.site.serve.body import Body, ClientGone, Receive, TooLarge, claimed_length
from concerto.site.serve.environ import Environ, Scope, environ
from concerto.site.serve.plain import FAILED, Header, plainly, too_large

log = logging.getLogger(__name__)
Result = TypeVar("Result")
Send = Callable[[dict[str, Any]], Awaitable[None]]
WSGIApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
THREADS = 8  # per process: not more than the pool of database connections holds
LARGEST_BODY = 512 * 1024 * 1024  # bytes
A_PIECE = 1024 * 1024  # bytes of an answer that are kept in memory


class Opened:
    """A file that Django opened and leaves to the server to send (`wsgi.file_wrapper`); closing it ends the request."""

    def __init__(self, file: IO[bytes], _block_size: int = 0) -> None:
        self.file = file


@dataclass(frozen=True)
class Answer:
    """How an answer begins, and the file that holds the rest; without one that is all of it."""

    status: int
    headers: Sequence[Header]
    first: bytes
    rest: IO[bytes] | None = None


class Bridge:
    """An ASGI application that runs `wsgi`; `folder` takes what is too large for memory."""

    def __init__(
        self, wsgi: WSGIApplication, *, folder: Path, threads: int = THREADS, largest_body: int = LARGEST_BODY
    ) -> None:
        self.wsgi, self.folder, self.largest_body = wsgi, folder, largest_body
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = Body(self.folder)
        try:
            await body.take(receive, self.largest_body, claimed=claimed_length(scope["headers"]))
            await self._answer(scope, body, receive, send)
        except TooLarge:
            await self._send(self._refused_size(scope), send)
        except ClientGone:
            pass  # nobody is there to be told
        finally:
            body.close()

    async def _answer(self, scope: Scope, body: Body, receive: Receive, send: Send) -> None:
        request = {**environ(scope, body.file, body.length), "wsgi.file_wrapper": Opened}
        gone = asyncio.create_task(_until_gone(receive))
        try:
            answer = await self._in_thread(partial(self._run, request, gone.done))
            await self._send(answer, send, gone.done)
        finally:
            gone.cancel()

    def _run(self, request: Environ, gone: Callable[[], bool]) -> Answer:
        """One request, in a thread. A client that left while it waited for one costs nothing more."""
        if gone():
            raise ClientGone
        try:
            return self._ask(request, gone)
        except Exception:
            log.exception("the application failed on %s %s", request["REQUEST_METHOD"], request["PATH_INFO"])
            accepted = str(request.get("HTTP_ACCEPT", ""))
            return Answer(500, *plainly(request["PATH_INFO"], HTTPStatus.INTERNAL_SERVER_ERROR, FAILED, accepted))

    def _ask(self, request: Environ, gone: Callable[[], bool]) -> Answer:
        status, headers = HTTPStatus.INTERNAL_SERVER_ERROR.value, list[Header]()

        def start_response(line: str, given: Sequence[Header], exc_info: object = None) -> None:
            nonlocal status, headers
            status, headers = int(line.split(" ", 1)[0]), list(given)

        made = self.wsgi(request, start_response)
        file = made.file if isinstance(made, Opened) else self._drawn(made, gone)
        first = file.read(A_PIECE)
        if len(first) == A_PIECE:
            return Answer(status, headers, first, file)
        file.close()
        return Answer(status, headers, first)

    def _drawn(self, pieces: Iterable[bytes], gone: Callable[[], bool]) -> IO[bytes]:
        """The whole answer, from memory or disk, and the application is done with it."""
        file = SpooledTemporaryFile(max_size=A_PIECE, dir=str(self.folder))  # noqa: SIM115 (closed when it is sent)
        try:
            for piece in pieces:
                if gone():  # nobody is there to read the rest
                    break
                file.write(piece)
        except BaseException:
            file.close()
            raise
        finally:
            getattr(pieces, "close", lambda: None)()
        file.seek(0)
        return file

    async def _send(self, answer: Answer, send: Send, gone: Callable[[], bool] = lambda: False) -> None:
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        if answer.rest is None:
            await send({"type": "http.response.body", "body": answer.first})
        else:
            await self._send_pieces(answer.first, answer.rest, send, gone)

    async def _send_pieces(self, piece: bytes, rest: IO[bytes], send: Send, gone: Callable[[], bool]) -> None:
        try:
            while piece and not gone():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = await self._in_thread(partial(rest.read, A_PIECE))
            await send({"type": "http.response.body", "body": b""})
        finally:
            await self._in_thread(rest.close)

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self.pool, work)

    def _refused_size(self, scope: Scope) -> Answer:
        accepted = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
        said = too_large(self.largest_body // 1024**2)
        headers, text = plainly(scope["path"], HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said, accepted)
        return Answer(413, [*headers, ("Connection", "close")], text)


async def _until_gone(receive: Receive) -> None:
    """Ends when the client has left, or has got its answer."""
    while (await receive())["type"] != "http.disconnect":
        pass
