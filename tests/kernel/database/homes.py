"""Data folders for tests, and the clusters in them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.errors import DatabaseRefused
from concerto.kernel.database.place import ELSEWHERE, digest, socket_folder
from concerto.kernel.database.settings import GB

QUICK = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "30"}


class Homes:
    """Homes under one folder; they and everything their clusters left elsewhere are gone when the test is over."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[Path] = set()

    def new(self, name: str = "home") -> Path:
        home = self.folder / name
        home.mkdir(parents=True)
        return home

    def cluster(self, home: Path, settings: Mapping[str, str] = QUICK) -> Cluster:
        self.used.add(home)
        return Cluster(home, settings=settings)

    def started(self) -> Cluster:
        cluster = self.cluster(self.new())
        cluster.start()
        return cluster

    def stopped(self) -> Cluster:
        cluster = self.started()
        cluster.stop()
        return cluster

    def remove(self) -> None:
        for home in self.used:
            with suppress(DatabaseRefused):
                Cluster(home).stop()
            shutil.rmtree(socket_folder(home), ignore_errors=True)
            if os.geteuid() == 0:
                shutil.rmtree(ELSEWHERE / digest(home), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def in_memory() -> str | None:
    """The folder in memory, where there is one with room from which programs may run: clusters are made by the dozen."""
    folder = "/dev/shm"
    if not os.access(folder, os.W_OK):
        return None
    found = os.statvfs(folder)
    fits = found.f_bavail * found.f_frsize > GB and not found.f_flag & os.ST_NOEXEC
    return folder if fits else None
