"""Which plan a file is brought in by: a profile that was chosen, one that was made for such files, else a guess."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.entity.registry import named
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.imports.guessing import Plan, guessed_plan, opened
from concerto.kernel.imports.profile.model import Profile
from concerto.kernel.imports.profiles import fitting, plan_of, reading_of
from concerto.kernel.imports.reading.table import Table
from concerto.kernel.imports.running import file_of

__all__ = ["Plan", "plan_anew"]


def plan_anew(actor: Actor, batch: Import, chosen: Profile | None = None) -> None:
    """Set what becomes of a file's columns and how it is read. Raises Refused where it cannot be read so.

    Where a profile merely fits, it says how the file is read only if nobody else has, and if it can be read so.
    """
    entity, table = named(batch.noun), _read_as(batch, chosen, batch.reading)
    profile = chosen or fitting(actor, entity, table.columns)
    if profile and not chosen and not batch.reading:
        table = _read_as_fits(batch, profile) or table
    plan = plan_of(actor, entity, profile, table.columns) if profile else guessed_plan(actor, entity, table)
    for name, value in plan.of_columns().items():
        setattr(batch, name, value)
    batch.profile, batch.expected = plan.profile, table.count_hint


def _read_as(batch: Import, profile: Profile | None, reading: Mapping[str, Any]) -> Table:
    batch.reading = reading_of(profile) if profile else dict(reading)
    return opened(file_of(batch), batch.file_name, batch.reading)


def _read_as_fits(batch: Import, profile: Profile) -> Table | None:
    try:
        return _read_as(batch, profile, {}) if reading_of(profile) else None
    except Refused:
        batch.reading = {}
        return None
