"""One `serve` per data folder: the second one says so and changes nothing."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from concerto.kernel.database.errors import Sentence
from concerto.site.home import make_home, using
from concerto.site.setting import Misconfigured

_ = Sentence


@contextmanager
def only_serve(home: Path) -> Iterator[None]:
    """Holds the folder's lock, which ends with the process however that dies. Raises Misconfigured when it is taken."""
    make_home(home)
    with using(home):
        lock = (home / "serve.lock").open("a+", encoding="ascii")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Misconfigured(
                _(
                    "Concerto already serves {home} as process {pid}: stop that one first, or set CONCERTO_HOME "
                    "to another folder.",
                    home=home,
                    pid=lock.read().strip() or "?",
                )
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield
