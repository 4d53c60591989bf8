"""Several ASGI applications behind one port, chosen by the beginning of the path."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from concerto.site.serve.body import Receive
from concerto.site.serve.bridge import Send
from concerto.site.serve.environ import Scope

ASGIApplication = Callable[[Scope, Receive, Send], Awaitable[None]]


def dispatcher(mounts: Mapping[str, ASGIApplication], otherwise: ASGIApplication) -> ASGIApplication:
    """The mount at or above the path answers, else `otherwise`."""

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        else:
            await answering(scope["path"])(scope, receive, send)

    def answering(path: str) -> ASGIApplication:
        return next((app for at, app in mounts.items() if path == at or path.startswith(at + "/")), otherwise)

    return dispatch


async def _live(receive: Receive, send: Send) -> None:
    """Nothing to prepare and nothing to put away: what a web process holds ends with it."""
    event: dict[str, Any] = {}
    while event.get("type") != "lifespan.shutdown":
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
