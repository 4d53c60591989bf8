"""One web process: uvicorn on the listening socket that the supervisor opened. Several share one port this way.

python -m concerto.site.serve.web DESCRIPTOR
"""

from __future__ import annotations

import resource
import socket
import sys
from typing import Any

import uvicorn

from concerto.site.serve.port import BACKLOG

PATIENCE = 3  # seconds for answers under way when the process is told to stop


def serve(listener: socket.socket) -> None:
    """Answers until told to stop. Everything is imported before: a process that is told to stop earlier just ends."""
    from concerto.site.serve.asgi import application

    _allow_many_streams()
    uvicorn.Server(configured(application)).run(sockets=[listener])


def configured(application: Any) -> uvicorn.Config:
    """Uvicorn as we use it: no access log, no name of its own, no web sockets; whoever is slow to stop is cut off."""
    return uvicorn.Config(
        application,
        access_log=False,
        backlog=BACKLOG,
        http="httptools",
        log_config=None,
        loop="uvloop",
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
        ws="none",
    )


def _allow_many_streams() -> None:
    """Each open page holds a descriptor for its live updates."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
