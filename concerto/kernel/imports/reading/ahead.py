"""Reading ahead: what comes next is made by a thread while the database, which needs no Python, stores what came before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import TypeVar

from django.db import connection

MANY = 5_000  # rows from which on a thread pays
Made = TypeVar("Made")
Later = Callable[[], Made]


@contextmanager
def beside(rows: int) -> Iterator[Callable[[Callable[[], Made]], Later[Made]]]:
    """Begins what it is given, and answers what waits for it: here and now for a small file, in a thread for a large one.

    The thread sees what its caller does: the language, the shapes of nouns. What it raises is raised by the waiting.
    """
    if rows < MANY:
        yield lambda make: make
        return
    with ThreadPoolExecutor(1) as pool:
        try:
            yield lambda make: pool.submit(copy_context().run, make).result
        finally:
            pool.submit(connection.close)  # of that thread, should it have asked the database anything
