"""Every committed line is sealed, in the order in which it can be known to be complete."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.journal.sealing import READER, seal


@reader(READER, within=3, from_the_start=True)
def seal_lines(lines: Sequence[Entry]) -> None:
    seal([line.id for line in lines])
