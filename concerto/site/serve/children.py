"""Which processes serve: one line each."""

from __future__ import annotations

import sys

from concerto.site.configuration import Configuration
from concerto.site.serve.supervisor import Child


def children(configuration: Configuration, descriptor: int) -> list[Child]:
    """All of them, the most urgent first. The web processes share one listening socket."""
    web, pooled = _module("concerto.site.serve.web", str(descriptor)), {"CONCERTO_POOLED": "on"}
    return [
        *(Child(f"web {number}", web, pooled, [descriptor]) for number in range(1, configuration.web_processes + 1)),
        Child("readers", _module("concerto", "readers")),
        Child("worker", _module("concerto", "worker")),
    ]


def _module(*command: str) -> list[str]:
    return [sys.executable, "-m", *command]
