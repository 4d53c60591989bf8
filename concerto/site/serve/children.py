"""Which processes serve: one line each."""

from __future__ import annotations

import sys
from pathlib import Path

from concerto.site.configuration import Configuration
from concerto.site.serve.supervisor import Child

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # as the library of the metrics wants it named


def children(configuration: Configuration, descriptor: int) -> list[Child]:
    """All of them, the most urgent first. The web processes share one listening socket."""
    web = _module("concerto.site.serve.web", str(descriptor))
    serving = {"CONCERTO_POOLED": "on", SHARED: str(counts(configuration.home))}
    return [
        *(Child(f"web {number}", web, serving, [descriptor]) for number in range(1, configuration.web_processes + 1)),
        Child("readers", _module("concerto", "readers")),
        Child("worker", _module("concerto", "worker")),
    ]


def counts(home: Path) -> Path:
    """Where the web processes count their requests, for whoever asks one of them to tell for all."""
    return home / "metrics"


def _module(*command: str) -> list[str]:
    return [sys.executable, "-m", *command]
