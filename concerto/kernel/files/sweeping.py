"""Contents that no row speaks of go, but only after a day: until then the row may be about to be written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from concerto.kernel.files.file.model import Version
from concerto.kernel.files.storing import folder, hold

GRACE = timedelta(days=1)
TOGETHER = 200  # contents looked at while nobody can settle one


def sweep(grace: timedelta = GRACE) -> int:
    """Remove what is orphaned for longer than `grace`; answer how many contents went."""
    before = time.time() - grace.total_seconds()
    return sum(_swept(some, before) for some in _batches(_old(before)))


def _batches(paths: Iterator[Path]) -> Iterator[list[Path]]:
    some: list[Path] = []
    for path in paths:
        some.append(path)
        if len(some) == TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _old(before: float) -> Iterator[Path]:
    """Whole contents and what never became one."""
    return (path for path in folder().glob("*/*") if path.is_file() and path.stat().st_mtime < before)


def _swept(paths: list[Path], before: float) -> int:
    with transaction.atomic():
        hold(alone=True)
        known = set(Version.objects.filter(content__in=[path.name for path in paths]).values_list("content", flat=True))
        gone = [path for path in paths if path.name not in known and path.stat().st_mtime < before]
        for path in gone:
            path.unlink(missing_ok=True)
    return len(gone)
