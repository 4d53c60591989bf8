"""Which processes serve: one line each."""

from __future__ import annotations

import sys

from concerto.site.configuration import Configuration
from concerto.site.serve.supervisor import Child


def web_children(configuration: Configuration, descriptor: int) -> list[Child]:
    """As many as there are cores, all on one listening socket."""
    command, pooled = _module("concerto.site.serve.web", str(descriptor)), {"CONCERTO_POOLED": "on"}
    return [
        Child(f"web {number}", command, pooled, [descriptor]) for number in range(1, configuration.web_processes + 1)
    ]


def other_children() -> list[Child]:
    """What works in the background; it may start a moment later than the pages."""
    return [
        Child("readers", _module("concerto", "readers")),
        Child("worker", _module("concerto", "worker")),
    ]


def _module(*command: str) -> list[str]:
    return [sys.executable, "-m", *command]
