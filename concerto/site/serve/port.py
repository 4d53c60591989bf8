"""The listening socket: opened before anything else starts, so that an occupied port costs nothing."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from concerto.kernel.database.errors import Sentence
from concerto.site.setting import Misconfigured

_ = Sentence
LISTENING = "0A"  # the state of a socket in /proc/net/tcp
BACKLOG = 2048


def listening_socket(host: str, port: int) -> socket.socket:
    """Children inherit it. Raises Misconfigured when it cannot be had, with who has it where the system tells."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG, dualstack_ipv6=host == "::")
    except OSError as error:
        raise Misconfigured(_why(error, host, port)) from error
    listener.set_inheritable(True)
    return listener


async def first_answer(host: str, port: int) -> None:
    """Returns when a web process has answered. The socket listens already, so the question waits for one."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (a name looked up, not listened at)
    reader, writer = await asyncio.open_connection(here, port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    await reader.read(1)
    writer.close()


def _why(error: OSError, host: str, port: int) -> Sentence:
    if error.errno == errno.EADDRINUSE:
        return _(
            "Port {port} is taken by {who}: stop that, or choose another port with CONCERTO_PORT.",
            port=port,
            who=_who(port),
        )
    if error.errno == errno.EACCES:
        return _("Port {port} is kept for root: choose one from 1024 up with CONCERTO_PORT.", port=port)
    return _("CONCERTO_HOST is {host}, where this machine cannot listen ({why}).", host=host, why=error.strerror)


def _who(port: int) -> Sentence:
    for pid in _listeners(port):
        with suppress(OSError):
            name = Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
            return _("{name} (process {pid})", name=name, pid=pid)
    return _("another program")


def _listeners(port: int) -> Iterator[str]:
    """The processes that listen at `port`, of those whose open files we may see."""
    wanted = {f"socket:[{inode}]" for inode in _inodes(port)}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if any(str(descriptor.readlink()) in wanted for descriptor in (process / "fd").iterdir()):
                yield process.name


def _inodes(port: int) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in Path("/proc/net", table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[1].endswith(f":{port:04X}") and fields[3] == LISTENING:
                    yield fields[9]
