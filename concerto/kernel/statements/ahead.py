"""Working ahead: what comes next is read by a thread of its own, while what came before is worked on or stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import TypeVar

from django.db import connection

Made = TypeVar("Made")
Later = Callable[[], Made]


@contextmanager
def beside(pays: bool) -> Iterator[Callable[[Callable[[], Made]], Later[Made]]]:
    """Begins what it is given, and answers what waits for it: in a thread where that pays, else when it is asked for.

    The thread sees what its caller does: the language, the shapes of nouns; but it has a connection of its own, which
    knows nothing of the caller's transaction. What it raises is raised by the waiting.
    """
    if not pays:
        yield lambda make: make
        return
    with ThreadPoolExecutor(1) as pool:
        try:
            yield lambda make: pool.submit(copy_context().run, make).result
        finally:
            pool.submit(lambda: connection.close())  # that thread's own, so it is looked up there
