"""What follows a change of a field: work on the records that are there already, left to a worker."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.overlay.background.jobs import defer
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.loading import refresh

TOUCHING = {"kind", "formula", "result", "searched", "indexed", "retired_at", "erased_at", "source", "measured", "only"}


@reader("kernel.custom-fields")
def bring_records_in_line(lines: Sequence[Entry]) -> None:
    """One job for each noun whose fields changed in a way that its records must follow."""
    touched = {
        line.record: changed
        for line in lines
        if line.entity == "custom-field" and (changed := changed_in(line) & TOUCHING)
    }
    if not touched:
        return
    refresh()
    for field in CustomField.everything.filter(pk__in=touched):
        assert isinstance(field, CustomField)
        gone = field.searched and bool(touched[field.pk] & {"retired_at", "erased_at"})
        defer(field.noun, words=gone or "searched" in touched[field.pk])


def changed_in(line: Entry) -> frozenset[str]:
    """Ids of the fields that a line changes; readers are given `changes` as the database writes it."""
    return frozenset(orjson.loads(line.changes) if isinstance(line.changes, str) else line.changes)
