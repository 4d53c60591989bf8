"""Which processes serve: one line each."""

from __future__ import annotations

import sys

from concerto.site.configuration import Configuration
from concerto.site.serve.supervisor import Child

DJANGO = {"DJANGO_SETTINGS_MODULE": "concerto.site.settings"}
WORKER = ["procrastinate", "worker", "--concurrency=4", "--shutdown-graceful-timeout=10"]


def web_children(configuration: Configuration, descriptor: int) -> list[Child]:
    """As many as there are cores, all on one listening socket."""
    pooled = {**DJANGO, "CONCERTO_POOLED": "on"}
    command = _module("concerto.site.serve.web", str(descriptor))
    return [Child(f"web {number}", command, pooled, [descriptor]) for number in range(1, configuration.web_processes + 1)]


def other_children() -> list[Child]:
    """What works in the background; it may start a moment later than the pages."""
    return [
        Child("worker", _module("django", *WORKER), DJANGO),
        Child("readers", _module("concerto", "readers"), DJANGO),
    ]


def _module(*command: str) -> list[str]:
    return [sys.executable, "-m", *command]
