"""Data folders that the account of the database may enter; pytest's own are closed to all but one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.place import socket_folder


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Not made yet; its server, if somebody starts one, is stopped when the tests of the module are over."""
    folder = Path(tempfile.mkdtemp(prefix="concerto-site-"))
    folder.chmod(0o711)
    home = folder / "home"
    yield home
    if home.exists():
        Cluster(home).stop()
        shutil.rmtree(socket_folder(home), ignore_errors=True)
    shutil.rmtree(folder)
