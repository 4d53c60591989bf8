"""What follows a change of a field: work on the records that are there already, left to a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.overlay.background.jobs import defer
from concerto.kernel.overlay.choices import choices_in
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.loading import refresh

TOUCHING = {"kind", "formula", "result", "searched", "indexed", "retired_at", "erased_at", "source", "measured", "only"}


@reader("kernel.custom-fields")
def bring_records_in_line(lines: Sequence[Entry]) -> None:
    """One job for each noun whose fields changed in a way that its records must follow."""
    touched = {
        line.record: changed
        for line in lines
        if line.entity == "custom-field" and (changed := changed_in(line) & TOUCHING or merging(line))
    }
    if not touched:
        return
    refresh()
    for field in CustomField.everything.filter(pk__in=touched):
        assert isinstance(field, CustomField)
        gone = field.searched and bool(touched[field.pk] & {"retired_at", "erased_at"})
        defer(field.noun, words=gone or "searched" in touched[field.pk])


def changed_in(line: Entry) -> frozenset[str]:
    """Ids of the fields that a line changes."""
    return frozenset(_changes(line))


def merging(line: Entry) -> frozenset[str]:
    """`choices`, where the line says that some of them were merged; other words for them ask nothing of records."""
    now = _changes(line).get("choices", [None, None])[1]
    return frozenset({"choices"} if now and any(choice.into for choice in choices_in(now).values()) else ())


def _changes(line: Entry) -> Mapping[str, Any]:
    """Readers are given `changes` as the database writes it."""
    changes: Mapping[str, Any] = orjson.loads(line.changes) if isinstance(line.changes, str) else line.changes
    return changes
