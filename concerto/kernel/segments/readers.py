"""Follows the journal: what a change brings in or out of segments, and segments that are themselves changed."""

from __future__ import annotations

from collections.abc import Sequence

from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.segments.following import FOLLOWED, follow
from concerto.kernel.segments.waking import wake


@reader("segments.members")
def keep_members(lines: Sequence[Entry]) -> None:
    """Reading a line twice changes nothing: who belongs follows from the records as they are."""
    for line in lines:
        if line.entity == "segment" and (line.verb != "edit" or line.changes.keys() & set(FOLLOWED)):
            wake(line.record)
    follow([line for line in lines if line.entity != "segment"])
