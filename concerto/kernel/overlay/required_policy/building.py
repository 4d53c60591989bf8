"""From the policies that administrators keep to what a record may not lack."""

from __future__ import annotations

from collections.abc import Iterable

from concerto.kernel.entity.cleaning import Needed
from concerto.kernel.overlay.naming import ids_in
from concerto.kernel.overlay.required_policy.model import RequiredPolicy


def needed_by(policies: Iterable[RequiredPolicy]) -> tuple[Needed, ...]:
    return tuple(Needed(tuple(ids_in(each.fields)), frozenset(ids_in(each.steps))) for each in policies)
