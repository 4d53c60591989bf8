"""A progress bar on the terminal for work that goes table by table."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from concerto.site.backup.making import Progress


@contextmanager
def bar(label: str, *, quiet: bool) -> Iterator[Progress]:
    """Shown where somebody looks; silent otherwise."""
    with click.progressbar(
        length=1, label=label, hidden=quiet or not sys.stdout.isatty(), item_show_func=lambda table: table or ""
    ) as shown:

        def progress(table: str, done: int, of: int) -> None:
            shown.length = of
            shown.update(done - shown.pos, table)

        yield progress
