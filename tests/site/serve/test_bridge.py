"""The bridge under a real uvicorn: bodies, files, clients that leave, failures."""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import io
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from concerto.site.serve.body import Receive
from concerto.site.serve.bridge import A_PIECE, Bridge, Send
from concerto.site.serve.dispatch import ASGIApplication, dispatcher
from concerto.site.serve.environ import Scope
from concerto.site.serve.plain import too_large
from concerto.site.serve.web import configured

MEGABYTE = 1024 * 1024
LIMIT = 24 * MEGABYTE
THREADS = 2


class LongAnswer:
    """Pieces on demand, which knows how many were taken, by which threads, and which one closed it."""

    def __init__(self, pieces: int) -> None:
        self.pieces, self.taken, self.closed = pieces, 0, threading.Event()
        self.threads: set[int] = set()

    def __iter__(self) -> Iterator[bytes]:
        for number in range(self.pieces):
            self.taken += 1
            self.threads.add(threading.get_ident())
            yield bytes([number % 256]) * 4096

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closed.set()


class Download(io.BytesIO):
    """A large file that knows whether it was closed."""

    def __init__(self) -> None:
        super().__init__(bytes(range(256)) * (30 * MEGABYTE // 256))
        self.ended = threading.Event()

    def close(self) -> None:
        self.ended.set()


@dataclass
class Site:
    """A small WSGI application, and what it remembers."""

    port: int = 0
    folder: Path = Path()
    seen: dict[str, Any] = field(default_factory=dict)
    hold: threading.Event = field(default_factory=threading.Event)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    calls: int = 0
    long: LongAnswer = field(default_factory=lambda: LongAnswer(2000))
    file: Download = field(default_factory=Download)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.calls += 1
        page = getattr(self, "page_" + environ["PATH_INFO"].strip("/").split("/")[-1])
        body = page(environ)
        start_response("200 OK", [("Content-Type", "text/plain"), ("X-One", "1"), ("X-One", "2")])
        return body  # type: ignore[no-any-return]  # each page answers bytes in pieces

    def page_seen(self, environ: dict[str, Any]) -> list[bytes]:
        self.seen = {name: value for name, value in environ.items() if isinstance(value, str)}
        return [b"seen"]

    def page_upload(self, environ: dict[str, Any]) -> list[bytes]:
        digest = hashlib.sha256()
        while chunk := environ["wsgi.input"].read(65536):
            digest.update(chunk)
        return [f"{environ['CONTENT_LENGTH']} {digest.hexdigest()}".encode()]

    def page_wait(self, environ: dict[str, Any]) -> list[bytes]:
        self.begun.release()
        self.hold.wait(10)
        return [b"waited"]

    def page_long(self, environ: dict[str, Any]) -> LongAnswer:
        return self.long

    def page_file(self, environ: dict[str, Any]) -> Any:
        self.file.seek(0)
        return environ["wsgi.file_wrapper"](self.file, 4096)

    def page_endless(self, environ: dict[str, Any]) -> Iterator[bytes]:
        self.begun.release()
        try:
            while not self.hold.wait(0.001):
                yield b"x"
        finally:
            self.seen["endless"] = "ended" if self.hold.is_set() else "cut off"

    def page_broken(self, environ: dict[str, Any]) -> list[bytes]:
        raise RuntimeError("on purpose")

    def page_halfway(self, environ: dict[str, Any]) -> Iterator[bytes]:
        yield b"x" * A_PIECE * 2
        raise RuntimeError("on purpose, later")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(folder=tmp_path)
    bridge = Bridge(site, folder=tmp_path, threads=THREADS, largest_body=LIMIT)
    listener = socket.create_server(("127.0.0.1", 0))
    site.port = listener.getsockname()[1]
    server = uvicorn.Server(configured(dispatcher({}, bridge)))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    yield site
    site.hold.set()
    server.should_exit = True
    thread.join(10)
    bridge.pool.shutdown()
    listener.close()


def ask(site: Site, path: str, *, method: str = "GET", **rest: Any) -> tuple[http.client.HTTPResponse, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)) as client:
        client.request(method, path, **rest)
        with client.getresponse() as response:
            return response, response.read()


def send(site: Site, text: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", site.port), timeout=10)
    client.sendall(text.encode())
    return client


async def nothing(*_given: Any) -> Any:
    raise AssertionError("nobody asks for this")


def received(client: socket.socket) -> http.client.HTTPResponse:
    response = http.client.HTTPResponse(client)
    response.begin()
    return response


def eventually(so: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not so():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.01)


def test_a_request_arrives_as_wsgi_describes_it(site: Site) -> None:
    headers = {
        "Host": "crm.example.com",
        "Cookie": "a=1",
        "X_Forwarded_For": "6.6.6.6",
        "X-Kind": "new",
        "Proxy": "evil",
    }
    response, body = ask(site, "/%E9%98%BF/seen?q=%E9%98%BF&x=1", headers=headers)
    assert (response.status, body, response.headers.get_all("X-One"), response.headers["Server"]) == (
        200,
        b"seen",
        ["1", "2"],
        None,
    )
    assert site.seen["PATH_INFO"].encode("latin-1").decode() == "/阿/seen"
    assert site.seen["QUERY_STRING"] == "q=%E9%98%BF&x=1"
    assert (site.seen["REQUEST_METHOD"], site.seen["SERVER_PROTOCOL"], site.seen["wsgi.url_scheme"]) == (
        "GET",
        "HTTP/1.1",
        "http",
    )
    assert (site.seen["HTTP_HOST"], site.seen["HTTP_X_KIND"], site.seen["REMOTE_ADDR"]) == (
        "crm.example.com",
        "new",
        "127.0.0.1",
    )
    assert "HTTP_X_FORWARDED_FOR" not in site.seen
    assert "HTTP_PROXY" not in site.seen


def test_repeated_headers_are_joined(site: Site) -> None:
    with send(
        site,
        "GET /seen HTTP/1.1\r\nHost: x\r\nAccept: a\r\nAccept: b\r\nCookie: a=1\r\nCookie: b=2\r\nConnection: close\r\n\r\n",
    ) as client:
        assert client.recv(100).startswith(b"HTTP/1.1 200")
    assert (site.seen["HTTP_ACCEPT"], site.seen["HTTP_COOKIE"]) == ("a,b", "a=1; b=2")


@pytest.mark.parametrize("size", [0, 3, MEGABYTE, 20 * MEGABYTE + 1])
def test_an_upload_arrives_whole(site: Site, size: int) -> None:
    content = b"\x00\xff1" * (size // 3 + 1)
    _response, body = ask(site, "/upload", method="POST", body=content[:size])
    assert body.decode() == f"{size} {hashlib.sha256(content[:size]).hexdigest()}"
    assert list(site.folder.iterdir()) == []


def test_a_body_in_chunks_is_counted(site: Site) -> None:
    _response, body = ask(site, "/upload", method="POST", body=iter([b"ab", b"c" * 70000]))
    assert body.split()[0] == b"70002"


def test_a_body_that_claims_too_much_is_refused_unread(site: Site) -> None:
    with send(site, f"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: {LIMIT + 1}\r\n\r\n") as client:
        response = received(client)
        assert (response.status, response.headers["Connection"]) == (413, "close")
        assert response.read().decode().splitlines() == [*too_large(24)]
    assert site.calls == 0


def test_a_browser_is_refused_with_a_page(site: Site) -> None:
    asked = f"POST /upload HTTP/1.1\r\nHost: x\r\nAccept: text/html,*/*\r\nContent-Length: {LIMIT + 1}\r\n\r\n"
    with send(site, asked) as client:
        response = received(client)
        text = response.read().decode()
    assert (response.status, response.headers["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert all(sentence in text for sentence in too_large(24)) and "stylesheet" in text


def test_a_program_is_refused_with_a_problem(site: Site) -> None:
    with send(site, f"POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: {LIMIT + 1}\r\n\r\n") as client:
        response = received(client)
        assert response.headers["Content-Type"] == "application/problem+json"
        assert json.loads(response.read())["status"] == 413


def test_chunks_that_grow_too_large_are_refused(site: Site) -> None:
    with send(site, "POST /upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n") as client:
        chunk = b"100000\r\n" + b"x" * MEGABYTE + b"\r\n"
        for _number in range(LIMIT // MEGABYTE + 1):
            client.sendall(chunk)
        assert client.recv(12) == b"HTTP/1.1 413"
    assert site.calls == 0


def test_an_upload_cut_short_reaches_nobody(site: Site) -> None:
    send(site, "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n" + "x" * 2_000_000).close()
    assert ask(site, "/seen")[1] == b"seen"
    assert site.calls == 1
    eventually(lambda: list(site.folder.iterdir()) == [])


def test_a_long_answer_is_made_in_one_thread_and_arrives_whole(site: Site) -> None:
    _response, body = ask(site, "/long")
    assert body == b"".join(bytes([number % 256]) * 4096 for number in range(2000))
    assert site.long.closed.is_set()
    assert len(site.long.threads) == 1
    eventually(lambda: list(site.folder.iterdir()) == [])


def test_a_file_arrives_whole_and_is_closed(site: Site) -> None:
    _response, body = ask(site, "/file")
    assert body == bytes(range(256)) * (30 * MEGABYTE // 256)
    assert site.file.ended.wait(5)


@pytest.mark.parametrize("path", ["/long", "/file"])
def test_clients_that_read_slowly_hold_no_thread(site: Site, path: str) -> None:
    slow = [send(site, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n") for _client in range(THREADS * 3)]
    eventually(lambda: site.calls == THREADS * 3)
    assert ask(site, "/seen")[1] == b"seen"
    for client in slow:
        client.close()


def test_a_client_that_leaves_ends_its_download(site: Site) -> None:
    with send(site, "GET /file HTTP/1.1\r\nHost: x\r\n\r\n") as client:
        client.recv(1000)
    assert site.file.ended.wait(5)
    assert site.file.tell() < 30 * MEGABYTE


def test_a_client_that_leaves_ends_the_work_on_its_answer(site: Site) -> None:
    with send(site, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n"):
        site.begun.acquire()
    eventually(lambda: site.seen == {"endless": "cut off"})


def test_a_client_that_left_the_queue_is_not_worked_for(site: Site) -> None:
    working = [send(site, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n") for _client in range(THREADS)]
    for _client in working:
        site.begun.acquire()
    send(site, "GET /seen HTTP/1.1\r\nHost: x\r\n\r\n").close()
    time.sleep(0.1)  # for the server to learn of it
    site.hold.set()
    eventually(lambda: ask(site, "/upload", method="POST")[0].status == 200)
    assert site.seen == {}
    for client in working:
        client.close()


def test_a_failure_is_500_and_tells_no_secret(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    response, body = ask(site, "/broken")
    assert (response.status, b"on purpose" in body) == (500, False)
    assert "the application failed on GET /broken" in caplog.text
    assert ask(site, "/seen")[1] == b"seen"


def test_a_failure_halfway_sends_no_half(site: Site) -> None:
    response, body = ask(site, "/halfway")
    assert (response.status, body[:9]) == (500, b"Something")
    eventually(lambda: list(site.folder.iterdir()) == [])


def test_a_mount_answers_its_paths_alone() -> None:
    called: list[str] = []

    def application(name: str) -> ASGIApplication:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            called.append(name)

        return answer

    dispatch = dispatcher({"/live": application("live")}, application("pages"))

    async def ask_all() -> None:
        for path in ("/live", "/live/1", "/lively", "/"):
            await dispatch({"type": "http", "path": path}, nothing, nothing)

    asyncio.run(ask_all())
    assert called == ["live", "live", "pages", "pages"]


def test_a_head_has_no_body(site: Site) -> None:
    response, body = ask(site, "/seen", method="HEAD")
    assert (response.status, body) == (200, b"")
