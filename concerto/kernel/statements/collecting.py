"""Rows by the thousand are many objects, and none of them a circle: looking for circles among them takes a third of the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

RARELY = 500_000  # objects that are made until they are looked through
_changing = Lock()
_before: list[tuple[int, int, int]] = []  # one for each who asked for it and has not ended yet


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look for circles seldom, until the last of those who asked for it has ended, in whatever order they do."""
    with _changing:
        _before.append(_before[-1] if _before else gc.get_threshold())
        gc.set_threshold(RARELY, *_before[-1][1:])
    try:
        yield
    finally:
        with _changing:
            before = _before.pop()
            if not _before:
                gc.set_threshold(*before)
